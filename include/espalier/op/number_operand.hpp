// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/core/op.hpp>

/// Operators and functions of a run-time number and an expression, as `2.0f * x`: that it cannot be
/// in a type, and what to write instead.
namespace espalier::inline ESPALIER_ABI {

namespace adl {
template <class A, class B>
    requires detail::with_run_time_value<A, B>
constexpr auto operator+(A a, B b) {
    return detail::reject_run_time_values(a, b);
}
template <class A, class B>
    requires detail::with_run_time_value<A, B>
constexpr auto operator-(A a, B b) {
    return detail::reject_run_time_values(a, b);
}
template <class A, class B>
    requires detail::with_run_time_value<A, B>
constexpr auto operator*(A a, B b) {
    return detail::reject_run_time_values(a, b);
}
template <class A, class B>
    requires detail::with_run_time_value<A, B>
constexpr auto operator/(A a, B b) {
    return detail::reject_run_time_values(a, b);
}
template <class A, class B>
    requires detail::with_run_time_value<A, B>
constexpr auto operator<(A a, B b) {
    return detail::reject_run_time_values(a, b);
}
template <class A, class B>
    requires detail::with_run_time_value<A, B>
constexpr auto operator<=(A a, B b) {
    return detail::reject_run_time_values(a, b);
}
template <class A, class B>
    requires detail::with_run_time_value<A, B>
constexpr auto operator>(A a, B b) {
    return detail::reject_run_time_values(a, b);
}
template <class A, class B>
    requires detail::with_run_time_value<A, B>
constexpr auto operator>=(A a, B b) {
    return detail::reject_run_time_values(a, b);
}
template <class... A>
    requires detail::with_run_time_value<A...>
constexpr auto pow(A... a) {
    return detail::reject_run_time_values(a...);
}
template <class... A>
    requires detail::with_run_time_value<A...>
constexpr auto maximum(A... a) {
    return detail::reject_run_time_values(a...);
}
template <class... A>
    requires detail::with_run_time_value<A...>
constexpr auto minimum(A... a) {
    return detail::reject_run_time_values(a...);
}
template <class... A>
    requires detail::with_run_time_value<A...>
constexpr auto clamp(A... a) {
    return detail::reject_run_time_values(a...);
}
template <class... A>
    requires detail::with_run_time_value<A...>
constexpr auto where(A... a) {
    return detail::reject_run_time_values(a...);
}
}  // namespace adl

}  // namespace espalier::inline ESPALIER_ABI
