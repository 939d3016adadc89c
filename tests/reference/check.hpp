// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include "../catch.hpp"

namespace es = espalier;
using namespace es::literals;

/// What programs.hpp needs of the file that includes it: tensors from numbers, and comparison.
template <es::index_t... D>
es::tensor<double, D...> tensor(double const* numbers) {
    es::tensor<double, D...> t;
    for (es::index_t i = 0; i < t.size(); ++i) t.flat(i) = numbers[i];
    return t;
}
template <class Tensor>
void fill(Tensor& t, double const* numbers) {
    for (es::index_t i = 0; i < t.size(); ++i) t.flat(i) = numbers[i];
}
template <class Result>
void same(Result const& result, double const* expected) {
    if constexpr (std::is_convertible_v<Result, double>)
        CHECK(result == Approx(*expected).epsilon(1e-9).margin(1e-9));
    else
        for (es::index_t i = 0; i < result.size(); ++i)
            CHECK(result.flat(i) == Approx(expected[i]).epsilon(1e-9).margin(1e-9));
}
