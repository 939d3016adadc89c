// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <cstdint>

#include <espalier/core/merge.hpp>
#include <espalier/core/ticket.hpp>

namespace espalier::inline ESPALIER_ABI {

/// How the engine executes an op. Passes know these kinds and no particular op.
enum class op_kind : unsigned char {
    leaf,         // a value from outside
    number,       // a constant in the type
    placeholder,  // an argument of a body
    elementwise,  // value(x...) on scalars or packs; the engine makes and fuses the loops
    reduction,    // all elements to one, by combine()
    contraction,  // a product of two matrices, with fused epilogues
    alias,        // the same numbers under another shape
    opaque,       // run(out, in...) on dense row-major arrays
    composite,    // body(x...) is an expression of other ops
    update        // an optimizer's update of a parameter
};

/// Bases of ops. An op is a stateless struct with
/// * `name`, and `result<arrays...>()`, its consteval shape rule;
/// * the formula its kind asks for;
/// * `adjoint<k>(g, y, x...)`: the cotangent of operand k as an expression of the cotangent g of
///   the result, the result y and the operands x. What the expression reads is what is saved.
/// Operands in the bit mask `not_differentiable` have no adjoint.
struct op_base {
    static constexpr unsigned not_differentiable = 0;
    static constexpr index_t flops_per_element = 1;
};

/// A reference to the I-th argument inside a body.
template <int I, class Array>
struct placeholder {
    static constexpr auto name = fixed_string("argument");
};

/// A number in the type, carried by its bits (as a double).
template <std::uint64_t Bits>
struct number {
    static constexpr auto name = fixed_string("number");
};

/// A layer called `Name`: its body has local parameter names, to which the name is prefixed.
template <fixed_string Name, class Body, bool Frozen>
struct layer_call {
    static constexpr auto name = Name;
    static constexpr op_kind kind = op_kind::composite;
    using called_body = Body;
    static constexpr bool frozen = Frozen;
};

namespace detail {

template <class Op>
inline constexpr op_kind kind_of = Op::kind;
template <class Leaf>
    requires is_leaf_type<Leaf>
inline constexpr op_kind kind_of<Leaf> = op_kind::leaf;
template <int I, class A>
inline constexpr op_kind kind_of<placeholder<I, A>> = op_kind::placeholder;
template <std::uint64_t B>
inline constexpr op_kind kind_of<number<B>> = op_kind::number;

/// An op without its name in a program: of a layer's call the body.
template <class Op>
struct nameless {
    using type = Op;
    static constexpr std::string_view prefix{};
    static constexpr bool frozen = false;
};
template <class Op>
    requires requires { typename Op::called_body; }
struct nameless<Op> {
    using type = typename Op::called_body;
    static constexpr std::string_view prefix = Op::name.view();
    static constexpr bool frozen = Op::frozen;
};
template <class Op>
    requires requires { typename Op::called_body; }
inline constexpr key identity_of<Op> =
    mix(hash(Op::name.view()), mix(key_of<typename Op::called_body>, Op::frozen));
template <class Op>
    requires requires { typename Op::called_body; }
inline constexpr bool has_unique_name<Op> = type_identity_of<typename Op::called_body>.unique_name;

template <int I, class Array>
using argument = typename program<step<placeholder<I, Array>, Array>>::type;

/// One value type for an op: that of the operands that are not numbers in the type.
template <class... T>
struct common_value {
    using type = literal;
};
template <class First, class... T>
struct common_value<First, T...> {
    using rest = typename common_value<T...>::type;
    static constexpr bool agree = std::is_same_v<First, rest> || std::is_same_v<First, literal> ||
                                  std::is_same_v<rest, literal>;
    static_assert(agree,
                  "espalier: an expression has one element type (float or double); only indices "
                  "are std::int32_t");
    using type = std::conditional_t<std::is_same_v<First, literal>, rest, First>;
};
template <class... Array>
using common_value_t = typename common_value<typename Array::value_type...>::type;

struct broadcast_result {
    extents shape{};
    bool fits = true;
};
/// NumPy's rule: align at the last axis; extents agree or one of them is 1.
constexpr broadcast_result broadcast(extents const& a, extents const& b) {
    broadcast_result r;
    r.shape.rank = a.rank > b.rank ? a.rank : b.rank;
    for (int i = 1; i <= r.shape.rank; ++i) {
        index_t const m = i <= a.rank ? a.axis[a.rank - i] : 1;
        index_t const n = i <= b.rank ? b.axis[b.rank - i] : 1;
        r.fits = r.fits && (m == n || m == 1 || n == 1);
        r.shape.axis[r.shape.rank - i] = m > n ? m : n;
    }
    return r;
}

template <fixed_string Op, class A, class B>
struct shapes_do_not_broadcast {
    static_assert(never_type<A>,
                  "espalier: the shapes of the operands cannot be broadcast together; each "
                  "trailing extent must agree or be 1");
};

template <fixed_string Op, class... Shape>
struct broadcast_shape;
template <fixed_string Op>
struct broadcast_shape<Op> {
    using type = shape<>;
};
template <fixed_string Op, class First, class... Rest>
struct broadcast_shape<Op, First, Rest...> {
    using rest = typename broadcast_shape<Op, Rest...>::type;
    static constexpr auto both = broadcast(First::value, rest::value);
    static constexpr bool check() {
        if constexpr (!both.fits) return sizeof(shapes_do_not_broadcast<Op, First, rest>) > 0;
        return true;
    }
    static_assert(check());
    struct rule {
        consteval extents operator()() const { return both.fits ? both.shape : First::value; }
    };
    using type = shape_by<rule>;
};

}  // namespace detail

/// An op on elements: `value(x...)` in scalars or packs; shapes broadcast.
template <fixed_string Name>
struct elementwise : op_base {
    static constexpr auto name = Name;
    static constexpr op_kind kind = op_kind::elementwise;
    /// It costs much more than arithmetic: of one element too it is computed in a register, ...
    static constexpr bool calls_function = false;
    /// ... but where the maths library takes no longer for one.
    static constexpr bool is_fast_alone = false;
    template <class... A>
    static consteval auto result() {
        return detail::array_of<
            detail::common_value_t<A...>,
            typename detail::broadcast_shape<Name, typename A::shape_type...>::type>{};
    }
};

/// An op made of other ops: `body(x...)`. It is one step of an expression's type.
template <fixed_string Name>
struct composite : op_base {
    static constexpr auto name = Name;
    static constexpr op_kind kind = op_kind::composite;
};

/// An op with a kernel of its own: `run(out, in...)`, pointers to dense row-major arrays.
///
/// Where it (or a reduction) says `makes_sums`, `each_sum<arrays...>(start, put, in...)` gives its
/// elements one by one: put(p, sum) at position p, of a sum that starts at start(p), in rows of
/// `sum_columns<arrays...>`. What is done to an element next is then done in that loop.
template <fixed_string Name>
struct opaque : op_base {
    static constexpr auto name = Name;
    static constexpr op_kind kind = op_kind::opaque;
};

namespace detail {

template <class Op, class... A>
struct result_of {
    using type = decltype(Op::template result<A...>());
};
template <class Op, class... A>
    requires(kind_of<Op> == op_kind::composite && !requires { Op::template result<A...>(); })
struct result_of<Op, A...> {
    template <std::size_t... I>
    static constexpr auto make(std::index_sequence<I...>) {
        return Op::body(argument<static_cast<int>(I), A>{}...);
    }
    using type = typename decltype(make(std::index_sequence_for<A...>{}))::array_type;
};
template <class Op, class... A>
using result_t = typename result_of<typename nameless<Op>::type, A...>::type;

template <class E>
using array_of_expression = typename std::remove_cvref_t<E>::array_type;

template <class E>
concept number_expression = expression<E> && std::remove_cvref_t<E>::program_type::size == 1 &&
                            kind_of<typename std::remove_cvref_t<E>::op_type> == op_kind::number;

}  // namespace detail

/// The type of an op applied to expressions: the one place where expressions are made. What deep
/// programs call at every step returns it as it is: each function on the way to it is instantiated
/// and named, with its whole arguments, once a step.
template <class Op, expression... E>
using applied = detail::apply_t<Op, detail::result_t<Op, detail::array_of_expression<E>...>, E...>;

/// Applies an op to expressions.
template <class Op, expression... E>
constexpr auto apply(E...) {
    return applied<Op, E...>{};
}

namespace detail {
template <class Number>
struct a_run_time_number_cannot_be_in_a_type {
    static_assert(never_type<Number>,
                  "espalier: a run-time number cannot be in a type; write 2.0_c, or bind an "
                  "input<\"s\", es::shape<>>");
};
/// A number, an array or a tensor.
template <class V>
concept run_time_value = std::is_arithmetic<V>::value || std::is_pointer<V>::value ||
                         requires { typename V::layout_type; };

template <class... A>
concept with_run_time_value = (run_time_value<A> || ...) && (expression<A> || ...) &&
                              ((run_time_value<A> || expression<A>) && ...);

/// Says so, and gives the first expression, so that one mistake is one error.
template <class First, class... Rest>
constexpr auto reject_run_time_values(First first, Rest... rest) {
    if constexpr (expression<First>) {
        static_assert(sizeof(a_run_time_number_cannot_be_in_a_type<list<Rest...>>) > 0);
        return first;
    } else {
        return reject_run_time_values(rest..., first);
    }
}
}  // namespace detail

namespace detail {
/// A layer or function is what its type says: no pointer, no lambda that captures.
template <class F>
inline constexpr bool stateless = std::is_empty_v<F> && std::is_default_constructible_v<F>;
}  // namespace detail

/// An op as an object, for `sequential(fc1, es::relu, fc2)`.
template <class Op>
struct op_object {
    template <expression... E>
    constexpr auto operator()(E...) const {
        return applied<Op, E...>{};
    }
    template <class... A>
        requires detail::with_run_time_value<A...>
    constexpr auto operator()(A... a) const {
        return detail::reject_run_time_values(a...);
    }
};

}  // namespace espalier::inline ESPALIER_ABI
