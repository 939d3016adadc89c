// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/nn/freeze.hpp>
#include <espalier/op/add.hpp>

namespace espalier::inline ESPALIER_ABI {

namespace detail {
template <class F>
struct parameters_of {
    using type = list<>;
};
template <class F>
    requires requires { typename F::parameters; }
struct parameters_of<F> {
    using type = typename F::parameters;
};
}  // namespace detail

/// Layers and functions of expressions, one after the other.
template <class... F>
struct sequential_t {
    static_assert((detail::stateless<F> && ... && true),
                  "espalier::sequential(f, ...): layers and functions without state (a lambda "
                  "captures nothing)");
    using parameters = detail::concat_lists_t<typename detail::parameters_of<F>::type...>;

    template <expression X>
    constexpr auto operator()(X x) const {
        return run<0>(x);
    }
    /// The I-th layer.
    template <std::size_t I>
    constexpr auto get() const {
        return detail::at<I, F...>{};
    }

private:
    template <std::size_t I, class X>
    static constexpr auto run(X x) {
        if constexpr (I == sizeof...(F))
            return x;
        else
            return run<I + 1>(detail::at<I, F...>{}(x));
    }
};

/// `sequential(fc1, es::relu, fc2)(x)` is `fc2(relu(fc1(x)))`.
template <class... F>
constexpr auto sequential(F...) {
    return sequential_t<F...>{};
}
template <class... F>
constexpr auto freeze(sequential_t<F...>) {
    return sequential(freeze(F{})...);
}
template <class... F>
constexpr auto inference(sequential_t<F...>) {
    return sequential(inference(F{})...);
}

namespace detail {
template <class X, class Y>
struct residual_changes_the_shape {
    static_assert(never_type<X>, "espalier::residual(f)(x): f(x) must have the shape of x");
};
template <class F>
struct residual_body : composite<"residual"> {
    static constexpr auto body(auto x) {
        using X = typename decltype(x)::shape_type;
        using Y = typename decltype(F{}(x))::shape_type;
        if constexpr (!std::is_same_v<X, Y>) {
            static_assert(sizeof(residual_changes_the_shape<X, Y>) > 0);
            return x;
        } else {
            return x + F{}(x);
        }
    }
};
}  // namespace detail

/// x + f(x), as one step; the shapes must agree.
template <class F>
struct residual_t {
    static_assert(detail::stateless<F>,
                  "espalier::residual(f): 'f' is a layer or a function "
                  "without state (a lambda captures nothing)");
    using parameters = typename detail::parameters_of<F>::type;
    template <expression X>
    constexpr auto operator()(X) const {
        return applied<detail::residual_body<F>, X>{};
    }
};
template <class F>
constexpr auto residual(F) {
    return residual_t<F>{};
}
template <class F>
constexpr auto freeze(residual_t<F>) {
    return residual(freeze(F{}));
}
template <class F>
constexpr auto inference(residual_t<F>) {
    return residual(inference(F{}));
}

}  // namespace espalier::inline ESPALIER_ABI
