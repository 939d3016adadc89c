// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/op/broadcast_to.hpp>
#include <espalier/op/slice.hpp>

namespace espalier::inline ESPALIER_ABI {

/// An array of shape To made of parts: each operand is a box of it, whose first element stands at a
/// flat offset; zeros elsewhere.
template <class To, long... Offset>
struct concat_op : opaque<"concat"> {
    static constexpr bool moves_elements = true;
    static constexpr index_t flops_per_element = 0;
    template <class... X>
    static consteval auto result() {
        return detail::array_of<detail::common_value_t<X...>, To>{};
    }
    template <class, class... X, class T>
    static constexpr void run(T* out, auto const*... x) {
        if constexpr ((X::shape_type::size + ... + 0) < To::size)
            for (index_t i = 0; i < To::size; ++i) out[i] = T{};
        (detail::scatter_strided<typename X::shape_type, Offset, detail::dense_strides<To>>(x, out),
         ...);
    }
    template <int Operand>
    static constexpr auto adjoint(auto g, auto, auto... x) {
        constexpr long offset[]{Offset...};
        using part =
            detail::at<static_cast<std::size_t>(Operand), typename decltype(x)::shape_type...>;
        return apply<gather_strided_op<part, offset[Operand], detail::dense_strides<To>>>(g);
    }
    template <index_t B, unsigned Mask, class, class... X>
        requires(To::rank < extents::max_rank)
    static constexpr auto batched(auto... x) {
        return [&]<std::size_t... I>(std::index_sequence<I...>) {
            return apply<concat_op<detail::prepended_t<B, To>, Offset...>>(
                for_samples<B, Mask, I, X>(x)...);
        }(std::index_sequence_for<X...>{});
    }

private:
    template <index_t B, unsigned Mask, std::size_t I, class X>
    static constexpr auto for_samples(auto x) {
        if constexpr (((Mask >> I) & 1u) != 0)
            return x;
        else
            return apply<broadcast_op<detail::array_of<
                typename X::value_type, detail::prepended_t<B, typename X::shape_type>>>>(x);
    }
};

namespace detail {
/// Arrays of these shapes one behind the other along an axis.
template <int Axis, class First, class... More>
struct concat_rule {
    static constexpr bool fits =
        ((More::rank == First::rank && More::value.without(Axis) == First::value.without(Axis)) &&
         ...);
    consteval extents operator()() const {
        extents to = First::value;
        ((to.axis[Axis] += More::value.axis[Axis]), ...);
        return to;
    }
    /// Where the I-th of them begins.
    static consteval long offset(std::size_t i) {
        index_t const extent[]{First::value.axis[Axis], More::value.axis[Axis]...};
        index_t before = 0;
        while (i > 0) before += extent[--i];
        return static_cast<long>(before) * stride_of(First::value, Axis);
    }
};
template <class Rule, std::size_t... I>
concat_op<shape_by<Rule>, Rule::offset(I)...> concat_by_rule(std::index_sequence<I...>);
}  // namespace detail

namespace adl {
/// Arrays joined along an axis.
template <int Axis, expression A>
constexpr auto concat(A a) {
    return a;
}
template <int Axis, expression A, expression B, expression... More>
constexpr auto concat(A a, B b, More... more) {
    static_assert(detail::axes_exist<A::shape_type::rank, Axis>,
                  "espalier::concat<Axis>(a, b): 'a' does not have this axis");
    constexpr int axis = Axis < 0 ? Axis + A::shape_type::rank : Axis;
    if constexpr (sizeof...(More) + 2 > detail::max_operands) {
        return concat<axis>(concat<axis>(a, b), more...);
    } else if constexpr (detail::axes_exist<A::shape_type::rank, Axis>) {
        using rule = detail::concat_rule<axis, typename A::shape_type, typename B::shape_type,
                                         typename More::shape_type...>;
        static_assert(rule::fits,
                      "espalier::concat<Axis>(a, b): all extents but that of the axis must agree");
        if constexpr (rule::fits)
            return apply<decltype(detail::concat_by_rule<rule>(
                std::make_index_sequence<2 + sizeof...(More)>{}))>(a, b, more...);
        else
            return a;
    } else {
        return a;
    }
}
}  // namespace adl
using adl::concat;

}  // namespace espalier::inline ESPALIER_ABI
