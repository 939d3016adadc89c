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

TEST_CASE("a residual net with dropout") {
    constexpr auto x = es::input<"x", es::shape<4, 6>, double>;
    constexpr auto t = es::input<"t", es::shape<4, 1>, double>;
    constexpr auto net =
        es::sequential(es::linear<"in", 6, 8, double>,
                       es::residual(es::sequential(es::layer_norm<"norm1", 8, double>,
                                                   es::linear<"fc1", 8, 8, double>, es::gelu)),
                       es::residual(es::sequential(es::rms_norm<"norm2", 8, double>,
                                                   es::linear<"fc2", 8, 8, double>, es::tanh,
                                                   es::dropout<"drop">(0.25_c))),
                       es::linear<"out", 8, 1, double>);
    constexpr auto loss = es::mse(net(x), t);
    es::variables vars{loss};
    es::initialize(vars, 1);
    CHECK(es::check_gradient(loss, vars, x = wave<4, 6>(0.3), t = wave<4, 1>(1), es::rng = 3));
    CHECK(es::check_gradient(es::inference(loss), vars, x = wave<4, 6>(0.3), t = wave<4, 1>(1)));
}
