// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/core/math.hpp>
#include <espalier/op/matmul.hpp>
#include <espalier/op/negate.hpp>
#include <espalier/op/transpose.hpp>

namespace espalier::inline ESPALIER_ABI {

namespace detail {
template <class S>
inline constexpr bool is_square = S::rank >= 2 && S::value.axis[S::rank > 1 ? S::rank - 2 : 0] ==
                                                      S::value.axis[S::rank > 0 ? S::rank - 1 : 0];

/// The matrices of a batch, each transposed.
template <expression X>
constexpr auto matrices_transposed(X x) {
    if constexpr (X::shape_type::rank == 2)
        return transpose(x);
    else
        return [&]<int... I>(std::integer_sequence<int, I...>) {
            return transpose<I..., -1, -2>(x);
        }(std::make_integer_sequence<int, X::shape_type::rank - 2>{});
}
}  // namespace detail

struct inverse_op : opaque<"inverse"> {
    template <class X>
    static consteval auto result() {
        static_assert(detail::is_square<typename X::shape_type>,
                      "espalier::inverse(a): the last two extents of 'a' must be equal");
        return X{};
    }
    /// Gauss-Jordan with row pivots.
    template <class Out, class X, class T>
    static constexpr void run(T* out, T const* x) {
        constexpr index_t n = X::shape_type::value.axis[X::shape_type::rank - 1];
        for (index_t b = 0; b < X::shape_type::size / (n * n); ++b, out += n * n, x += n * n) {
            T a[n * n]{};
            for (index_t i = 0; i < n * n; ++i) a[i] = x[i];
            for (index_t i = 0; i < n * n; ++i) out[i] = i % (n + 1) == 0 ? T{1} : T{};
            auto size = [](T v) { return v < 0 ? -v : v; };
            for (index_t k = 0; k < n; ++k) {
                index_t pivot = k;
                for (index_t r = k + 1; r < n; ++r)
                    if (size(a[r * n + k]) > size(a[pivot * n + k])) pivot = r;
                for (index_t c = 0; pivot != k && c < n; ++c) {
                    T const kept = a[k * n + c], other = out[k * n + c];
                    a[k * n + c] = a[pivot * n + c], a[pivot * n + c] = kept;
                    out[k * n + c] = out[pivot * n + c], out[pivot * n + c] = other;
                }
                T const scale = T{1} / a[k * n + k];
                for (index_t c = 0; c < n; ++c) a[k * n + c] *= scale, out[k * n + c] *= scale;
                for (index_t r = 0; r < n; ++r) {
                    T const f = a[r * n + k];
                    for (index_t c = 0; r != k && c < n; ++c)
                        a[r * n + c] -= f * a[k * n + c], out[r * n + c] -= f * out[k * n + c];
                }
            }
        }
    }
    template <int>
    static constexpr auto adjoint(auto g, auto y, auto) {
        auto const t = detail::matrices_transposed(y);
        return -matmul(matmul(t, g), t);
    }
};

namespace adl {
/// The inverse of a square matrix, or of each of a batch; infinite or NaN where it is singular.
template <expression X>
constexpr auto inverse(X) {
    return applied<inverse_op, X>{};
}
}  // namespace adl

inline constexpr op_object<inverse_op> inverse{};

}  // namespace espalier::inline ESPALIER_ABI
