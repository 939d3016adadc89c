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

TEST_CASE("an embedded sequence through a bidirectional pair and attention") {
    constexpr auto ids = es::input<"ids", es::shape<2, 5>, std::int32_t>;
    constexpr auto h = es::embedding<"table", 7, 4, double>(ids);
    constexpr auto both =
        es::concat<-1>(es::gru<"forth", 4, 2, double>(h),
                       es::flip<1>(es::lstm<"back", 4, 2, double>(es::flip<1>(h))));
    constexpr auto attention = es::multi_head_attention<"attention", 4, 2, double>(es::causal);
    constexpr auto y = es::layer_norm<"norm", 4, double>(both + attention(both, both, both));
    constexpr auto loss = sum(y * es::input<"s", es::shape<2, 5, 4>, double>);
    es::variables vars{loss};
    es::initialize(vars, 2);
    std::int32_t const given[2][5] = {{0, 6, 3, 3, 1}, {5, 2, 0, 4, 6}};
    CHECK(es::check_gradient(loss, vars, ids = given,
                             es::input<"s", es::shape<2, 5, 4>, double> = wave<2, 5, 4>(0.4)));
}
