// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/nn/freeze.hpp>
#include <espalier/op/slice.hpp>

namespace espalier::inline ESPALIER_ABI {

namespace detail {

/// The loop that a scan is: `make(x, h, shared...)`. Defined in eval/scan.hpp.
template <class ProgramTicket, int Axis>
struct scan_expression;

template <class Shape, int Axis>
struct scan_part_rule {
    consteval extents operator()() const { return Shape::value.without(Axis); }
};
/// What one step sees of an array with a time axis.
template <class Array, int Axis>
using scan_part = array_of<typename Array::value_type,
                           shape_by<scan_part_rule<typename Array::shape_type, Axis>>>;

template <class State, int Axis, index_t Steps>
struct scan_result_rule {
    consteval extents operator()() const {
        extents to;
        for (int i = 0; i <= State::rank; ++i) {
            if (i == Axis) to.push(Steps);
            if (i < State::rank) to.push(State::value.axis[i]);
        }
        return to;
    }
};

}  // namespace detail

/// h(t) = F(x(t), h(t - 1), shared...), for a program F over the arguments (h, x, shared...).
template <class ProgramTicket, int Axis>
struct scan_op : composite<"scan"> {
    template <class X, class H, class...>
    static consteval auto result() {
        using rule =
            detail::scan_result_rule<typename H::shape_type, Axis, X::shape_type::value.axis[Axis]>;
        return detail::array_of<typename H::value_type, detail::shape_by<rule>>{};
    }
    template <class Rule>
    using rewritten = scan_op<detail::program_ticket<typename detail::rewritten_program<
                                  Rule, detail::redeemed<ProgramTicket>>::type>,
                              Axis>;
    static constexpr auto body(auto x, auto h, auto... shared) {
        return detail::scan_expression<ProgramTicket, Axis>::make(x, h, shared...);
    }
};

namespace adl {
/// All states of a recurrence, h(t) = f(x(t), h(t - 1), shared...), along an axis of x:
/// `scan<0>([](auto x, auto h, auto w) { return tanh(x + matmul(h, w)); }, x, h0, w)`.
/// The shapes are (..., L, ...) and that of h0 -> h0's with L inserted as the same axis. The body
/// is compiled once, however large L is; it may read leaves and call layers. What does not depend
/// on h is computed for all steps at once. Several states are one array, concatenated.
template <int Axis, class F, expression X, expression H, expression... Shared>
constexpr auto scan(F, X x, H h, Shared... shared) {
    static_assert(detail::axes_exist<X::shape_type::rank, Axis>,
                  "espalier::scan<Axis>(f, x, h): 'x' does not have this axis");
    constexpr int axis = Axis < 0 ? Axis + X::shape_type::rank : Axis;
    static_assert(axis <= H::shape_type::rank,
                  "espalier::scan<Axis>(f, x, h): the state 'h' has too few axes");
    using next = decltype([]<int... I>(std::integer_sequence<int, I...>) {
        return F{}(detail::argument<1, detail::scan_part<typename X::array_type, axis>>{},
                   detail::argument<0, typename H::array_type>{},
                   detail::argument<I + 2, typename Shared::array_type>{}...);
    }(std::make_integer_sequence<int, sizeof...(Shared)>{}));
    static_assert(std::is_same_v<typename next::shape_type, typename H::shape_type>,
                  "espalier::scan<Axis>(f, x, h): 'f' must return a state of the shape of 'h'");
    using ticket = detail::program_ticket<detail::program_of<next>>;
    static_assert(detail::scan_expression<ticket, axis>::template fits<X, H, Shared...>,
                  "espalier::scan<Axis>(f, x, h, shared...): 'f' reads more than 23 arrays besides "
                  "its state; concatenate some");
    return apply<scan_op<ticket, axis>>(x, h, shared...);
}
}  // namespace adl
using adl::scan;

}  // namespace espalier::inline ESPALIER_ABI
