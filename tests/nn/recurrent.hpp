// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include "../laws.hpp"
#include "../reference/recurrent.hpp"

/// What the tests of rnn, gru and lstm share: the values that tests/reference/recurrent.py gives.
namespace recurrent {

namespace es = espalier;

constexpr auto x = es::input<"x", es::shape<2, 5, 3>, double>;
constexpr auto h = es::input<"h", es::shape<2, 4>, double>;
constexpr auto c = es::input<"c", es::shape<2, 4>, double>;
constexpr auto s = es::input<"s", es::shape<2, 5, 4>, double>;

template <class Tensor>
void fill(Tensor& t, double phase) {
    for (es::index_t i = 0; i < t.size(); ++i)
        t.flat(i) = 0.7 * std::sin(1.3 * static_cast<double>(i) + phase);
}
template <class Leaf>
auto filled(Leaf, double phase) {
    es::basic_tensor<double, typename Leaf::shape_type, es::row_major> t{};
    fill(t, phase);
    return t;
}
template <class Tensor, std::size_t N>
void same(Tensor const& t, double const (&numbers)[N]) {
    REQUIRE(t.size() == N);
    for (std::size_t i = 0; i < N; ++i) {
        CAPTURE(i);
        CHECK(t.flat(i) == Approx(numbers[i]).epsilon(1e-12).margin(1e-13));
    }
}
template <class Layer, class Variables>
void set_parameters(Layer layer, Variables& vars) {
    fill(vars[layer.weight_ih], 1);
    fill(vars[layer.weight_hh], 2);
    fill(vars[layer.bias_ih], 3);
    fill(vars[layer.bias_hh], 4);
}

}  // namespace recurrent
