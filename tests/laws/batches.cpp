// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../catch.hpp"

#include <espalier/espalier.hpp>

#include <array>
#include <cmath>
#include <vector>

namespace es = espalier;
using namespace es::literals;

namespace {

constexpr auto x = es::input<"x", es::shape<11>, double>;
constexpr auto target = es::input<"class", es::shape<>, std::int32_t>;
constexpr auto fc1 = es::linear<"fc1", 11, 19, double>;
constexpr auto fc2 = es::linear<"fc2", 19, 3, double>;
constexpr auto loss = es::cross_entropy(fc2(tanh(fc1(x))), target);

struct samples {
    std::vector<std::array<double, 11>> xs;
    std::vector<std::int32_t> classes;
    explicit samples(std::size_t n) : xs(n), classes(n) {
        for (std::size_t i = 0; i < n; ++i) {
            for (std::size_t k = 0; k < 11; ++k)
                xs[i][k] = std::sin(static_cast<double>(11 * i + k));
            classes[i] = static_cast<std::int32_t>(i * 7 % 3);
        }
    }
};

/// Steps over batches of several lengths against the samples one by one, in an order of storage
/// that is the trainer's own or that of another program.
template <class Variables, class Optimizer>
void agree(Variables by_batch, Optimizer const& optimizer) {
    es::initialize(by_batch, 4);
    auto one_by_one = by_batch;
    auto first = es::trainer(loss, optimizer, es::batched);
    auto second = first;
    for (std::size_t n : {1u, 2u, 5u, 31u, 32u, 33u, 35u, 37u, 100u}) {
        samples const s(n);
        double const value = first.step(by_batch, x = s.xs, target = es::batch(s.classes));
        double mean = 0;
        for (std::size_t i = 0; i < n; ++i)
            mean += second.accumulate(one_by_one, x = s.xs[i], target = s.classes[i]);
        second.apply(one_by_one);
        CHECK(value == Approx(mean / static_cast<double>(n)).epsilon(1e-10));
        for (es::index_t i = 0; i < 11 * 19; ++i)
            CHECK(by_batch[fc1.weight].flat(i) ==
                  Approx(one_by_one[fc1.weight].flat(i)).epsilon(1e-9).margin(1e-11));
        for (es::index_t i = 0; i < 3; ++i)
            CHECK(by_batch[fc2.bias].flat(i) ==
                  Approx(one_by_one[fc2.bias].flat(i)).epsilon(1e-9).margin(1e-11));
    }
}

}  // namespace

TEST_CASE("in registers, a step over a batch of any length is one over its samples") {
    es::variables vars{loss};
    agree(vars, es::sgd(es::lr = 0.1, es::momentum = 0.9));
    agree(vars, es::adamw(es::lr = 0.01, es::clip_norm(0.1)));
    agree(vars, es::lamb(es::lr = 0.01));
}

TEST_CASE("... with variables that another program stored its own way") {
    es::variables vars{sum(transpose(fc1.weight)) + sum(transpose(fc2.weight)), loss};
    agree(vars, es::sgd(es::lr = 0.1, es::momentum = 0.9));
    agree(vars, es::lamb(es::lr = 0.01));
}

TEST_CASE("draws depend on the sample, not on what runs at once") {
    constexpr auto w = es::parameter<"w", es::shape<11>, double>;
    constexpr auto y = es::dropout<"d">(x) * w;
    es::variables vars{y};
    vars[w].fill(1);
    samples const many(70);
    std::vector<std::array<double, 11>> const few(many.xs.begin(), many.xs.begin() + 4);
    std::vector<double> of_many(70 * 11), of_few(4 * 11);
    es::evaluate_into(y, of_many, vars, x = many.xs, es::rng = 5);
    es::evaluate_into(y, of_few, vars, x = few, es::rng = 5);
    double kept[11]{};
    for (std::size_t i = 0; i < of_many.size(); ++i) {
        if (i < of_few.size()) CHECK(of_many[i] == of_few[i]);
        kept[i % 11] += of_many[i] / 70;
        CHECK((of_many[i] == 0 || of_many[i] == 2 * many.xs[i / 11][i % 11]));
    }
    auto const g = es::gradient(sum(y), vars, x = many.xs, es::rng = 5);
    for (es::index_t i = 0; i < 11; ++i) CHECK(g[w](i) == Approx(kept[i]).margin(1e-12));
}
