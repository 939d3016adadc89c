// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/core/program.hpp>
#include <espalier/core/ticket.hpp>

/// Value numbering: programs become one, with each common step once, and grow by a step.
namespace espalier::inline ESPALIER_ABI::detail {

template <std::size_t N>
struct merge_map {
    int index[N]{};  // of each step of the second program in the merged one
    indices<N> appended;
    int conflict = -1;  // a step whose leaf name means something else in the first program
};

/// Value numbering: where the steps of `b` stand in a program that continues `a`. (Pointers: a copy
/// of every step in every merge is what compilers spend their time on in deep programs.)
template <std::size_t N>
consteval merge_map<N> number_steps(step_data const* const* a, std::size_t size_a,
                                    step_data const* const (&b)[N]) {
    merge_map<N> m;
    std::size_t i = 0;
    for (; i < N && i < size_a && a[i]->own == b[i]->own; ++i) m.index[i] = static_cast<int>(i);
    for (; i < N; ++i) {
        step_data const& sought = *b[i];
        key const id = sought.id(m.index);
        int found = -1;
        for (std::size_t j = 0; j < size_a; ++j) {
            if (sought.name && a[j]->name == sought.name && a[j]->base != sought.base)
                m.conflict = static_cast<int>(i);
            if (a[j]->own == id) {
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
consteval merge_map<B> number_steps(step_data const* const (&a)[A],
                                    step_data const* const (&b)[B]) {
    return number_steps<B>(a, A, b);
}

template <std::size_t N>
consteval key key_of_steps(key const (&steps)[N]) {
    key all = N;
    for (key one_step : steps) all = mix(all, one_step);
    return all;
}
template <class P>
inline constexpr key program_key = 0;
template <class... Steps>
inline constexpr key program_key<program<Steps...>> = key_of_steps({data_of<Steps>.own...});
template <class P>
inline constexpr bool program_has_unique_name = true;
template <class... Steps>
inline constexpr bool program_has_unique_name<program<Steps...>> =
    (data_of<Steps>.unique_name && ...);
template <class P>
using program_ticket = ticket_for<P, program_key<P>, program_has_unique_name<P>>;

template <fixed_string Leaf>
struct leaf_name_means_two_things {
    static_assert(never<Leaf>,
                  "espalier: two leaves of one name differ in kind, shape, element type or in "
                  "being frozen; rename one, or write stop_gradient(w) to cut one path");
};
template <class Op>
struct report_conflict {};
template <class Leaf>
    requires is_leaf_type<Leaf>
struct report_conflict<Leaf> : leaf_name_means_two_things<Leaf::name> {};

/// A merge without conflict, or the error of the step that conflicts.
template <int Conflict, class... B>
struct checked_merge
    : report_conflict<typename parts<at<static_cast<std::size_t>(Conflict), B...>>::op> {};
template <int Conflict, class... B>
    requires(Conflict < 0)
struct checked_merge<Conflict, B...> {};

/// Whether a program begins with these steps: by overloads, as the symbol of a constant would carry
/// the program.
template <class... First>
struct beginning {
    template <class... More>
    static std::true_type of(program<First..., More...> const*);
    static std::false_type of(void const*);
};
template <class A, class B>
struct continues;
template <class A, class... First>
struct continues<A, program<First...>>
    : decltype(beginning<First...>::of(static_cast<A const*>(nullptr))){};

/// Two programs as one, with the position of the second one's result. Mostly one of them continues
/// the other. What a constant can be without a symbol is an enumerator.
template <class A, class B, bool BContinuesA = continues<B, A>::value,
          bool AContinuesB = continues<A, B>::value>
struct merged;
template <class A, class B, bool AContinuesB>
struct merged<A, B, true, AContinuesB> {
    using type = B;
    enum : int { result = static_cast<int>(B::size) - 1 };
};
template <class A, class B>
struct merged<A, B, false, true> {
    using type = A;
    enum : int { result = static_cast<int>(B::size) - 1 };
};
template <class... A, class... B>
struct merged<program<A...>, program<B...>, false, false> {
    static constexpr auto map = number_steps({&data_of<A>...}, {&data_of<B>...});
    template <std::size_t... I>
    static auto make(std::index_sequence<I...>)
        -> program<A..., typename parts<single_at<static_cast<std::size_t>(map.appended.value[I]),
                                                  B...>>::template remapped<map>...>;
    using type = decltype(make(std::make_index_sequence<map.appended.count>{}));
    enum : int { result = map.index[sizeof...(B) - 1] };
    static_assert(sizeof(checked_merge<map.conflict, B...>) > 0);
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
struct application;
template <class Op, class Array>
struct application<Op, Array> {
    using type = program<step<Op, Array>>;
};
template <class Op, class Array, class... S>
struct application<Op, Array, program<S...>> {
    using type = program<S..., step<Op, Array, static_cast<int>(sizeof...(S)) - 1>>;
};
template <class Op, class Array, class First, class... P>
struct application<Op, Array, First, P...>
    : combined<Op, Array, First, std::integer_sequence<int, static_cast<int>(First::size) - 1>,
               P...> {};

/// The expression `Op(e...)` whose result is an `Array`.
template <class Op, class Array, class... E>
using apply_t = typename application<Op, Array, program_of<E>...>::type::type;

}  // namespace espalier::inline ESPALIER_ABI::detail
