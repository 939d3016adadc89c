// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/core/constant.hpp>

/// A run-time number cannot be in a type: `2.0f * x` says what to write instead.
namespace espalier::inline ESPALIER_ABI {

namespace detail {
template <class Number>
struct a_run_time_number_cannot_be_in_a_type {
    static_assert(never_type<Number>,
                  "espalier: a run-time number cannot be in a type; write 2.0_c, or bind an "
                  "input<\"s\", es::shape<>>");
};
template <class N>
concept run_time_number = std::is_arithmetic<N>::value;
template <class N, class E>
constexpr E reject_number(E e) {
    static_assert(sizeof(a_run_time_number_cannot_be_in_a_type<N>) > 0);
    return e;
}
}  // namespace detail

namespace adl {
template <detail::run_time_number N, expression E>
constexpr auto operator+(N, E e) {
    return detail::reject_number<N>(e);
}
template <detail::run_time_number N, expression E>
constexpr auto operator-(N, E e) {
    return detail::reject_number<N>(e);
}
template <detail::run_time_number N, expression E>
constexpr auto operator*(N, E e) {
    return detail::reject_number<N>(e);
}
template <detail::run_time_number N, expression E>
constexpr auto operator/(N, E e) {
    return detail::reject_number<N>(e);
}
template <expression E, detail::run_time_number N>
constexpr auto operator+(E e, N) {
    return detail::reject_number<N>(e);
}
template <expression E, detail::run_time_number N>
constexpr auto operator-(E e, N) {
    return detail::reject_number<N>(e);
}
template <expression E, detail::run_time_number N>
constexpr auto operator*(E e, N) {
    return detail::reject_number<N>(e);
}
template <expression E, detail::run_time_number N>
constexpr auto operator/(E e, N) {
    return detail::reject_number<N>(e);
}
}  // namespace adl

}  // namespace espalier::inline ESPALIER_ABI
