// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <tuple>

#include <espalier/core.hpp>

/// The same expression, of ops whose adjoints do not compile for operands that nothing trained is
/// behind: whoever names one finds out.
namespace laws {

namespace es = espalier;

template <class Op, unsigned Trapped>
struct trap : Op {
    template <int Operand>
    static constexpr auto adjoint(auto... x) {
        static_assert(((Trapped >> Operand) & 1u) == 0,
                      "the adjoint of a frozen operand is instantiated");
        return Op::template adjoint<Operand>(x...);
    }
};
template <class Op>
inline constexpr bool is_trap = false;
template <class Op, unsigned Trapped>
inline constexpr bool is_trap<trap<Op, Trapped>> = true;

template <class Step>
inline constexpr bool is_trained_step = false;
template <es::fixed_string N, class S, class T, class Start, class Array>
inline constexpr bool
    is_trained_step<es::step<es::leaf<es::leaf_kind::parameter, N, S, T, false, Start>, Array>> =
        true;
/// A layer may have parameters of its own.
template <es::fixed_string N, class Body, class Array, int... I>
inline constexpr bool is_trained_step<es::step<es::layer_call<N, Body, false>, Array, I...>> = true;
template <class Program>
inline constexpr bool is_trained = false;
template <class... Step>
inline constexpr bool is_trained<es::program<Step...>> = (is_trained_step<Step> || ...);

template <class Program>
struct trapped_program;
template <class... Step>
struct trapped_program<es::program<Step...>> {
    /// One step, of operands that are made already; bodies are unfolded.
    template <class Op, class Array, int... I, class Made>
    static constexpr auto make(es::step<Op, Array, I...>, Made const& made) {
        if constexpr (sizeof...(I) == 0)
            return typename es::program<es::step<Op, Array>>::type{};
        else if constexpr (requires { Op::body(std::get<I>(made)...); })
            return trapped_program<
                es::detail::program_of<decltype(Op::body(std::get<I>(made)...))>>::make();
        else if constexpr (is_trap<Op> || es::detail::kind_of<Op> == es::op_kind::composite)
            return es::detail::apply_t<Op, Array, std::tuple_element_t<I, Made>...>{};
        else
            return armed<Op, Array>(std::get<I>(made)...);
    }
    template <class Op, class Array, class... E>
    static constexpr auto armed(E...) {
        constexpr unsigned mask = [] {
            unsigned bit = 1, m = 0;
            ((m |= is_trained<es::detail::program_of<E>> ? 0u : bit, bit <<= 1), ...);
            return m;
        }();
        return es::detail::apply_t<trap<Op, mask>, Array, E...>{};
    }
    template <class Made, class First, class... Rest>
    static constexpr auto fold(Made const& made, First first, Rest... rest) {
        auto const value = make(first, made);
        if constexpr (sizeof...(Rest) == 0)
            return value;
        else
            return fold(std::tuple_cat(made, std::tuple{value}), rest...);
    }
    static constexpr auto make() { return fold(std::tuple{}, Step{}...); }
};

/// Trapped e.
template <class E>
using trapped = decltype(trapped_program<es::detail::program_of<E>>::make());

}  // namespace laws
