// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/nn/layer.hpp>

/// `freeze` and `inference`, of leaves, layers, functions and expressions. Both rewrite programs op
/// by op.
namespace espalier::inline ESPALIER_ABI {

namespace detail {

struct to_frozen {};
struct to_inference {};

/// What an op becomes under a rule; most stay what they are. An op that holds a program says it
/// itself: `Op::rewritten<Rule>`.
template <class Rule, class Op>
struct rewritten_op {
    using type = Op;
};
template <class Rule, class Op>
    requires requires { typename Op::template rewritten<Rule>; }
struct rewritten_op<Rule, Op> {
    using type = typename Op::template rewritten<Rule>;
};
template <leaf_kind K, fixed_string Name, class S, class T, bool F, class Start>
    requires(K != leaf_kind::input)
struct rewritten_op<to_frozen, leaf<K, Name, S, T, F, Start>> {
    using type = leaf<K, Name, S, T, true, Start>;
};
template <fixed_string Name, class Body, bool F>
struct rewritten_op<to_frozen, layer_call<Name, Body, F>> {
    using type = layer_call<Name, Body, true>;
};
template <fixed_string Name, class Body, bool F>
    requires requires { typename Body::inference; }
struct rewritten_op<to_inference, layer_call<Name, Body, F>> {
    using type = layer_call<Name, typename Body::inference, F>;
};

template <class Rule, class Program>
struct rewritten_program;
template <class Rule, expression E>
using rewritten_t = typename rewritten_program<Rule, program_of<E>>::type::type;

/// A composite whose body is rewritten, as that of `residual`.
template <class Rule, class Op>
struct rewritten_composite : composite<Op::name> {
    static constexpr auto body(auto... x) { return rewritten_t<Rule, decltype(Op::body(x...))>{}; }
};

template <class Rule, class Step, class Operands>
struct rewritten_step;
template <class Rule, class Op, class Array, int... I, class... A>
struct rewritten_step<Rule, step<Op, Array, I...>, list<A...>> {
    template <int... K>
    static consteval auto op(std::integer_sequence<int, K...>) {
        if constexpr (
            kind_of<Op> == op_kind::composite &&
            !requires { typename Op::template rewritten<Rule>; } &&
            requires { Op::body(argument<K, A>{}...); }) {
            using body = decltype(Op::body(argument<K, A>{}...));
            constexpr bool same = std::is_same_v<rewritten_t<Rule, body>, body>;
            return held_type<std::conditional_t<same, Op, rewritten_composite<Rule, Op>>>{};
        } else {
            return held_type<typename rewritten_op<Rule, Op>::type>{};
        }
    }
    using type = step<typename decltype(op(std::make_integer_sequence<int, sizeof...(A)>{}))::type,
                      Array, I...>;
};
template <class Rule, class... Steps>
struct rewritten_program<Rule, program<Steps...>> {
    using type = program<typename rewritten_step<
        Rule, Steps, typename parts<Steps>::template operand_arrays<Steps...>>::type...>;
};

/// A user's function of expressions, rewritten where it is called.
template <class Rule, class F>
struct rewritten_function {
    static_assert(stateless<F>,
                  "espalier: freeze(f) and inference(f) take layers, expressions and "
                  "functions without state (a lambda captures nothing)");
    struct op : composite<"function"> {
        static constexpr auto body(auto... x) { return rewritten_t<Rule, decltype(F{}(x...))>{}; }
    };
    template <expression... E>
    constexpr auto operator()(E... e) const {
        return apply<op>(e...);
    }
};

}  // namespace detail

/// The same leaf, not trained.
template <expression E>
    requires is_leaf<E>
constexpr auto freeze(E) {
    using L = typename E::op_type;
    return detail::leaf_expression<leaf<L::kind, L::name, typename L::shape_type,
                                        typename L::value_type, true, typename L::start>>{};
}
/// The same expression, none of whose parameters and buffers changes.
template <expression E>
constexpr auto freeze(E) {
    return detail::rewritten_t<detail::to_frozen, E>{};
}
/// The same layer, none of whose parameters and buffers changes.
template <fixed_string Name, class Body, bool Frozen>
constexpr auto freeze(layer<Name, Body, Frozen>) {
    return layer<Name, Body, true>{};
}
/// An op has nothing to freeze; in a function, such as a lambda in `sequential`, layers are frozen.
template <class Op>
constexpr auto freeze(op_object<Op> f) {
    return f;
}
template <class F>
    requires(!expression<F>)
constexpr auto freeze(F) {
    return detail::rewritten_function<detail::to_frozen, F>{};
}

/// The expression as it computes in inference: dropout is the identity, batch_norm uses its
/// statistics.
template <expression E>
constexpr auto inference(E) {
    return detail::rewritten_t<detail::to_inference, E>{};
}
/// The layer as it computes in inference.
template <fixed_string Name, class Body, bool Frozen>
constexpr auto inference(layer<Name, Body, Frozen> l) {
    if constexpr (requires { typename Body::inference; })
        return layer<Name, typename Body::inference, Frozen>{};
    else
        return l;
}
template <class Op>
constexpr auto inference(op_object<Op> f) {
    return f;
}
template <class F>
    requires(!expression<F>)
constexpr auto inference(F) {
    return detail::rewritten_function<detail::to_inference, F>{};
}

}  // namespace espalier::inline ESPALIER_ABI
