// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <concepts>
#include <type_traits>
#include <utility>

#include <espalier/core/leaf.hpp>
#include <espalier/core/type_list.hpp>

namespace espalier::inline ESPALIER_ABI {

/// The type of an intermediate value: element type and extents.
template <class T, index_t... D>
struct array {
    using value_type = T;
    using shape_type = shape<D...>;
    static_assert(((D > 0) && ... && true), "espalier::shape: every extent is at least 1");
    static_assert(sizeof...(D) <= extents::max_rank, "espalier::shape: at most 6 axes");
};

/// The element type of a number in the type: it takes the type of what it meets.
struct literal {};

/// One operation of a program: what is applied, what results, to which earlier steps.
template <class Op, class Array, int... Operands>
struct step {};

namespace adl {
struct expression_tag {};
/// Base of all expressions. Operators and op functions are found through its namespace.
struct expression_base {
    using hana_tag = expression_tag;
};
}  // namespace adl

namespace detail {

inline constexpr int max_operands = 32;

struct step_data {
    key own = 0;   // of the whole step, with its operands as they are numbered in its program
    key base = 0;  // of the op and its result
    key name = 0;  // of a leaf, else 0
    int operands[max_operands]{};
    int arity = 0;
    bool unique_name = true;  // of the op

    /// The key of the same step in a program where its operands have other numbers.
    constexpr key id(int const* mapped) const {
        key k = base;
        for (int i = 0; i < arity; ++i)
            k = mix(k, static_cast<key>(mapped ? mapped[operands[i]] : operands[i]) + 1);
        return k;
    }
};

template <class Op>
inline constexpr key name_key = 0;
template <class Leaf>
    requires is_leaf_type<Leaf>
inline constexpr key name_key<Leaf> = hash(Leaf::name.view());

template <class Op>
inline constexpr key identity_of = key_of<Op>;
template <class Op>
inline constexpr bool has_unique_name = type_identity_of<Op>.unique_name;
template <class Leaf>
    requires is_leaf_type<Leaf>
inline constexpr bool has_unique_name<Leaf> = true;
template <class Leaf>
    requires is_leaf_type<Leaf>
inline constexpr key identity_of<Leaf> =
    mix(mix(name_key<Leaf>, static_cast<key>(Leaf::kind) + (Leaf::frozen ? 16 : 32)),
        mix(key_of<typename Leaf::shape_type>, key_of<typename Leaf::value_type>));
/// The key of a leaf as a type: of its identity and how it starts.
template <class Leaf>
inline constexpr key leaf_key = mix(identity_of<Leaf>, key_of<typename Leaf::start>);

template <class Step>
inline constexpr step_data data_of{};
consteval step_data describe_step(step_data d) {
    d.own = d.id(nullptr);
    return d;
}
template <class Op, class Array, int... I>
inline constexpr step_data data_of<step<Op, Array, I...>> =
    describe_step({0,
                   mix(identity_of<Op>, key_of<Array>),
                   name_key<Op>,
                   {I...},
                   static_cast<int>(sizeof...(I)),
                   has_unique_name<Op>});

template <class Step>
struct parts;
template <class Op, class Array, int... I>
struct parts<step<Op, Array, I...>> {
    using op = Op;
    using array = Array;
    template <auto const& Map>
    using remapped = step<Op, Array, Map.index[I]...>;
    template <class... Steps>
    using operand_arrays =
        list<typename parts<at<static_cast<std::size_t>(I), Steps...>>::array...>;
};

template <class Array>
struct expression_is_not_a_bool {
    static_assert(
        never_type<Array>,
        "espalier: an expression is not a bool: its value is known when the program runs; "
        "choose with where(mask, a, b)");
};

template <class Leaf, class V>
constexpr auto bind(V&& value);
template <class Leaf, class V>
constexpr auto bind_array(V const& value);

}  // namespace detail

namespace adl {
/// What a predicate asks of a leaf, here of any expression, by its last step: its name is its op's.
template <class Op, class Array>
struct expression_of_op : expression_base {
    using op_type = Op;
    using array_type = Array;
    using value_type = typename Array::value_type;
    using shape_type = typename Array::shape_type;
    static constexpr std::string_view name = Op::name.view();
    static constexpr int rank = shape_type::rank;
    static constexpr espalier::extents extents = shape_type::value;
    static constexpr index_t size = shape_type::size;

    constexpr expression_of_op() = default;  // no aggregate: braces are a value to bind

    /// Binds a value to an input: `x = value`. Lvalues are held by reference.
    template <class V>
    constexpr auto operator=(V&& bound) const {
        return detail::bind<op_type>(std::forward<V>(bound));
    }
    template <class U, std::size_t N>
    constexpr auto operator=(U (&&braces)[N]) const {
        return detail::bind_array<op_type>(braces);
    }
    /// Braces of several types, `x = {0.5f, 1, 2}`, where each converts without narrowing.
    template <std::size_t N>
    constexpr auto operator=(value_type (&&braces)[N]) const {
        return detail::bind_array<op_type>(braces);
    }
    template <class U, std::size_t M, std::size_t N>
    constexpr auto operator=(U (&&braces)[M][N]) const {
        return detail::bind_array<op_type>(braces);
    }
    template <class U, std::size_t L, std::size_t M, std::size_t N>
    constexpr auto operator=(U (&&braces)[L][M][N]) const {
        return detail::bind_array<op_type>(braces);
    }

    /// Does not compile: `if (x < y)` has no answer before the program runs.
    template <std::same_as<bool> B>
    explicit constexpr operator B() const {
        static_assert(sizeof(detail::expression_is_not_a_bool<array_type>) > 0);
        return false;
    }
};
}  // namespace adl

/// A straight-line program in static single assignment form; its result is its last step.
/// The expression itself is the nested `type`, so that argument-dependent look-up and
/// diagnostics do not walk the list of steps.
template <class... Steps>
struct program {
    enum : std::size_t { size = sizeof...(Steps) };
    template <std::size_t I>
    using step_at = detail::at<I, Steps...>;
    using last = detail::parts<detail::last_of<Steps...>>;

    struct type : adl::expression_of_op<typename last::op, typename last::array> {
        using program_type = program;
        using adl::expression_of_op<typename last::op, typename last::array>::operator=;

        constexpr type() = default;
    };
};

/// An expression: an empty, constexpr object whose type is its program. (The compilers' own trait
/// makes no variable, whose symbol would carry the program.)
template <class E>
concept expression = __is_base_of(adl::expression_base, std::remove_cvref_t<E>);

namespace detail {

template <class E>
using program_of = typename std::remove_cvref_t<E>::program_type;

template <class T, class S>
struct array_of_shape;
template <class T, index_t... D>
struct array_of_shape<T, shape<D...>> {
    using type = array<T, D...>;
};
template <class T, class S>
using array_of = typename array_of_shape<T, S>::type;

template <class Leaf>
using leaf_expression = typename program<
    step<Leaf, array_of<typename Leaf::value_type, typename Leaf::shape_type>>>::type;

template <leaf_kind Kind, fixed_string Name, class Shape, class T>
consteval auto users_leaf() {
    static_assert(!Name.view().starts_with("es::"),
                  "espalier: names that begin with es:: are the library's own; rename the leaf");
    return leaf_expression<leaf<Kind, Name, Shape, T>>{};
}

}  // namespace detail

/// Whether an expression is a single leaf.
template <class E>
inline constexpr bool is_leaf = false;
template <expression E>
    requires(E::program_type::size == 1 && detail::is_leaf_type<typename E::op_type>)
inline constexpr bool is_leaf<E> = true;

/// Data, bound at each call with `x = value`; not differentiated unless named in `wrt`.
template <fixed_string Name, class Shape, class T = float>
inline constexpr auto input = detail::users_leaf<leaf_kind::input, Name, Shape, T>();

/// A trainable tensor; its value is in `variables`.
template <fixed_string Name, class Shape, class T = float>
inline constexpr auto parameter = detail::users_leaf<leaf_kind::parameter, Name, Shape, T>();

/// State in `variables` that is never differentiated, such as running statistics.
template <fixed_string Name, class Shape, class T = float>
inline constexpr auto buffer = detail::users_leaf<leaf_kind::buffer, Name, Shape, T>();

}  // namespace espalier::inline ESPALIER_ABI
