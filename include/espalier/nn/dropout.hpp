// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <cstdint>

#include <espalier/core/random.hpp>
#include <espalier/nn/freeze.hpp>
#include <espalier/op/multiply.hpp>

namespace espalier::inline ESPALIER_ABI {

/// 1 / (1 - p) with probability 1 - p, else 0, for each element of an array `To`; the stream tells
/// layers apart.
template <class To, class P, key Stream>
struct dropout_mask_op : opaque<"dropout_mask"> {
    static constexpr unsigned not_differentiable = 0b1;
    template <class Seed>
    static consteval auto result() {
        return To{};
    }
    template <class Out, class, class T, class I>
    static constexpr void run(T* out, I const* seed) {
        constexpr T p = static_cast<T>(detail::value_of_number<typename P::op_type>);
        for (index_t i = 0; i < To::shape_type::size; ++i)
            out[i] = random_uniform<T>(static_cast<std::uint32_t>(*seed), Stream, i) < p
                         ? T{}
                         : T{1} / (T{1} - p);
    }
};

namespace detail {

struct identity_body : composite<"identity"> {
    template <fixed_string, bool>
    struct members {
        using parameters = list<>;
    };
    static constexpr auto body(auto x) { return x; }
};

template <key Stream, class P>
struct dropout_body : composite<"dropout"> {
    static constexpr double p = detail::value_of_number<typename P::op_type>;
    static_assert(p >= 0 && p < 1,
                  "espalier::dropout<\"name\">(p): p must be at least 0 and less than 1");
    template <fixed_string, bool>
    struct members {
        using parameters = list<>;
    };
    using inference = identity_body;
    static constexpr auto body(auto x) {
        using array = typename decltype(x)::array_type;
        return x * apply<dropout_mask_op<array, P, Stream>>(leaf_expression<rng_leaf>{});
    }
};

template <class P>
struct dropout_probability_is_no_constant {
    static_assert(never_type<P>,
                  "espalier::dropout<\"name\">(p): p is a constant in the type: 0.5_c");
};

}  // namespace detail

/// A dropout layer; a number configures it, an expression is dropped out.
template <fixed_string Name, class P>
struct dropout_layer : layer<Name, detail::dropout_body<detail::hash(Name.view()), P>> {
    template <expression X>
    constexpr auto operator()(X x) const {
        if constexpr (compile_time_number<X>)
            return dropout_layer<Name, X>{};
        else
            return apply<
                layer_call<Name, detail::dropout_body<detail::hash(Name.view()), P>, false>>(x);
    }
    constexpr auto operator()() const { return *this; }
    template <class Given>
        requires(!expression<Given>)
    constexpr auto operator()(Given) const {
        static_assert(sizeof(detail::dropout_probability_is_no_constant<Given>) > 0);
        return *this;
    }
};
template <fixed_string Name, class P>
constexpr auto freeze(dropout_layer<Name, P> l) {
    return l;
}
template <fixed_string Name, class P>
constexpr auto inference(dropout_layer<Name, P>) {
    return layer<Name, detail::identity_body>{};
}

/// `es::dropout<"d">(0.2_c)(x)`: each element is zero with probability p, else divided by 1 - p
/// (Srivastava et al. 2014); p = 0.5 by default. Draws depend on the name, the position and
/// `es::rng = n`; a trainer counts by itself. The identity under `es::inference`.
template <fixed_string Name>
inline constexpr dropout_layer<Name, detail::number_type<detail::bits_of(0.5)>> dropout{};

}  // namespace espalier::inline ESPALIER_ABI
