// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/eval/wrt.hpp>
#include <espalier/nn/freeze.hpp>
#include <espalier/op/mean.hpp>
#include <espalier/plan/batch.hpp>

namespace espalier::inline ESPALIER_ABI {

/// A program over B samples of some of its leaves.
template <class ProgramTicket, index_t B, class... Leaf>
struct vmap_op : composite<"vmap"> {
    template <class...>
    static consteval auto result() {
        using P = detail::redeemed<ProgramTicket>;
        return typename detail::batched_array<B, typename P::type::array_type>::type{};
    }
    struct batch {
        using P = detail::redeemed<ProgramTicket>;
        using graph = detail::batched<
            detail::flat<P>, B,
            std::integer_sequence<int, detail::node_of<P, detail::leaf_target<Leaf>>::value...>,
            detail::flat<P>::result>;
    };
    using expansion = typename batch::graph;
    template <class Rule>
    using rewritten = vmap_op<detail::program_ticket<typename detail::rewritten_program<
                                  Rule, detail::redeemed<ProgramTicket>>::type>,
                              B, Leaf...>;
};

namespace detail {

template <class Expression>
struct only_leaves_have_samples {
    static_assert(never_type<Expression>,
                  "espalier::vmap<B>(e, x...): what follows the expression are its inputs");
};
template <fixed_string Leaf>
struct samples_of_no_input {
    static_assert(never<Leaf>,
                  "espalier::vmap<B>(e, x...): the expression does not depend on this leaf");
};
template <class P, class X>
struct mapped_errors {
    using type = list<only_leaves_have_samples<X>>;
};
template <class P, class X>
    requires is_leaf<X>
struct mapped_errors<P, X> {
    using type =
        error_if < node_of<P, target_of_t<X>>::value<0, samples_of_no_input<X::op_type::name>>;
};

}  // namespace detail

/// An expression over B samples of the leaves `x...`, which get a leading axis of extent B; what
/// does not depend on them is computed once. A scalar becomes the mean over the samples, an array
/// of shape D... one of shape B, D... .
template <index_t B, expression E, expression... X>
constexpr auto vmap(E e, X...) {
    using P = detail::program_of<E>;
    static_assert(B > 0 && sizeof...(X) > 0,
                  "espalier::vmap<B>(e, x...): at least one sample of at least one input");
    using error = detail::first_or_void<
        detail::concat_lists_t<typename detail::mapped_errors<P, X>::type...>>;
    if constexpr (!std::is_void_v<error>) {
        static_assert(sizeof(error) > 0);
        return e;
    } else {
        using op = vmap_op<detail::program_ticket<P>, B, detail::thawed_t<typename X::op_type>...>;
        if constexpr (E::shape_type::rank == 0)
            return mean(apply<op>());
        else
            return apply<op>();
    }
}

}  // namespace espalier::inline ESPALIER_ABI
