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
};

constexpr double power_of_ten(int exponent) {
    double p = 1;
    for (int i = 0; i < (exponent < 0 ? -exponent : exponent); ++i) p *= 10;
    return p;
}

/// Decimal literals; exact to the last bit up to 15 digits and exponents up to 22.
template <std::size_t N>
consteval parsed_number parse_number(char const (&text)[N]) {
    parsed_number r;
    int scale = 0;
    int exponent = 0;
    bool fraction = false;
    std::size_t i = 0;
    for (; i < N && text[i] != 'e' && text[i] != 'E'; ++i) {
        if (text[i] == '\'') continue;
        if (text[i] == '.') {
            fraction = true;
            r.is_integer = false;
            continue;
        }
        r.whole = r.whole * 10 + (text[i] - '0');
        if (fraction) --scale;
    }
    if (i < N) {
        r.is_integer = false;
        ++i;
        bool const minus = text[i] == '-';
        if (text[i] == '-' || text[i] == '+') ++i;
        for (; i < N; ++i) exponent = exponent * 10 + (text[i] - '0');
        if (minus) exponent = -exponent;
    }
    exponent += scale;
    double const digits = static_cast<double>(r.whole);
    r.value = exponent < 0 ? digits / power_of_ten(exponent) : digits * power_of_ten(exponent);
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
    if constexpr (parsed.is_integer)
        return integer_constant<parsed.whole>{};
    else
        return detail::number_type<detail::bits_of(parsed.value)>{};
}
}  // namespace literals

}  // namespace espalier::inline ESPALIER_ABI
