// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <limits>
#include <string_view>

#include <espalier/core/math.hpp>
#include <espalier/eval/gradient.hpp>

namespace espalier::inline ESPALIER_ABI {

/// How a gradient compares with central differences: where they differ most, and both values.
template <class T>
struct gradient_check {
    bool passed = true;
    std::string_view leaf{};  // the leaf with the largest error ...
    index_t index = 0;        // ... and its element, in row-major order
    T computed{};
    T difference{};
    T error{};     // |computed - difference|
    T relative{};  // ... divided by what rounding and truncation allow

    constexpr explicit operator bool() const { return passed; }
};

namespace detail {

template <class Target>
struct only_leaves_are_checked {
    static_assert(never_type<Target>,
                  "espalier::check_gradient: es::wrt(...) takes inputs bound without a batch, "
                  "parameters, layers and selectors here");
};

template <class Leaf, class Binding, class Tensor>
constexpr decltype(auto) rebound(Binding const& given, Tensor const& values) {
    if constexpr (Binding::leaf_type::name.view() == Leaf::name.view())
        return binding<Leaf, Tensor const&, false>{values};
    else
        return (given);
}
template <class Leaf, class Values, class... Binding>
constexpr void copy_bound(Values& to, Binding const&... given) {
    auto copy = [&](auto const& one) {
        using type = std::remove_cvref_t<decltype(one)>;
        if constexpr (type::leaf_type::name.view() == Leaf::name.view()) {
            if constexpr (type::is_batch) static_assert(sizeof(only_leaves_are_checked<type>) > 0);
            auto const* from = one.sample(0, to.data());
            for (index_t i = 0; i < to.size(); ++i) to.elements[i] = from[i];
        }
    };
    (copy(given), ...);
}

/// Central differences of sum(e s), element by element.
template <class E, class T, class Weights>
struct difference_checker {
    using graph = flat_of<E>;
    using plan = planned<graph, graph::result>;
    Weights const& weights;
    gradient_check<T>& report;

    template <class Variables, class... Binding>
    constexpr T value(Variables const& variables, Binding const&... given) const {
        tensor_of<T, typename E::shape_type> result{};
        T* const outputs[]{result.data()};
        run_bound<plan>(outputs, variables, given...);
        T total{};
        for (index_t i = 0; i < result.size(); ++i)
            total += result.elements[i] * weights.elements[i];
        return total;
    }
    /// `evaluate()` gives the value with the present `element`.
    template <class Evaluate>
    constexpr void compare(std::string_view leaf, index_t index, T& element, T computed,
                           Evaluate const& evaluate_now) const {
        constexpr T eps = std::numeric_limits<T>::epsilon();
        constexpr bool wide = sizeof(T) > 4;
        auto const magnitude = [](T x) { return x < 0 ? -x : x; };
        T const at = element;
        T const h = (wide ? T(6e-6) : T(5e-3)) * (1 + magnitude(at));  // about the cube root of eps
        element = at + h;
        T const up = evaluate_now(), above = element;
        element = at - h;
        T const down = evaluate_now(), below = element;
        element = at;
        T const difference = (up - down) / (above - below);
        T const error = magnitude(computed - difference);
        T const allowed = (wide ? T(1e-6) : T(5e-3)) * (1 + magnitude(computed)) +
                          32 * eps * (magnitude(up) + magnitude(down)) / h;
        T const relative = error == error ? error / allowed : std::numeric_limits<T>::infinity();
        if (!(relative <= 1)) report.passed = false;
        if (report.leaf.empty() || relative > report.relative) {
            bool const passed = report.passed;
            report = {passed, leaf, index, computed, difference, error, relative};
        }
    }
    template <class Leaf, class Gradient, class Variables, class... Binding>
    constexpr void check(Gradient const& g, Variables const& variables,
                         Binding const&... given) const {
        if constexpr (Leaf::kind == leaf_kind::input) {
            tensor_of_leaf<Leaf> moved{};
            copy_bound<Leaf>(moved, given...);
            for (index_t i = 0; i < moved.size(); ++i)
                compare(Leaf::name.view(), i, moved.elements[i], g.elements[i],
                        [&] { return value(variables, rebound<Leaf>(given, moved)...); });
        } else {
            Variables moved = variables;
            auto& values_of_leaf = Variables::template at<Leaf>(moved);
            for (index_t i = 0; i < values_of_leaf.size(); ++i)
                compare(Leaf::name.view(), i, values_of_leaf.flat(i), g.elements[i],
                        [&] { return value(moved, given...); });
        }
    }
    template <std::size_t I, class Leaf, class Gradients, class... Argument>
    constexpr void check_target(leaf_target<Leaf>, Gradients const& g,
                                Argument const&... argument) const {
        check<Leaf>(slot_at<I>(g), argument...);
    }
    template <std::size_t I, class Program, class Gradients, class... Argument>
    constexpr void check_target(program_target<Program>, Gradients const&,
                                Argument const&...) const {
        static_assert(sizeof(only_leaves_are_checked<Program>) > 0);
    }
};

}  // namespace detail

/// Compares gradients with central differences, for every trainable parameter or for what
/// `es::wrt(...)` names; of an array, the gradient of a weighted sum. True where all agree to
/// within rounding; the worst leaf, its element and both values are in the result.
template <expression E, class... Argument>
constexpr auto check_gradient(E e, Argument const&... argument) {
    using T = detail::real_of<typename E::value_type>;
    using weights = detail::tensor_of<T, typename E::shape_type>;
    weights s{};
    for (index_t i = 0; i < s.size(); ++i)
        s.elements[i] =
            E::shape_type::rank == 0 ? T{1} : T(0.5) + T(0.25) * static_cast<T>(i * 7 % 5);
    using asked = option<tag::cotangent, weights>;
    using call = detail::gradient_call<E, asked, Argument...>;
    gradient_check<T> report{};
    if constexpr (!std::is_void_v<typename call::error>) {
        static_assert(sizeof(typename call::error) > 0);
    } else {
        auto const g = gradient(e, asked{s}, argument...);
        detail::difference_checker<E, T, weights> const checker{s, report};
        detail::sort_arguments<detail::call_of<"espalier::check_gradient", void, wrt_t<>>>(
            [&](auto const& variables, auto const&... given) {
                [&]<std::size_t... I, class... Target>(std::index_sequence<I...>, list<Target...>) {
                    (checker.template check_target<I>(Target{}, g, variables, given...), ...);
                }(std::make_index_sequence<call::wanted::size>{}, typename call::wanted{});
            },
            detail::no_variables{}, argument...);
    }
    return report;
}

}  // namespace espalier::inline ESPALIER_ABI
