// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/core/constant.hpp>
#include <espalier/core/math.hpp>

/// Comparisons make masks: 1 where they hold, else 0. Masks have no gradient.
namespace espalier::inline ESPALIER_ABI {

struct less_op : elementwise<"less"> {
    static constexpr unsigned not_differentiable = 0b11;
    template <class V>
    static constexpr V value(V a, V b) {
        return math::select(a < b, V(1), V(0));
    }
};
struct less_equal_op : elementwise<"less_equal"> {
    static constexpr unsigned not_differentiable = 0b11;
    template <class V>
    static constexpr V value(V a, V b) {
        return math::select(a <= b, V(1), V(0));
    }
};
struct greater_op : elementwise<"greater"> {
    static constexpr unsigned not_differentiable = 0b11;
    template <class V>
    static constexpr V value(V a, V b) {
        return math::select(a > b, V(1), V(0));
    }
};
struct greater_equal_op : elementwise<"greater_equal"> {
    static constexpr unsigned not_differentiable = 0b11;
    template <class V>
    static constexpr V value(V a, V b) {
        return math::select(a >= b, V(1), V(0));
    }
};
struct equal_op : elementwise<"equal"> {
    static constexpr unsigned not_differentiable = 0b11;
    template <class V>
    static constexpr V value(V a, V b) {
        return math::select(a == b, V(1), V(0));
    }
};
struct not_equal_op : elementwise<"not_equal"> {
    static constexpr unsigned not_differentiable = 0b11;
    template <class V>
    static constexpr V value(V a, V b) {
        return math::select(a != b, V(1), V(0));
    }
};

namespace detail {
template <class Result>
struct no_operator_equal {
    static_assert(never_type<Result>,
                  "espalier: expressions have no operator==: write equal(a, b)");
};
template <class Result>
struct no_operator_not_equal {
    static_assert(never_type<Result>,
                  "espalier: expressions have no operator!=: write not_equal(a, b)");
};
}  // namespace detail

namespace adl {
/// Do not compile: an equality that is no bool would be taken for one.
template <expression A, expression B>
constexpr A operator==(A a, B) {
    static_assert(sizeof(detail::no_operator_equal<typename A::array_type>) > 0);
    return a;
}
template <expression A, expression B>
constexpr A operator!=(A a, B) {
    static_assert(sizeof(detail::no_operator_not_equal<typename A::array_type>) > 0);
    return a;
}
/// Where a < b.
template <expression A, expression B>
constexpr auto operator<(A, B) {
    return applied<less_op, A, B>{};
}
/// Where a <= b.
template <expression A, expression B>
constexpr auto operator<=(A a, B b) {
    return apply<less_equal_op>(a, b);
}
/// Where a > b.
template <expression A, expression B>
constexpr auto operator>(A, B) {
    return applied<greater_op, A, B>{};
}
/// Where a >= b.
template <expression A, expression B>
constexpr auto operator>=(A a, B b) {
    return apply<greater_equal_op>(a, b);
}
/// Where a == b; expressions have no operator==.
template <expression A, expression B>
constexpr auto equal(A, B) {
    return applied<equal_op, A, B>{};
}
/// Where a != b; expressions have no operator!=.
template <expression A, expression B>
constexpr auto not_equal(A, B) {
    return applied<not_equal_op, A, B>{};
}
}  // namespace adl

inline constexpr op_object<equal_op> equal{};
inline constexpr op_object<not_equal_op> not_equal{};

}  // namespace espalier::inline ESPALIER_ABI
