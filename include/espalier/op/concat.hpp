// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/op/slice.hpp>

namespace espalier::inline ESPALIER_ABI {

template <int Axis>
struct concat_op : opaque<"concat"> {
    static constexpr bool moves_elements = true;
    static constexpr index_t flops_per_element = 0;
    template <class A, class B>
    struct rule {
        consteval extents operator()() const {
            extents to = A::shape_type::value;
            to.axis[Axis] += B::shape_type::value.axis[Axis];
            return to;
        }
    };
    template <class A, class B>
    static consteval auto result() {
        static_assert(A::shape_type::value.without(Axis) == B::shape_type::value.without(Axis),
                      "espalier::concat<Axis>(a, b): all extents but that of the axis must agree");
        return detail::array_of<detail::common_value_t<A, B>, detail::shape_by<rule<A, B>>>{};
    }
    template <class Out, class A, class B, class T>
    static constexpr void run(T* out, T const* a, T const* b) {
        constexpr auto block = detail::block_of(A::shape_type::value, Axis, A::shape_type::rank);
        constexpr index_t from_a = block.n, from_b = B::shape_type::size / block.outer;
        for (index_t o = 0; o < block.outer; ++o) {
            for (index_t i = 0; i < from_a; ++i) *out++ = *a++;
            for (index_t i = 0; i < from_b; ++i) *out++ = *b++;
        }
    }
    template <int Operand>
    static constexpr auto adjoint(auto g, auto, auto a, auto b) {
        constexpr long m = static_cast<long>(decltype(a)::shape_type::value.axis[Axis]);
        constexpr long n = static_cast<long>(decltype(b)::shape_type::value.axis[Axis]);
        if constexpr (Operand == 0)
            return slice<Axis, 0, m>(g);
        else
            return slice<Axis, m, m + n>(g);
    }
};

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
    return concat<axis>(apply<concat_op<axis>>(a, b), more...);
}
}  // namespace adl
using adl::concat;

}  // namespace espalier::inline ESPALIER_ABI
