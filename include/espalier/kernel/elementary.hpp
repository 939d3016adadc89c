// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <bit>
#include <cstdint>
#include <limits>

#include <espalier/kernel/vec.hpp>

/// Elementary functions of registers of any width by polynomials (Chebyshev interpolation), right
/// at zeros, denormals, infinities and NaN, within 3 units in the last place.
namespace espalier::inline ESPALIER_ABI::kernel {

template <class T, int W>
struct elementary {
    using V = vec<T, W>;

    /// e^x = 2^n e^r, n the integer nearest to x / ln 2.
    static ESPALIER_INLINE V exp(V x) {
        V const c = clamped(x, T(is_double ? -746 : -104), T(is_double ? 710 : 89));
        auto const [n, r] = split(c);
        return times_power(V::fma(r * r, quotient(r), r) + V(T(1)), n);
    }
    /// 2^n (e^r - 1) + (2^n - 1), halved until the end so that 2^n is finite.
    static V expm1(V x) {
        V const c = clamped(x, T(is_double ? -50 : -30), T(is_double ? 710 : 89));
        auto const [n, r] = split(c);
        V const half_power = power(n - V(T(1)));
        V const half = V::fma(half_power, V::fma(r * r, quotient(r), r), half_power - V(T(0.5)));
        return V::select(x == V(T(0)), x, half + half);
    }
    /// t / (t + 2) for t = e^(2 |x|) - 1, with the sign of x.
    static V tanh(V x) {
        constexpr T is_one = is_double ? T(20) : T(10);
        auto const [n, r] = split<2>(V::smaller(V(is_one), V::abs(x)));
        V const scale = power(n), e = V::fma(r * r, quotient(r), r);
        V const t = V::fma(scale, e, scale - V(T(1))),
                t_and_two = V::fma(scale, e, scale + V(T(1)));
        return number(bits(t / t_and_two) | (bits(x) & sign_bit));
    }
    /// x = 2^e (1 + f), 1 + f in [sqrt(1/2), sqrt(2)); log(1 + f) = 2 atanh(s), s = f / (2 + f).
    static V log(V x) {
        auto const [exponent, f] = scaled(x);
        V const s = f / (V(T(2)) + f), z = s * s, half_square = V(T(0.5)) * f * f;
        V const tail = V::fma(s, V::fma(z, atanh_tail(z), half_square), exponent * V(ln2_low));
        V const r = V::fma(exponent, V(ln2_high), f - (half_square - tail));
        V const edge =
            V::select(x == V(T(0)), V(-infinity), V(std::numeric_limits<T>::quiet_NaN()));
        return V::select(x > V(T(0)), V::select(x < V(infinity), r, x), edge);
    }
    /// log(u) + (x - (u - 1)) / u for the rounded u = 1 + x.
    static V log1p(V x) {
        V const u = x + V(T(1)), logarithm = log(u);
        V const r = logarithm + (x - (u - V(T(1)))) / u;
        V const inside = V::select(x == V(T(0)), x, V::select(u > V(T(0)), r, logarithm));
        return V::select(x < V(infinity), inside, logarithm);
    }
    /// x + x P(x^2) below 1, else 1 - e^(-x^2) Q(1 / (c + x)).
    static V erf(V x) {
        V const a = V::abs(x), z = x * x;
        V const b = V::smaller(V(erf_is_one), a);
        V const large =
            V(T(1)) - exp(-(b * b)) * erfc_scaled(V(T(1)) / (b + V(T(is_double ? 2.5 : 2))));
        return V::select(a < V(T(1)), V::fma(x, erf_near_zero(z), x),
                         V::select(x < V(T(0)), -large, large));
    }
    /// The angle below 45 degrees is atan(q), q <= 1; the others are its complements.
    static V atan2(V y, V x) {
        V const above = V::abs(y), beside = V::abs(x);
        auto const steep = beside < above;
        V const least = V::select(steep, beside, above), most = V::select(steep, above, beside);
        V const equal = V::select(most == V(T{}), V(T{}), V(T(1)));
        V const flat = V::atan(V::select(least == most, equal, least / most));
        V const right = V::select(steep, (V(half_pi) - flat) + V(half_pi_low), flat);
        auto const backwards = number((bits(x) & sign_bit) | one) < V(T{});
        V const angle = V::select(backwards, (V(2 * half_pi) - right) + V(2 * half_pi_low), right);
        return number(bits(angle) | (bits(y) & sign_bit));
    }

protected:
    static constexpr bool is_double = sizeof(T) == 8;
    using integer = std::conditional_t<is_double, std::uint64_t, std::uint32_t>;
    using unsigned_bits = typename compiler_vector<integer, W>::type;
    static constexpr int mantissa = is_double ? 52 : 23;
    static constexpr T bias = is_double ? T(1023) : T(127);
    static constexpr T two_to_mantissa = is_double ? T(0x1p52) : T(0x1p23);
    static constexpr T rounder = is_double ? T(0x1.8p52) : T(0x1.8p23);
    static constexpr T ln2_high = is_double ? T(0x1.62e42fee00000p-1) : T(0x1.63p-1);
    static constexpr T ln2_low = is_double ? T(0x1.a39ef35793c76p-33) : T(-0x1.bd0106p-13);
    static constexpr T infinity = std::numeric_limits<T>::infinity();
    static constexpr T erf_is_one = is_double ? T(6.1) : T(4.1);
    static constexpr integer bits_of_number(T x) { return std::bit_cast<integer>(x); }
    static constexpr integer one = bits_of_number(T(1));
    static constexpr integer root_half =
        is_double ? integer(0x3fe6a09e667f3bcd) : integer(0x3f3504f3);

    static constexpr integer sign_bit = bits_of_number(T(-0.0));
    static constexpr T half_pi = T(1.5707963267948966);
    static constexpr T half_pi_low =
        is_double ? T(6.123233995736766e-17) : T(-4.371139000186241e-08);

    static ESPALIER_INLINE unsigned_bits bits(V x) { return std::bit_cast<unsigned_bits>(x.v); }
    static ESPALIER_INLINE V number(unsigned_bits b) {
        return V(std::bit_cast<typename V::native>(b));
    }
    struct scaled_number {
        V exponent, f;
    };
    static ESPALIER_INLINE scaled_number scaled(V x) {
        constexpr T smallest = std::numeric_limits<T>::min(),
                    scale = is_double ? T(0x1p54) : T(0x1p25);
        auto const tiny = x < V(smallest);
        unsigned_bits const i = bits(V::select(tiny, x * V(scale), x)) + (one - root_half);
        V const exponent = number((i >> mantissa) | bits_of_number(two_to_mantissa)) -
                           V::select(tiny, V(two_to_mantissa + bias + T(is_double ? 54 : 25)),
                                     V(two_to_mantissa + bias));
        return {exponent, number((i & ((integer{1} << mantissa) - 1)) + root_half) - V(T(1))};
    }
    static ESPALIER_INLINE V clamped(V x, T low, T high) {
        return V::larger(V(low), V::smaller(V(high), x));
    }
    struct parts {
        V n, r;
    };
    /// n ln 2 + r for x, or 2 x.
    template <int Times = 1>
    static ESPALIER_INLINE parts split(V x) {
        V const n = V::fma(x, V(Times * T(1.4426950408889634)), V(rounder)) - V(rounder);
        return {n, V::fma(n, V(-ln2_low), V::fma(n, V(-ln2_high), Times == 2 ? x + x : x))};
    }
    /// 2^n where that is a normal number.
    static ESPALIER_INLINE V power(V n) {
        return number((bits(n + V(rounder)) - bits_of_number(rounder) + integer(bias)) << mantissa);
    }
    /// p 2^n, also where 2^n is not a normal number.
    static ESPALIER_INLINE V times_power(V p, V n) {
#if defined(__AVX512VL__)
        if constexpr (is_double && W == 8)
            return V(typename V::native(_mm512_maskz_scalef_pd(0xff, p.v, n.v)));
        else if constexpr (is_double && W == 4)
            return V(typename V::native(_mm256_scalef_pd(p.v, n.v)));
        else if constexpr (is_double && W == 2)
            return V(typename V::native(_mm_scalef_pd(p.v, n.v)));
        else if constexpr (!is_double && W == 16)
            return V(typename V::native(_mm512_maskz_scalef_ps(0xffff, p.v, n.v)));
        else if constexpr (!is_double && W == 8)
            return V(typename V::native(_mm256_scalef_ps(p.v, n.v)));
        else if constexpr (!is_double && W == 4)
            return V(typename V::native(_mm_scalef_ps(p.v, n.v)));
        else
#endif
        {
            V const half = V::fma(n, V(T(0.5)), V(rounder)) - V(rounder);
            return p * power(half) * power(n - half);
        }
    }
    /// c[0] + c[1] x + ..., in pairs (Estrin), so that the chain is short.
    template <std::size_t N>
    static ESPALIER_INLINE V polynomial(V x, V const (&c)[N]) {
        if constexpr (N == 1) {
            return c[0];
        } else {
            V pairs[(N + 1) / 2];
            [&]<std::size_t... I>(std::index_sequence<I...>) ESPALIER_INLINE_LAMBDA {
                ((pairs[I] = 2 * I + 1 < N ? V::fma(c[2 * I + 1 < N ? 2 * I + 1 : 0], x, c[2 * I])
                                           : c[2 * I]),
                 ...);
            }(std::make_index_sequence<(N + 1) / 2>{});
            return polynomial(x * x, pairs);
        }
    }
    template <class... C>
    static ESPALIER_INLINE V series(V x, C... c) {
        V const all[]{V(c)...};
        return polynomial(x, all);
    }
    /// (e^r - 1 - r) / r^2 for |r| <= ln(2) / 2.
    static ESPALIER_INLINE V quotient(V r) {
        if constexpr (is_double)
            return series(r, T(0.5000000000000001), T(0.16666666666666669), T(0.04166666666662399),
                          T(0.008333333333330051), T(0.0013888888917281794),
                          T(0.00019841269863105968), T(2.480152119021773e-05),
                          T(2.7557268378684192e-06), T(2.7620138719733994e-07),
                          T(2.5100424157005067e-08));
        else
            return series(r, T(0.5), T(0.16666576845993977), T(0.04166655443768594),
                          T(0.008363202971575855), T(0.0013926213466332444));
    }
    /// (2 atanh(s) / s - 2) / z for z = s^2, |s| <= (sqrt(2) - 1) / (sqrt(2) + 1).
    static ESPALIER_INLINE V atanh_tail(V z) {
        if constexpr (is_double)
            return series(z, T(0.666666666666667), T(0.3999999999989827), T(0.2857142862653362),
                          T(0.22222211043776857), T(0.18182895750119193), T(0.1533150161114533),
                          T(0.1461916613488797));
        else
            return series(z, T(0.6666666655358509), T(0.40000122584957254), T(0.2855073636310781),
                          T(0.23332762955117523));
    }
    /// erf(x) / x - 1 for z = x^2 in [0, 1].
    static ESPALIER_INLINE V erf_near_zero(V z) {
        if constexpr (is_double)
            return series(z, T(0.1283791670955126), T(-0.3761263890318375), T(0.11283791670954879),
                          T(-0.026866170645076792), T(0.0052239776248180145),
                          T(-0.000854832698083379), T(0.0001205533111164271),
                          T(-1.4925595266831182e-05), T(1.6461000484121368e-06),
                          T(-1.6350312701054695e-07), T(1.4659775274047436e-08),
                          T(-1.1372848856791674e-09), T(5.957176147748911e-11));
        else
            return series(z, T(0.1283791658483509), T(-0.37612626666720334), T(0.11283594715160218),
                          T(-0.026854212010626412), T(0.005189087423433974),
                          T(-0.000801686428716587), T(7.875875062685488e-05));
    }
    /// erfc(x) e^(x^2) for t = 1 / (c + x), x in [1, 6.1] (float: [1, 4.1]).
    static ESPALIER_INLINE V erfc_scaled(V t) {
        if constexpr (is_double)
            return series(t, T(-2.2963604237611468e-07), T(0.5642091302136167),
                          T(1.4097021636508305), T(3.262834094792529), T(6.386839167581064),
                          T(15.682383068911856), T(-18.281984507267822), T(250.81635899353162),
                          T(-1290.1001876448556), T(4989.346480076815), T(-15169.316563555823),
                          T(31259.02269616422), T(-40330.53344111218), T(29709.567115968217),
                          T(-9638.582085199296));
        else
            return series(t, T(0.0005698347034500479), T(0.5481394131221291), T(1.3141740722357522),
                          T(0.8594669445784977), T(6.314066980251314), T(-1.6024513799392652),
                          T(-3.577821430269049));
    }
};

}  // namespace espalier::inline ESPALIER_ABI::kernel
