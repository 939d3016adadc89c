// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
//
// A model as practitioners write it, short: its gradients are those of central differences.
#include "../catch.hpp"

#include <cmath>
#include <espalier/core.hpp>

namespace es = espalier;
using namespace es::literals;

namespace {

template <es::index_t... D>
es::tensor<double, D...> wave(double phase) {
    es::tensor<double, D...> to{};
    for (es::index_t i = 0; i < to.size(); ++i)
        to[i] = std::sin(1.7 * static_cast<double>(i) + phase);
    return to;
}

}  // namespace

TEST_CASE("a depthwise-separable CNN") {
    constexpr auto images = es::input<"images", es::shape<3, 2, 8, 8>, double>;
    constexpr auto labels = es::input<"labels", es::shape<3>, std::int32_t>;
    constexpr auto net = es::sequential(
        es::depthwise_conv2d<"depth1", 2, 3, 3, double>(es::padding = 1_c, es::no_bias),
        es::conv2d<"point1", 2, 6, 1, 1, double>, es::batch_norm<"norm1", 6, double>,
        es::hard_swish,
        es::depthwise_conv2d<"depth2", 6, 3, 3, double>(es::padding = 1_c, es::stride = 2_c),
        es::conv2d<"point2", 6, 4, 1, 1, double>, es::group_norm<"norm2", 2, 4, double>, es::silu,
        es::global_avg_pool, es::linear<"head", 4, 3, double>);
    constexpr auto loss = es::cross_entropy(net(images), labels);
    es::variables vars{loss};
    es::initialize(vars, 1);
    std::int32_t const classes[3] = {2, 0, 1};
    CHECK(es::check_gradient(loss, vars, images = wave<3, 2, 8, 8>(0.3), labels = classes));
    auto trainer = es::trainer(loss, es::adam(es::lr = 0.05));
    double const first = trainer.step(vars, images = wave<3, 2, 8, 8>(0.3), labels = classes);
    double last = first;
    for (int step = 0; step < 30; ++step)
        last = trainer.step(vars, images = wave<3, 2, 8, 8>(0.3), labels = classes);
    CHECK(last < 0.2 * first);
}
