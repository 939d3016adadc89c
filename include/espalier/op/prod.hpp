// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <limits>

#include <espalier/core/constant.hpp>
#include <espalier/kernel/loop.hpp>
#include <espalier/op/divide.hpp>
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

/// For each element of x, the product of the others in its block, whose product y is known: y / x
/// where y is a normal number, else division-free, right at zeros and where y under- or overflows.
template <int First, int Last>
struct product_of_others_op : opaque<"product_of_others"> {
    static constexpr unsigned not_differentiable = 0b10;  // the adjoint of x counts y in
    template <class X, class Y>
    static consteval auto result() {
        return X{};
    }
    template <class Out, class X, class Y, class T>
    static constexpr void run(T* out, T const* x, T const* y) {
        constexpr auto b = detail::block_of(X::shape_type::value, First, Last);
        for (index_t o = 0; o < b.outer; ++o) {
            T const* const totals = y + o * b.inner;
            index_t const at = o * b.n * b.inner;
            if (all_normal<b.inner>(totals)) {
                quotients<b.n, b.inner>(out + at, x + at, totals);
            } else {
                for (index_t i = 0; i < b.inner; ++i)
                    from_both_ends<b.n, b.inner>(out + at + i, x + at + i);
            }
        }
    }
    template <int>
    static constexpr auto adjoint(auto g, auto, auto x, auto) {
        return apply<product_of_others_adjoint_op<First, Last>>(g, x);
    }

private:
    template <index_t Inner, class T>
    static constexpr bool all_normal(T const* y) {
        for (index_t i = 0; i < Inner; ++i) {
            T const size = y[i] < 0 ? -y[i] : y[i];
            if (!(size >= std::numeric_limits<T>::min() && size <= std::numeric_limits<T>::max()))
                return false;
        }
        return true;
    }
    template <index_t N, index_t Inner, class T>
    static constexpr void quotients(T* out, T const* x, T const* y) {
        using kernel::motion;
        using total = kernel::read<Inner == 1 ? motion::fixed : motion::column>;
        using body = kernel::body<T, list<kernel::member<divide_op, -1, -2>>,
                                  list<total, kernel::read<motion::element>>,
                                  list<kernel::store<0>>, list<>, list<>>;
        T const* const in[]{y, x};
        T* const to[]{out};
        kernel::map<body, N * Inner, (Inner == 1 ? 0 : Inner)>::run(in, to, nullptr,
                                                                    [](auto...) {});
    }
    template <index_t N, index_t Inner, class T>
    static constexpr void from_both_ends(T* out, T const* x) {
        T before{1}, behind{1};
        for (index_t n = 0; n < N; ++n) {
            out[n * Inner] = before;
            before *= x[n * Inner];
        }
        for (index_t n = N; n-- > 0;) {
            out[n * Inner] *= behind;
            behind *= x[n * Inner];
        }
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
    static constexpr auto adjoint(auto g, auto y, auto x) {
        return g * apply<product_of_others_op<First, Last>>(x, y);
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
template <expression X>
constexpr auto prod(X x, int) {
    return detail::reject_axis_argument(x);
}
}  // namespace adl
using adl::prod;

}  // namespace espalier::inline ESPALIER_ABI
