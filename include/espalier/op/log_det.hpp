// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <limits>

#include <espalier/op/inverse.hpp>
#include <espalier/op/multiply.hpp>

namespace espalier::inline ESPALIER_ABI {

struct log_det_op : opaque<"log_det"> {
    template <class X>
    struct rule {
        consteval extents operator()() const {
            extents to = X::shape_type::value;
            to.rank -= 2;
            return to;
        }
    };
    template <class X>
    static consteval auto result() {
        static_assert(detail::is_square<typename X::shape_type>,
                      "espalier::log_det(a): the last two extents of 'a' must be equal");
        if constexpr (detail::is_square<typename X::shape_type>)
            return detail::array_of<typename X::value_type, detail::shape_by<rule<X>>>{};
        else
            return array<typename X::value_type>{};
    }
    /// Gaussian elimination with row pivots.
    template <class Out, class X, class T>
    static constexpr void run(T* out, T const* x) {
        constexpr index_t n = X::shape_type::value.axis[X::shape_type::rank - 1];
        for (index_t b = 0; b < Out::shape_type::size; ++b, x += n * n) {
            T a[n * n]{}, det_sign{1}, total{};
            for (index_t i = 0; i < n * n; ++i) a[i] = x[i];
            auto size = [](T v) { return v < 0 ? -v : v; };
            for (index_t k = 0; k < n; ++k) {
                index_t pivot = k;
                for (index_t r = k + 1; r < n; ++r)
                    if (size(a[r * n + k]) > size(a[pivot * n + k])) pivot = r;
                if (pivot != k) det_sign = -det_sign;
                for (index_t c = 0; pivot != k && c < n; ++c) {
                    T const kept = a[k * n + c];
                    a[k * n + c] = a[pivot * n + c], a[pivot * n + c] = kept;
                }
                T const p = a[k * n + k];
                if (p < 0) det_sign = -det_sign;
                total += math::log(size(p));
                for (index_t r = k + 1; p != 0 && r < n; ++r) {
                    T const f = a[r * n + k] / p;
                    for (index_t c = k; c < n; ++c) a[r * n + c] -= f * a[k * n + c];
                }
            }
            out[b] = det_sign < 0 && size(total) <= std::numeric_limits<T>::max()
                         ? std::numeric_limits<T>::quiet_NaN()
                         : total;
        }
    }
    template <class G>
    struct column_rule {
        consteval extents operator()() const {
            extents to = G::shape_type::value;
            to.push(1), to.push(1);
            return to;
        }
    };
    template <int>
    static constexpr auto adjoint(auto g, auto, auto x) {
        return detail::reshaped<detail::shape_by<column_rule<decltype(g)>>>(g) *
               detail::matrices_transposed(inverse(x));
    }
};

namespace adl {
/// The logarithm of the determinant of a square matrix, or of each of a batch: NaN where it is
/// negative, -infinity where it is 0, as torch.logdet.
template <expression X>
constexpr auto log_det(X) {
    return applied<log_det_op, X>{};
}
}  // namespace adl

inline constexpr op_object<log_det_op> log_det{};

}  // namespace espalier::inline ESPALIER_ABI
