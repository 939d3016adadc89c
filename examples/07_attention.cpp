// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
//
// What attention is for. Six keys, in any order, each with a value; then one of the keys again:
// which was its value? A block of attention learns to look it up; an MLP of the same size does not.
#include <algorithm>
#include <cstdio>
#include <espalier/espalier.hpp>
#include <random>
#include <vector>

namespace es = espalier;

namespace {

// [task]
constexpr es::index_t pairs = 6, keys = 8, values = 4, width = 16;
constexpr auto key = es::input<"key", es::shape<pairs>, std::int32_t>;
constexpr auto value = es::input<"value", es::shape<pairs>, std::int32_t>;
constexpr auto query = es::input<"query", es::shape<1>, std::int32_t>;
constexpr auto answer = es::input<"answer", es::shape<1>, std::int32_t>;
// [/task]

// [attention]
namespace attention {
constexpr auto embed_key = es::embedding<"key", keys, width>;
constexpr auto embed_value = es::embedding<"value", values, width>;
constexpr auto look_up = es::multi_head_attention<"attention", width, 2>;
constexpr auto feed_forward =
    es::sequential(es::layer_norm<"norm", width>, es::linear<"up", width, 32>, es::relu,
                   es::linear<"down", 32, width>);
constexpr auto head = es::linear<"head", width, values>;

constexpr auto tokens = embed_key(key) + embed_value(value);  // (6, 16)
constexpr auto asked = embed_key(query);                      // (1, 16)
constexpr auto found = asked + look_up(asked, tokens, tokens);
constexpr auto logits = head(es::residual(feed_forward)(found));
constexpr auto loss = es::cross_entropy(logits, answer);
}  // namespace attention
// [/attention]

// [mlp]
namespace mlp {
constexpr auto embed_key = es::embedding<"key", keys, width>;
constexpr auto embed_value = es::embedding<"value", values, width>;
constexpr auto net =
    es::sequential(es::linear<"fc1", (pairs + 1) * width, 18>, es::relu, es::linear<"fc2", 18, 18>,
                   es::relu, es::linear<"head", 18, values>);

constexpr auto tokens = embed_key(key) + embed_value(value);
constexpr auto all = es::concat<0>(tokens, embed_key(query));
constexpr auto logits = net(es::reshape<1, (pairs + 1) * width>(all));
constexpr auto loss = es::cross_entropy(logits, answer);
}  // namespace mlp
// [/mlp]

struct samples {
    std::vector<std::int32_t> keys, values, queries, answers;
    explicit samples(std::size_t count, unsigned seed) {
        std::mt19937 random(seed);
        std::int32_t order[es::index_t{8}] = {0, 1, 2, 3, 4, 5, 6, 7};
        for (std::size_t s = 0; s < count; ++s) {
            for (std::size_t i = 8; i > 1; --i) std::swap(order[i - 1], order[random() % i]);
            for (std::size_t i = 0; i < pairs; ++i) {
                keys.push_back(order[i]);
                values.push_back(static_cast<std::int32_t>(random() % 4));
            }
            std::size_t const which = random() % pairs;
            queries.push_back(order[which]);
            answers.push_back(values[s * pairs + which]);
        }
    }
};

/// The share of fresh samples that a model answers after training.
template <class Logits, class Loss>
double learn(char const* name, Logits logits, Loss loss) {
    // [train]
    es::variables vars{loss};
    es::initialize(vars, 5);
    auto trainer = es::trainer(loss, es::adam(es::lr = 5e-3f), es::batched);
    float mean_loss = 0;
    for (unsigned step = 0; step < 1'000; ++step) {
        samples const batch(32, 100 + step);
        mean_loss =
            trainer.step(vars, key = es::batch(batch.keys), value = es::batch(batch.values),
                         query = es::batch(batch.queries), answer = es::batch(batch.answers));
    }
    // [/train]
    samples const fresh(1000, 1);
    es::tensor<float, 1000, 1, values> z{};
    es::evaluate_into(logits, z, vars, key = es::batch(fresh.keys), value = es::batch(fresh.values),
                      query = es::batch(fresh.queries));
    double right = 0;
    for (es::index_t s = 0; s < 1000; ++s) {
        auto const* row = &z(s, 0, 0);
        right += std::max_element(row, row + values) - row == fresh.answers[s] ? 1e-3 : 0;
    }
    constexpr auto model = es::summarize(loss);
    std::printf("%-10s %6zu parameters   loss %.3f   right %5.1f %%\n", name, model.parameters,
                static_cast<double>(mean_loss), 100 * right);
    return right;
}

}  // namespace

int main() {
    std::printf("%s\n", es::summary(attention::loss).c_str());
    double const attended = learn("attention", attention::logits, attention::loss);
    double const flat = learn("MLP", mlp::logits, mlp::loss);
    return attended > 0.98 && flat < 0.7 ? 0 : 1;
}
