// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/eval/loop_cotangent.hpp>
#include <espalier/nn/scan.hpp>

/// A scan as a loop with time as the first axis.
namespace espalier::inline ESPALIER_ABI::detail {

/// The axes in the order that puts `From` where `To` is.
template <int From, int To, expression X>
constexpr auto moved_axis(X x) {
    if constexpr (From == To)
        return x;
    else
        return [&]<int... I>(std::integer_sequence<int, I...>) {
            constexpr auto source = [](int i) {
                if (i == To) return From;
                int const other = i < To ? i : i - 1;  // of the axes but From
                return other < From ? other : other + 1;
            };
            return adl::transpose<source(I)...>(x);
        }(std::make_integer_sequence<int, X::shape_type::rank>{});
}

template <class ProgramTicket, int Axis>
struct scan_expression {
    template <class X, class H, class... Shared>
    using body =
        form_ticket<form<program_op<ProgramTicket>, typename H::array_type, typename H::array_type,
                         scan_part<typename X::array_type, Axis>, typename Shared::array_type...>>;
    template <class X, class H, class... Shared>
    static constexpr bool fits = loop_parts<body<X, H, Shared...>, 1>::fits;
    template <class X, class H, class... Shared>
    static constexpr auto make(X x, H h, Shared... shared) {
        constexpr index_t steps = X::shape_type::value.axis[Axis];
        return moved_axis<0, Axis>(
            loop<body<X, H, Shared...>, steps, 1, false>(h, moved_axis<Axis, 0>(x), shared...));
    }
};

}  // namespace espalier::inline ESPALIER_ABI::detail
