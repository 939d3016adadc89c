// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/core/constant.hpp>
#include <espalier/op/multiply.hpp>
#include <espalier/op/sum.hpp>

namespace espalier::inline ESPALIER_ABI {

/// sum over n of g[n] times the product of all elements but n and m: where products of others are
/// differentiated again.
template <int First, int Last>
struct product_of_others_adjoint_op : opaque<"product_of_others_adjoint"> {
    template <class G, class X>
    static consteval auto result() {
        return X{};
    }
    template <class Out, class G, class X, class T>
    static constexpr void run(T* out, T const* g, T const* x) {
        constexpr auto b = detail::block_of(X::shape_type::value, First, Last);
        for (index_t o = 0; o < b.outer; ++o)
            for (index_t i = 0; i < b.inner; ++i) {
                index_t const at = o * b.n * b.inner + i;
                for (index_t m = 0; m < b.n; ++m) {
                    T total{};
                    for (index_t n = 0; n < b.n; ++n) {
                        if (n == m) continue;
                        T product = g[at + n * b.inner];
                        for (index_t k = 0; k < b.n; ++k)
                            if (k != n && k != m) product *= x[at + k * b.inner];
                        total += product;
                    }
                    out[at + m * b.inner] = total;
                }
            }
    }
    template <int Operand>
    static constexpr auto adjoint(auto h, auto, auto, auto x) {
        static_assert(Operand == 0, "espalier::prod: differentiated at most twice");
        return apply<product_of_others_adjoint_op>(h, x);  // linear in g, and its own transpose
    }
};

/// For each element, the product of the others in its block: division-free, right at zeros.
template <int First, int Last>
struct product_of_others_op : opaque<"product_of_others"> {
    template <class X>
    static consteval auto result() {
        return X{};
    }
    template <class Out, class X, class T>
    static constexpr void run(T* out, T const* x) {
        constexpr auto b = detail::block_of(X::shape_type::value, First, Last);
        for (index_t o = 0; o < b.outer; ++o)
            for (index_t i = 0; i < b.inner; ++i) {
                index_t const at = o * b.n * b.inner + i;
                T before{1};
                for (index_t n = 0; n < b.n; ++n) {
                    out[at + n * b.inner] = before;
                    before *= x[at + n * b.inner];
                }
                T behind{1};
                for (index_t n = b.n; n-- > 0;) {
                    out[at + n * b.inner] *= behind;
                    behind *= x[at + n * b.inner];
                }
            }
    }
    template <int>
    static constexpr auto adjoint(auto g, auto, auto x) {
        return apply<product_of_others_adjoint_op<First, Last>>(g, x);
    }
};

struct multiply_combine {
    static constexpr auto name = fixed_string("prod");
    static constexpr double identity = 1;
    template <class V>
    static constexpr V combine(V a, V b) {
        return a * b;
    }
    template <int First, int Last>
    static constexpr auto adjoint(auto g, auto, auto x) {
        return g * apply<product_of_others_op<First, Last>>(x);
    }
};

namespace adl {
/// The product over all axes, or over those given; right where elements are zero.
template <int... Axis, expression X>
constexpr auto prod(X x) {
    return detail::reduce<multiply_combine, false, Axis...>(x);
}
template <int... Axis, expression X>
constexpr auto prod(X x, keep_dims_t) {
    return detail::reduce<multiply_combine, true, Axis...>(x);
}
}  // namespace adl
using adl::prod;

}  // namespace espalier::inline ESPALIER_ABI
