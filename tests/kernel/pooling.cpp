// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include <espalier/espalier.hpp>
#include <limits>
#include <vector>

#include "../catch.hpp"

namespace es = espalier;
using es::index_t;

namespace {

#if ESPALIER_SIMD
/// Each window by itself: the first of its largest elements, NaN being largest.
template <class T, index_t W, index_t KH, index_t KW, index_t SH, index_t SW>
void rows_are_windows(bool with_nan, bool with_infinities) {
    constexpr index_t count = (W - KW) / SW + 1;
    using E = es::pooling_extents<1, KH, W, KH, KW, SH, SW, 0, 0>;
    using row = es::kernel::window_row<T, W, KH, KW, SH, SW, count>;
    static_assert(E::by_rows);
    std::vector<T> x(KH * W), g(count), y(count), out(KH * W), expected(KH * W);
    for (index_t i = 0; i < KH * W; ++i) x[i] = static_cast<T>(i * 7 % 5);  // with ties
    if (with_infinities) {
        x[0] = std::numeric_limits<T>::infinity();
        for (index_t i = 1; i < KW; ++i) x[i] = -x[0];
        x[KH * W - 1] = -x[0];
    }
    if (with_nan) x[KW / 2] = std::numeric_limits<T>::quiet_NaN();
    for (index_t i = 0; i < count; ++i) g[i] = static_cast<T>(i + 1);
    for (T& one : out) one = 77;
    using x_array = es::detail::array_of<T, typename E::x_shape>;
    using y_array = es::detail::array_of<T, typename E::y_shape>;
    es::max_pooling_op<E, es::pooling_part::forward>::template run<y_array, x_array>(y.data(),
                                                                                     x.data());
    es::max_pooling_op<E, es::pooling_part::scatter>::template run<x_array, y_array, x_array>(
        out.data(), g.data(), x.data());
    CAPTURE(W, KH, KW, SH, SW, with_nan, with_infinities);
    for (index_t i = 0; i < count; ++i) {
        index_t at = i * SW;
        for (index_t r = 0; r < KH; ++r)
            for (index_t c = 0; c < KW; ++c)
                if (T const e = x[r * W + i * SW + c];
                    e > x[at] || (std::isnan(e) && !std::isnan(x[at])))
                    at = r * W + i * SW + c;
        expected[at] += g[i];
        CHECK((y[i] == x[at] || (std::isnan(y[i]) && std::isnan(x[at]))));
    }
    for (index_t i = 0; i < KH * W; ++i) CHECK(out[i] == expected[i]);

    // averages, of small integers and a dyadic share: exact
    for (index_t i = 0; i < KH * W; ++i) x[i] = static_cast<T>(i * 7 % 5), out[i] = expected[i] = 0;
    row::average(y.data(), x.data(), T(0.25));
    row::spread(out.data(), g.data(), T(0.25));
    for (index_t i = 0; i < count; ++i) {
        T total{};
        for (index_t r = 0; r < KH; ++r)
            for (index_t c = 0; c < KW; ++c) {
                total += x[r * W + i * SW + c];
                expected[r * W + i * SW + c] += T(0.25) * g[i];
            }
        CHECK(y[i] == T(0.25) * total);
    }
    for (index_t i = 0; i < KH * W; ++i) CHECK(out[i] == expected[i]);
}
template <class T, index_t W, index_t KH, index_t KW, index_t SH, index_t SW>
void rows_are_windows() {
    rows_are_windows<T, W, KH, KW, SH, SW>(false, false);
    rows_are_windows<T, W, KH, KW, SH, SW>(true, false);
    rows_are_windows<T, W, KH, KW, SH, SW>(false, true);
    rows_are_windows<T, W, KH, KW, SH, SW>(true, true);
}
template <class T>
void all_rows() {
    rows_are_windows<T, 28, 2, 2, 2, 2>();
    rows_are_windows<T, 5, 2, 2, 2, 2>();
    rows_are_windows<T, 37, 2, 2, 2, 2>();
    rows_are_windows<T, 2, 1, 2, 1, 2>();
    rows_are_windows<T, 19, 3, 3, 2, 2>();
    rows_are_windows<T, 18, 3, 3, 3, 3>();
    rows_are_windows<T, 17, 2, 2, 1, 1>();
    rows_are_windows<T, 33, 2, 1, 2, 4>();
}
#endif

}  // namespace

TEST_CASE("rows of windows are pooled as each window by itself") {
#if ESPALIER_SIMD
    all_rows<float>();
    all_rows<double>();
#endif
}
