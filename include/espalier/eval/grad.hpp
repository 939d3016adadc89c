// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/eval/gradient.hpp>
#include <espalier/nn/freeze.hpp>
#include <espalier/plan/prune.hpp>

/// Gradients as expressions: a differentiated program is a program.
namespace espalier::inline ESPALIER_ABI {

namespace detail {
template <class Rule, class P, class Target>
struct rewritten_grad;
}  // namespace detail

/// The gradient of a scalar program with respect to one of its leaves or intermediates.
template <class ProgramTicket, class TargetTicket>
struct grad_op : composite<"grad"> {
    template <class...>
    static consteval auto result() {
        using target = detail::redeemed<TargetTicket>;
        return detail::array_of<typename target::value_type, typename target::shape_type>{};
    }
    struct differentiation {
        using P = detail::redeemed<ProgramTicket>;
        using forward = detail::flat<P>;
        static constexpr int node = detail::node_of<P, detail::redeemed<TargetTicket>>::value;
        using reverse = detail::differentiated<forward, std::integer_sequence<int, node>,
                                               detail::seed_one<forward::result>>;
        using graph = detail::pruned<reverse, reverse::data.gradient[0]>;
    };
    using expansion = typename differentiation::graph;
    template <class Rule>
    using rewritten = typename detail::rewritten_grad<Rule, detail::redeemed<ProgramTicket>,
                                                      detail::redeemed<TargetTicket>>::type;
};

namespace detail {

template <class Target>
struct target_ticket;
template <class Leaf>
struct target_ticket<leaf_target<Leaf>> {
    using type = ticket_for<leaf_target<Leaf>, mix(key_of<Leaf>, 3)>;
};
template <class P>
struct target_ticket<program_target<P>> {
    using type = ticket_for<program_target<P>, mix(program_key<P>, 5), program_has_unique_name<P>>;
};

template <class Rule, class P, class Target>
struct rewritten_grad {
    using program = typename rewritten_program<Rule, P>::type;
    using type = grad_op<program_ticket<program>, typename target_ticket<Target>::type>;
};
template <class Rule, class P, class Q>
struct rewritten_grad<Rule, P, program_target<Q>> {
    using program = typename rewritten_program<Rule, P>::type;
    using target = program_target<typename rewritten_program<Rule, Q>::type>;
    using type = grad_op<program_ticket<program>, typename target_ticket<target>::type>;
};

template <class P, class Target>
using grad_expression =
    decltype(apply<grad_op<program_ticket<P>, typename target_ticket<Target>::type>>());

template <class P, class Targets>
struct grad_list;

/// `g[w]` is the gradient with respect to w.
template <class P, class... Target>
struct grad_index {
    template <expression E>
    constexpr auto operator[](E) const {
        using T = target_of_t<E>;
        constexpr std::size_t i = target_position<T>(list<Target...>{});
        if constexpr (i == sizeof...(Target)) {
            static_assert(sizeof(gradient_not_asked_for<T::name>) > 0);
            return E{};
        } else {
            return grad_expression<P, T>{};
        }
    }
};
template <class P, class... Target>
struct grad_list<P, list<Target...>> : grad_index<P, Target...> {};
/// With respect to one thing it is itself an expression.
template <class P, class Target>
struct grad_list<P, list<Target>> : grad_expression<P, Target> {
    constexpr auto operator[](auto e) const { return grad_index<P, Target>{}[e]; }
};

}  // namespace detail

/// The gradient of a scalar as an expression, for penalties, physics and inner steps:
/// `sum(square(es::grad(e, es::wrt(x))))`. With respect to several things it is indexed by them,
/// `g[w]`; without `wrt` by every trainable parameter that e reaches.
template <expression E, class... Wrt>
constexpr auto grad(E, Wrt...) {
    using P = detail::program_of<E>;
    using call = detail::gradient_call<E, Wrt...>;
    if constexpr (!std::is_void_v<typename call::error>) {
        static_assert(sizeof(typename call::error) > 0);
        return E{};
    } else {
        return detail::grad_list<P, typename call::wanted>{};
    }
}

}  // namespace espalier::inline ESPALIER_ABI
