// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../catch.hpp"

#include <espalier/core.hpp>

namespace es = espalier;
using namespace es::literals;

namespace {
constexpr auto image = es::input<"image", es::shape<1, 3, 8, 8>>;
constexpr auto row = es::input<"row", es::shape<4>>;

template <class Layer, class X>
constexpr bool same_without_options(Layer layer, X x) {
    return std::is_same_v<decltype(layer()(x)), decltype(layer(x))>;
}
}  // namespace

TEST_CASE("a layer called with nothing is the layer") {
    STATIC_REQUIRE(same_without_options(es::linear<"l", 4, 2>, row));
    STATIC_REQUIRE(same_without_options(es::dropout<"d">, row));
    STATIC_REQUIRE(same_without_options(es::max_pool2d<2, 2>, image));
    STATIC_REQUIRE(same_without_options(es::batch_norm<"n", 3>, image));
    STATIC_REQUIRE(same_without_options(es::conv2d<"c", 3, 4, 3, 3>(es::stride = 2_c), image));
}

TEST_CASE("options given one after the other are options given together") {
    constexpr auto one = es::conv2d<"c", 3, 4, 3, 3>(es::stride = 2_c)(es::padding = 1_c);
    constexpr auto both = es::conv2d<"c", 3, 4, 3, 3>(es::stride = 2_c, es::padding = 1_c);
    STATIC_REQUIRE(std::is_same_v<decltype(one(image)), decltype(both(image))>);
    STATIC_REQUIRE(one(image).extents[2] == 4);
}
