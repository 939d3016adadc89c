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
    static_assert(((D > 0) && ... && true), "espalier::shape: every extent is at least 1");
    using value_type = T;
    using shape_type = shape<D...>;
};

/// The element type of a number in the type: it takes the type of what it meets.
struct literal {};

/// One operation of a program: what is applied, what results, to which earlier steps.
template <class Op, class Array, int... Operands>
struct step {};

namespace adl {
/// Base of all expressions. Operators and op functions are found through its namespace.
struct expression_base {};
}  // namespace adl

namespace detail {

inline constexpr int max_operands = 8;

struct step_data {
    key base = 0;  // of the op and its result
    key name = 0;  // of a leaf, else 0
    int operands[max_operands]{};
    int arity = 0;

    constexpr key id(int const* mapped) const {
        key k = base;
        for (int i = 0; i < arity; ++i)
            k = mix(k, static_cast<key>(mapped ? mapped[operands[i]] : operands[i]) + 1);
        return k;
    }
};

template <class Op>
inline constexpr key name_key = 0;
template <leaf_kind K, fixed_string Name, class S, class T, bool F, class Start>
inline constexpr key name_key<leaf<K, Name, S, T, F, Start>> = hash(Name.view());

template <class Op>
inline constexpr key identity_of = key_of<Op>;
template <leaf_kind K, fixed_string Name, class S, class T, bool F, class Start>
inline constexpr key identity_of<leaf<K, Name, S, T, F, Start>> =
    key_of<leaf<K, Name, S, T, F, void>>;

template <class Step>
inline constexpr step_data data_of{};
template <class Op, class Array, int... I>
inline constexpr step_data data_of<step<Op, Array, I...>>{
    mix(identity_of<Op>, key_of<Array>), name_key<Op>, {I...}, static_cast<int>(sizeof...(I))};

template <class Step>
struct parts;
template <class Op, class Array, int... I>
struct parts<step<Op, Array, I...>> {
    using op = Op;
    using array = Array;
    template <auto const& Map>
    using remapped = step<Op, Array, Map.index[I]...>;
    template <class... Steps>
    using operand_arrays = list<typename parts<at<static_cast<std::size_t>(I), Steps...>>::array...>;
};

template <class Array>
struct expression_is_not_a_bool {
    static_assert(never_type<Array>,
                  "espalier: an expression is not a bool: its value is known when the program runs; "
                  "choose with where(mask, a, b)");
};

template <class Leaf, class V>
constexpr auto bind(V&& value);
template <class Leaf, class V>
constexpr auto bind_array(V const& value);

}  // namespace detail

/// A straight-line program in static single assignment form; its result is its last step.
/// The expression itself is the nested `type`, so that argument-dependent look-up and
/// diagnostics do not walk the list of steps.
template <class... Steps>
struct program {
    enum : std::size_t { size = sizeof...(Steps) };
    template <std::size_t I>
    using step_at = detail::at<I, Steps...>;
    using last = detail::parts<step_at<size - 1>>;

    struct type : adl::expression_base {
        using program_type = program;
        using op_type = typename last::op;
        using array_type = typename last::array;
        using value_type = typename array_type::value_type;
        using shape_type = typename array_type::shape_type;

        /// Binds a value to an input: `x = value`. Lvalues are held by reference.
        template <class V>
        constexpr auto operator=(V&& bound) const {
            return detail::bind<op_type>(std::forward<V>(bound));
        }
        template <class U, std::size_t N>
        constexpr auto operator=(U (&&braces)[N]) const {
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

        constexpr type() = default;
        constexpr type(type const&) = default;
        type& operator=(type const&) = default;
    };
};

/// An expression: an empty, constexpr object whose type is its program. (The compilers' own trait
/// makes no variable, whose symbol would carry the program.)
template <class E>
concept expression = __is_base_of(adl::expression_base, std::remove_cvref_t<E>);

namespace detail {

template <class E>
using program_of = typename std::remove_cvref_t<E>::program_type;

template <std::size_t N>
struct merge_map {
    int index[N]{};  // of each step of the second program in the merged one
    indices<N> appended;
    int conflict = -1;  // a step whose leaf name means something else in the first program
};

/// Value numbering: where the steps of `b` stand in a program that continues `a`.
template <std::size_t N>
consteval merge_map<N> number_steps(step_data const* a, std::size_t size_a,
                                    step_data const (&b)[N]) {
    merge_map<N> m;
    std::size_t i = 0;
    for (; i < N && i < size_a; ++i) {
        if (a[i].base != b[i].base || a[i].id(nullptr) != b[i].id(nullptr)) break;
        m.index[i] = static_cast<int>(i);
    }
    for (; i < N; ++i) {
        key const id = b[i].id(m.index);
        int found = -1;
        for (std::size_t j = 0; j < size_a; ++j) {
            if (b[i].name && a[j].name == b[i].name && a[j].base != b[i].base)
                m.conflict = static_cast<int>(i);
            if (a[j].id(nullptr) == id) {
                found = static_cast<int>(j);
                break;
            }
        }
        if (found < 0) {
            found = static_cast<int>(size_a + m.appended.count);
            m.appended.push(static_cast<int>(i));
        }
        m.index[i] = found;
    }
    return m;
}

template <std::size_t A, std::size_t B>
consteval merge_map<B> number_steps(step_data const (&a)[A], step_data const (&b)[B]) {
    return number_steps<B>(a, A, b);
}

template <std::size_t N>
consteval key key_of_steps(step_data const (&steps)[N]) {
    key all = N;
    for (auto const& one_step : steps) all = mix(all, one_step.id(nullptr));
    return all;
}
template <class P>
inline constexpr key program_key = 0;
template <class... Steps>
inline constexpr key program_key<program<Steps...>> = key_of_steps({data_of<Steps>...});

template <fixed_string Leaf>
struct leaf_name_means_two_things {
    static_assert(never<Leaf>,
                  "espalier: two leaves of one name differ in kind, shape, element type or in "
                  "being frozen; rename one, or write stop_gradient(w) to cut one path");
};
template <class Op>
struct report_conflict {};
template <leaf_kind K, fixed_string Name, class S, class T, bool F, class Start>
struct report_conflict<leaf<K, Name, S, T, F, Start>> : leaf_name_means_two_things<Name> {};

/// A merge without conflict, or the error of the step that conflicts.
template <int Conflict, class... B>
struct checked_merge : report_conflict<typename parts<at<static_cast<std::size_t>(Conflict), B...>>::op> {};
template <int Conflict, class... B>
    requires(Conflict < 0)
struct checked_merge<Conflict, B...> {};

/// Two programs as one. What a constant can be without a symbol is an enumerator: the symbol of
/// each would carry both programs.
template <class A, class B>
struct merged;
template <class... A, class... B>
struct merged<program<A...>, program<B...>> {
    static constexpr auto map = number_steps({data_of<A>...}, {data_of<B>...});
    template <std::size_t... I>
    static auto make(std::index_sequence<I...>)
        -> program<A..., typename parts<at<static_cast<std::size_t>(map.appended.value[I]), B...>>::
                             template remapped<map>...>;
    using type = decltype(make(std::make_index_sequence<map.appended.count>{}));
    enum : int { result = map.index[sizeof...(B) - 1] };
    static_assert(sizeof(checked_merge<map.conflict, B...>) > 0);
};
/// An expression merged with itself is itself.
template <class... A>
struct merged<program<A...>, program<A...>> {
    using type = program<A...>;
    enum : int { result = static_cast<int>(sizeof...(A)) - 1 };
};

template <class P, class Op, class Array, int... I>
struct appended;
template <class... S, class Op, class Array, int... I>
struct appended<program<S...>, Op, Array, I...> {
    using type = program<S..., step<Op, Array, I...>>;
};

/// Merges programs from left to right, then appends one step that reads their results.
template <class Op, class Array, class Sofar, class Results, class... P>
struct combined;
template <class Op, class Array, class Sofar, int... R>
struct combined<Op, Array, Sofar, std::integer_sequence<int, R...>> {
    using type = typename appended<Sofar, Op, Array, R...>::type;
};
template <class Op, class Array, class Sofar, int... R, class Next, class... P>
struct combined<Op, Array, Sofar, std::integer_sequence<int, R...>, Next, P...>
    : combined<Op, Array, typename merged<Sofar, Next>::type,
               std::integer_sequence<int, R..., merged<Sofar, Next>::result>, P...> {};

template <class Op, class Array, class... P>
struct applied;
template <class Op, class Array>
struct applied<Op, Array> {
    using type = program<step<Op, Array>>;
};
template <class Op, class Array, class First, class... P>
struct applied<Op, Array, First, P...>
    : combined<Op, Array, First, std::integer_sequence<int, static_cast<int>(First::size) - 1>,
               P...> {};

/// The expression `Op(e...)` whose result is an `Array`.
template <class Op, class Array, class... E>
using apply_t = typename applied<Op, Array, program_of<E>...>::type::type;

template <class T, extents E>
struct array_from;
template <class T, class S>
struct array_of_shape;
template <class T, index_t... D>
struct array_of_shape<T, shape<D...>> {
    using type = array<T, D...>;
};
template <class T, class S>
using array_of = typename array_of_shape<T, S>::type;

template <class Op>
inline constexpr bool is_leaf_type = false;
template <leaf_kind K, fixed_string Name, class S, class T, bool F, class Start>
inline constexpr bool is_leaf_type<leaf<K, Name, S, T, F, Start>> = true;

template <class Leaf>
using leaf_expression =
    typename program<step<Leaf, array_of<typename Leaf::value_type, typename Leaf::shape_type>>>::type;

}  // namespace detail

template <class E>
inline constexpr bool is_leaf = false;
template <expression E>
    requires(E::program_type::size == 1 && detail::is_leaf_type<typename E::op_type>)
inline constexpr bool is_leaf<E> = true;

/// Data, bound at each call with `x = value`; not differentiated unless named in `wrt`.
template <fixed_string Name, class Shape, class T = float>
inline constexpr detail::leaf_expression<leaf<leaf_kind::input, Name, Shape, T>> input{};

/// A trainable tensor; its value is in `variables`.
template <fixed_string Name, class Shape, class T = float>
inline constexpr detail::leaf_expression<leaf<leaf_kind::parameter, Name, Shape, T>> parameter{};

/// State in `variables` that is never differentiated, such as running statistics.
template <fixed_string Name, class Shape, class T = float>
inline constexpr detail::leaf_expression<leaf<leaf_kind::buffer, Name, Shape, T>> buffer{};

}  // namespace espalier::inline ESPALIER_ABI
