// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
//
// A small convolutional net with batch norm and pooling on 8 x 8 digits: its body learns the digits
// 0 to 4; then the body is frozen, normalises by its running statistics, and a new head learns all
// ten.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <espalier/adapter/npy.hpp>
#include <espalier/espalier.hpp>
#include <random>
#include <string>
#include <vector>

namespace es = espalier;
using namespace es::literals;

namespace {

// [model]
constexpr es::index_t batch = 32;  // batch norm mixes samples: the batch is in the shape
constexpr auto images = es::input<"images", es::shape<batch, 1, 8, 8>>;
constexpr auto labels = es::input<"labels", es::shape<batch>, std::int32_t>;

constexpr auto conv1 = es::conv2d<"conv1", 1, 8, 3, 3>(es::padding = 1_c, es::no_bias);
constexpr auto conv2 = es::conv2d<"conv2", 8, 16, 3, 3>(es::padding = 1_c, es::no_bias);
constexpr auto conv3 = es::conv2d<"conv3", 16, 16, 3, 3>(es::padding = 1_c, es::no_bias);
constexpr auto norm1 = es::batch_norm<"norm1", 8>;
constexpr auto norm2 = es::batch_norm<"norm2", 16>;
constexpr auto norm3 = es::batch_norm<"norm3", 16>;
constexpr auto body = es::sequential(conv1, norm1, es::relu, es::max_pool2d<2, 2>, conv2, norm2,
                                     es::relu, es::residual(es::sequential(conv3, norm3, es::relu)),
                                     es::max_pool2d<2, 2>, [](auto h) { return flatten<1>(h); });
constexpr auto five = es::linear<"five", 64, 5>;
constexpr auto ten = es::linear<"ten", 64, 10>;

constexpr auto pretraining = es::cross_entropy(five(body(images)), labels);
constexpr auto backbone = es::freeze(es::inference(body));
constexpr auto tuning = es::cross_entropy(ten(backbone(images)), labels);
// [/model]

constexpr auto image = es::input<"image", es::shape<1, 1, 8, 8>>;

struct sample {
    es::tensor<float, 1, 1, 8, 8> image{};
    std::int32_t label = 0;
};

/// The digits below `classes`, and a fifth of each class held back, the same on every machine.
void load(int classes, std::vector<sample>& training, std::vector<sample>& test) {
    std::string const folder = ESPALIER_EXAMPLE_DATA;
    auto const pixels = xt::load_npy<float>(folder + "/digits_images.npy");
    auto const digits = xt::load_npy<std::int32_t>(folder + "/digits_labels.npy");
    std::size_t seen[10]{};
    for (std::size_t i = 0; i < digits.size(); ++i) {
        if (digits(i) >= classes) continue;
        sample s;
        s.label = digits(i);
        for (std::size_t p = 0; p < 64; ++p) s.image[p] = pixels(i, p) / 16;
        (seen[static_cast<std::size_t>(s.label)]++ % 5 == 4 ? test : training).push_back(s);
    }
}

template <class Logits, class Variables>
double accuracy(Logits logits, Variables const& vars, std::vector<sample> const& test) {
    std::size_t right = 0;
    for (sample const& s : test) {
        auto const z = es::evaluate(logits, vars, image = s.image);
        right += std::max_element(z.begin(), z.end()) - z.begin() == s.label;
    }
    return static_cast<double>(right) / static_cast<double>(test.size());
}

/// Trains for some epochs over shuffled batches; gives the microseconds of a step.
template <class Trainer, class Variables>
double train(Trainer& trainer, Variables& vars, std::vector<sample> samples, int epochs) {
    std::mt19937 random(11);
    es::tensor<float, batch, 1, 8, 8> xs{};
    std::int32_t ts[batch]{};
    double time = 0;
    int steps = 0;
    for (int epoch = 0; epoch < epochs; ++epoch) {
        for (std::size_t i = samples.size(); i > 1; --i)
            std::swap(samples[i - 1], samples[random() % i]);
        for (std::size_t first = 0; first + batch <= samples.size(); first += batch, ++steps) {
            for (std::size_t i = 0; i < batch; ++i) {
                std::copy_n(samples[first + i].image.begin(), 64,
                            xs.begin() + static_cast<long>(64 * i));
                ts[i] = samples[first + i].label;
            }
            auto const start = std::chrono::steady_clock::now();
            trainer.step(vars, images = xs, labels = ts);
            time +=
                std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - start)
                    .count();
        }
    }
    return time / steps;
}

}  // namespace

int main() {
    es::variables vars{pretraining, tuning};
    es::initialize(vars, 2);
    std::printf("%s\n", es::summary(tuning).c_str());

    std::vector<sample> training, test;
    load(5, training, test);
    auto pretrainer = es::trainer(pretraining, es::adam(es::lr = 5e-3f));
    double const full_step = train(pretrainer, vars, training, 6);
    double const pretrained = accuracy(five(es::inference(body)(image)), vars, test);
    auto const before = vars;

    training.clear();
    test.clear();
    load(10, training, test);
    // [tune]
    auto tuner = es::trainer(tuning, es::adam(es::lr = 1e-2f));
    double const head_step = train(tuner, vars, training, 10);
    // [/tune]
    double const tuned = accuracy(ten(backbone(image)), vars, test);
    std::printf("%s\n", es::to_text(tuner.plan).c_str());

    auto const same = [&](auto... leaf) { return (... && (vars[leaf] == before[leaf])); };
    bool const kept =
        same(conv1.weight, conv2.weight, conv3.weight, norm1.weight, norm2.weight, norm3.weight,
             norm1.bias, norm2.bias, norm3.bias, norm1.running_mean, norm2.running_mean,
             norm3.running_mean, norm1.running_var, norm2.running_var, norm3.running_var);

    std::printf("%-20s %8s %12s %10s %10s\n", "phase", "trained", "state bytes", "us/step",
                "accuracy");
    std::printf("%-20s %8zu %12zu %10.1f %9.1f%%\n", "all layers, 0 to 4",
                pretrainer.plan.trained_bytes / 4, pretrainer.plan.state_bytes, full_step,
                100 * pretrained);
    std::printf("%-20s %8zu %12zu %10.1f %9.1f%%\n", "new head, 0 to 9",
                tuner.plan.trained_bytes / 4, tuner.plan.state_bytes, head_step, 100 * tuned);
    std::printf("the frozen body is unchanged to the bit: %s\n", kept ? "yes" : "NO");
    return kept && pretrained > 0.97 && tuned > 0.93 ? 0 : 1;
}
