// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/kernel/elementary.hpp>

/// Powers of registers, with the values of the C library at zeros, infinities and NaN.
namespace espalier::inline ESPALIER_ABI::kernel {

/// A float's is computed in doubles, a double's with a logarithm of twice the precision (where the
/// machine multiplies and adds in one rounding): within 2 units in the last place.
template <class T, int W>
struct power : elementary<T, W> {
    using V = vec<T, W>;

    /// |a|^b = e^(b log |a|) with b log |a| in twice the precision, and the sign of an odd power.
    static V pow(V a, V b) {
        if constexpr (is_double && !has_exact_products) return per_element<T, W>::pow(a, b);
        V const size = V::abs(a), r_of_size = of_size(size, b), half = b * V(T(0.5));
        auto const whole = b == V::round(b);
        V const sign =
            V::select(half == V::round(half), V(T(0)), V::select(whole, V(T(-0.0)), V(T(0))));
        V const r = number(bits(r_of_size) | (bits(a) & bits(sign)));
        V const of_negative = V::select(
            whole, r, V::select(a > V(-infinity), V(std::numeric_limits<T>::quiet_NaN()), r));
        V const of_one = V::select(V::abs(b) == V(infinity), V(T(1)), of_negative);
        V const inside = V::select(a < V(T(0)), V::select(a == V(T(-1)), of_one, of_negative), r);
        return V::select(b == V(T(0)), V(T(1)), V::select(a == V(T(1)), V(T(1)), inside));
    }
    static ESPALIER_INLINE V of_size(V size, V b) {
        if constexpr (is_double) {
            auto const logarithm = log_in_parts(size);
            auto const [y, y_rest] = product(b, logarithm.high);
            V const y_low = V::select(V::abs(y) < V(T(1000)), y_rest + b * logarithm.low, V(T(0)));
            auto const [n, r_high] = split(clamped(y, T(-746), T(710)));
            V const r = r_high + y_low;
            return times_power(V::fma(r * r, quotient(r), r) + V(T(1)), n);
        } else if constexpr (2 * W * static_cast<int>(sizeof(T)) > register_bytes) {
            using narrow = power<T, W / 2>;
            return V::of_halves(narrow::of_size(size.low(), b.low()),
                                narrow::of_size(size.high(), b.high()));
        } else {
            using wide = vec<double, W>;
            using functions = elementary<double, W>;
            auto const widened = [](V x) {
                return wide(__builtin_convertvector(x.v, typename wide::native));
            };
            wide const result = functions::exp(widened(b) * functions::log(widened(size)));
            return V(__builtin_convertvector(result.v, typename V::native));
        }
    }

private:
    using base = elementary<T, W>;
    using base::bits, base::number, base::series, base::infinity, base::is_double, base::scaled,
        base::split, base::clamped, base::times_power, base::quotient, base::ln2_high,
        base::ln2_low;
    static constexpr bool has_exact_products =
#if defined(__FMA__)
        true;
#else
        false;
#endif
    struct sum_of_two {
        V high, low;
    };
    /// a + b, for |a| >= |b| or a = 0.
    static ESPALIER_INLINE sum_of_two sum(V a, V b) {
        V const high = a + b;
        return {high, b - (high - a)};
    }
    /// a b, and a b - p exactly.
    static ESPALIER_INLINE sum_of_two product(V a, V b) {
        V const high = a * b;
        return {high, remainder(a, b, high)};
    }
    static ESPALIER_INLINE V remainder(V a, V b, V p) {
#if defined(__FMA__)
        if constexpr (is_double && W == 2)
            return V(typename V::native(_mm_fmsub_pd(a.v, b.v, p.v)));
        if constexpr (is_double && W == 4)
            return V(typename V::native(_mm256_fmsub_pd(a.v, b.v, p.v)));
#endif
#if defined(__AVX512F__)
        if constexpr (is_double && W == 8)
            return V(typename V::native(_mm512_maskz_fmsub_pd(0xff, a.v, b.v, p.v)));
#endif
        return V::fma(a, b, -p);
    }
    /// log x = 2 s + s z (2/3 + z (2/5 + 2/7 z + ...)), z = s^2, with the first two terms exact.
    static ESPALIER_INLINE sum_of_two log_in_parts(V x) {
        auto const [exponent, f] = scaled(x);
        auto const [d, d_low] = sum(V(T(2)), f);
        V const s = f / d, s_low = (V(T(0)) - remainder(s, d, f) - s * d_low) / d;
        auto const [z, z_rest] = product(s, s);
        V const z_low = z_rest + V(T(2)) * s * s_low;
        auto const [c, c_rest] = product(s, z);
        V const c_low = c_rest + (s * z_low + s_low * z);
        auto const [t, t_rest] = product(c, V(T(0.6666666666666666)));
        V const t_low =
            t_rest + (c * V(T(3.700743415417188e-17)) + c_low * V(T(0.6666666666666666)));
        V const more = c * z *
                       series(z, T(2.0 / 5), T(2.0 / 7), T(2.0 / 9), T(2.0 / 11), T(2.0 / 13),
                              T(2.0 / 15), T(2.0 / 17), T(2.0 / 19), T(2.0 / 21), T(2.0 / 23));
        auto const [a, a_low] = sum(exponent * V(ln2_high), s + s);
        auto const [b, b_low] = sum(a, t);
        auto const [high, low] =
            sum(b, ((a_low + exponent * V(ln2_low)) + (s_low + s_low)) + ((b_low + t_low) + more));
        return {V::select(x == V(T(0)), V(-infinity), V::select(x < V(infinity), high, x)), low};
    }
};

}  // namespace espalier::inline ESPALIER_ABI::kernel
