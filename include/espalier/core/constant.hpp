// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <bit>
#include <concepts>
#include <cstdint>

#include <espalier/core/op.hpp>

namespace espalier::inline ESPALIER_ABI {

namespace detail {

template <std::uint64_t Bits>
using number_type = typename program<step<number<Bits>, array<literal>>>::type;

constexpr std::uint64_t bits_of(double number) { return std::bit_cast<std::uint64_t>(number); }
using zero_number = number_type<bits_of(0.0)>;

struct parsed_number {
    double value = 0;
    long long whole = 0;
    bool is_integer = true;
    bool is_decimal = true;  // neither 0x10 nor 010
    bool fits_integer = true;
};

constexpr long double power_of_ten(int exponent) {
    long double p = 1;
    for (int i = 0; i < (exponent < 0 ? -exponent : exponent); ++i) p *= 10;
    return p;
}

/// Decimal literals: digits behind the 18th only count places. Exact to the last bit where long
/// double is wider than double, elsewhere up to 15 digits.
template <std::size_t N>
consteval parsed_number parse_number(char const (&text)[N]) {
    constexpr int most_digits = 18;
    parsed_number r;
    int scale = 0, exponent = 0, digits = 0;
    std::size_t i = 0;
    for (; i < N && text[i] != 'e' && text[i] != 'E'; ++i) {
        if (text[i] == '\'') continue;
        if (text[i] == '.') {
            r.is_integer = false;
            continue;
        }
        if (text[i] < '0' || text[i] > '9') {
            r.is_decimal = false;
            return r;
        }
        if (digits == most_digits) {
            r.fits_integer = false;
            scale += r.is_integer;
            continue;
        }
        r.whole = r.whole * 10 + (text[i] - '0');
        digits += r.whole != 0;
        scale -= !r.is_integer;
    }
    bool const is_octal = N > 1 && text[0] == '0' && r.is_integer && i == N;
    r.is_decimal = !is_octal;
    if (i < N) {
        r.is_integer = false;
        ++i;
        bool const minus = text[i] == '-';
        if (text[i] == '-' || text[i] == '+') ++i;
        for (; i < N; ++i) exponent = exponent * 10 + (text[i] - '0');
        if (minus) exponent = -exponent;
    }
    exponent += scale;
    auto const whole = static_cast<long double>(r.whole);
    r.value = static_cast<double>(exponent < 0 ? whole / power_of_ten(exponent)
                                               : whole * power_of_ten(exponent));
    return r;
}

}  // namespace detail

struct integer_constant_tag {
    using value_type = long long;
};

/// An integer in the type, also an integral constant for Hana.
template <long long N>
struct integer_constant : detail::number_type<detail::bits_of(static_cast<double>(N))> {
    using hana_tag = integer_constant_tag;
    static constexpr long long value = N;
    constexpr operator long long() const { return N; }
};

/// A number in the type: `es::constant<3>`; a floating-point argument needs a compiler with
/// floating-point template parameters (g++ 12, clang 18). Elsewhere write `0.5_c`.
template <auto V>
inline constexpr auto constant = [] {
    if constexpr (std::is_integral_v<decltype(V)>)
        return integer_constant<static_cast<long long>(V)>{};
    else
        return detail::number_type<detail::bits_of(static_cast<double>(V))>{};
}();

/// A number in the type: `0.5_c`, or what is computed of such.
template <class E>
concept compile_time_number = detail::number_expression<E>;

namespace detail {
template <class Op>
inline constexpr double value_of_number = 0;
template <std::uint64_t Bits>
inline constexpr double value_of_number<number<Bits>> = std::bit_cast<double>(Bits);
}  // namespace detail

namespace literals {
/// `2_c`, `0.5_c`, `1e-6_c`: a number in the type.
template <char... C>
consteval auto operator""_c() {
    constexpr auto parsed = detail::parse_number<sizeof...(C)>({C...});
    static_assert(parsed.is_decimal, "espalier: _c takes decimal numbers: 16_c, 0.5_c, 1e-6_c");
    static_assert(!parsed.is_integer || parsed.fits_integer,
                  "espalier: an integer _c has at most 18 digits");
    if constexpr (parsed.is_integer)
        return integer_constant<parsed.whole>{};
    else
        return detail::number_type<detail::bits_of(parsed.value)>{};
}
}  // namespace literals

}  // namespace espalier::inline ESPALIER_ABI
