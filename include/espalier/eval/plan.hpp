// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/eval/gradient.hpp>
#include <espalier/plan/report.hpp>

namespace espalier::inline ESPALIER_ABI {

namespace detail {
template <class... Target>
consteval index_t bytes_of_targets(list<Target...>) {
    return ((Target::shape_type::size * sizeof(typename Target::value_type)) + ... + 0);
}
template <class Call>
inline constexpr auto report_of_call =
    make_report<typename Call::template plan<true>, typename Call::program, 0,
                bytes_of_targets(typename Call::wanted{})>();
}  // namespace detail

/// What the compiler keeps for `value_and_gradient(e, es::wrt(...), ...)`: bytes, flops, and every
/// node with what became of it, as constants.
template <expression E, class... Wrt>
consteval auto plan(E, Wrt...) {
    if constexpr (E::shape_type::rank == 0) {
        return detail::report_of_call<detail::gradient_call<E, Wrt...>>;
    } else {
        using seed = option<tag::cotangent,
                            detail::tensor_of<typename E::value_type, typename E::shape_type>>;
        return detail::report_of_call<detail::gradient_call<E, seed, Wrt...>>;
    }
}

}  // namespace espalier::inline ESPALIER_ABI
