// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include <cstdio>
#include <espalier/adapter/npy.hpp>
#include <espalier/adapter/xtensor.hpp>
#include <espalier/core.hpp>
#include "../catch.hpp"

namespace es = espalier;

TEST_CASE("an array of a file is bound to an input") {
    constexpr auto x = es::input<"x", es::shape<2, 3>>;
    std::string const path = "bound.npy";
    es::tensor<float, 2, 3> values;
    for (es::index_t i = 0; i < 6; ++i) values[i] = static_cast<float>(i);
    xt::dump_npy(path, es::view(values));
    xt::xtensor<float, 2> const loaded = xt::load_npy<float>(path);
    CHECK(es::evaluate(sum(x), x = loaded) == 15.0f);
    CHECK(es::evaluate(sum<0>(x), x = loaded)(1) == 5.0f);
    std::remove(path.c_str());
}
