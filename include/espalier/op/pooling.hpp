// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/core/op.hpp>
#if ESPALIER_SIMD
#include <espalier/kernel/pooling_planes.hpp>
#endif

namespace espalier::inline ESPALIER_ABI {

/// Windows of KH x KW over P planes of H x W, with strides and padding by rows and columns.
template <index_t P, index_t H, index_t W, index_t KH, index_t KW, index_t SH, index_t SW,
          index_t PH, index_t PW>
struct pooling_extents {
    static constexpr bool fits =
        H + 2 * PH >= KH && W + 2 * PW >= KW && 2 * PH <= KH && 2 * PW <= KW && SH > 0 && SW > 0;
    static constexpr index_t yh = fits ? (H + 2 * PH - KH) / SH + 1 : 1;
    static constexpr index_t yw = fits ? (W + 2 * PW - KW) / SW + 1 : 1;
    using x_shape = shape<P, H, W>;
    using y_shape = shape<P, yh, yw>;
    static constexpr index_t window = KH * KW;

    struct block {
        index_t plane, top, bottom, left, right;
    };
    /// Calls f(flat index of the window, range of its elements) for each window.
    template <class F>
    static constexpr void for_each_window(F const& f) {
        for (index_t p = 0, flat = 0; p < P; ++p)
            for (index_t r = 0; r < yh; ++r)
                for (index_t c = 0; c < yw; ++c, ++flat) {
                    auto const first = [](index_t at, index_t pad) {
                        return at > pad ? at - pad : 0;
                    };
                    auto const last = [](index_t end, index_t pad, index_t extent) {
                        return end - pad < extent ? end - pad : extent;
                    };
                    f(flat, block{p * H * W, first(r * SH, PH), last(r * SH + KH, PH, H),
                                  first(c * SW, PW), last(c * SW + KW, PW, W)});
                }
    }
    template <class F>
    static constexpr void for_each_element(block const& b, F const& f) {
        for (index_t r = b.top; r < b.bottom; ++r)
            for (index_t c = b.left; c < b.right; ++c) f(b.plane + r * W + c);
    }
    /// The position of a window's largest element: the first of equals; NaN wins.
    template <class T>
    static constexpr index_t largest(block const& b, T const* x) {
        index_t at = b.plane + b.top * W + b.left;
        for_each_element(b, [&](index_t i) {
            if (x[i] > x[at] || (x[i] != x[i] && x[at] == x[at])) at = i;
        });
        return at;
    }
    /// Windows inside the plane: loops of known extents, without branches on the numbers.
    static constexpr bool inside = PH == 0 && PW == 0;
    template <class F>
    static constexpr void for_each_inside(F const& f) {
        for (index_t p = 0, flat = 0; p < P; ++p)
            for (index_t r = 0; r < yh; ++r)
                for (index_t c = 0; c < yw; ++c, ++flat) f(flat, (p * H + r * SH) * W + c * SW);
    }
#if ESPALIER_SIMD
    template <class T>
    using planes = kernel::pooled_planes<T, P, H, W, KH, KW, SH, SW, PH, PW>;
    static constexpr bool by_rows = fits && planes<double>::fits;
#endif
    template <class T>
    static constexpr T largest_value(T const* window) {
        T most = window[0];
        for (index_t r = 0; r < KH; ++r)
            for (index_t c = 0; c < KW; ++c) {
                T const x = window[r * W + c];
                most = static_cast<int>(x > most) | static_cast<int>(x != x) ? x : most;
            }
        return most;
    }
    /// Adds g where the first of the largest elements stands.
    template <class T>
    static constexpr void add_at_largest(T* out, T const* window, T g) {
        T const most = largest_value(window);
        int open = 1;
        for (index_t r = 0; r < KH; ++r)
            for (index_t c = 0; c < KW; ++c) {
                T const x = window[r * W + c];
                int const here = open & (static_cast<int>(x == most) | static_cast<int>(x != x));
                out[r * W + c] += here != 0 ? g : T{};
                open &= ~here;
            }
    }
};

/// Which of the arrays of a pooling is made of the others.
enum class pooling_part : unsigned char { forward, scatter, gather };

/// The largest of each window; its adjoint adds each cotangent where the largest element stands
/// (`scatter`), whose own adjoint reads there (`gather`).
template <class E, pooling_part Part>
struct max_pooling_op : opaque<"max_pool"> {
    static constexpr unsigned not_differentiable = Part == pooling_part::forward ? 0b00 : 0b10;
    template <class A, class... X>
    static consteval auto result() {
        return detail::array_of<typename A::value_type,
                                std::conditional_t<Part == pooling_part::scatter,
                                                   typename E::x_shape, typename E::y_shape>>{};
    }
    template <class Out, class, class T>
    static constexpr void run(T* y, T const* x) {
#if ESPALIER_SIMD
        if constexpr (E::by_rows)
            if (!std::is_constant_evaluated() && E::template planes<T>::largest(y, x)) return;
#endif
        if constexpr (E::inside)
            E::for_each_inside([&](index_t i, index_t at) { y[i] = E::largest_value(x + at); });
        else
            E::for_each_window([&](index_t i, auto const& b) { y[i] = x[E::largest(b, x)]; });
    }
    template <class Out, class, class, class T>
    static constexpr void run(T* out, T const* from, T const* x) {
        if constexpr (Part == pooling_part::scatter) {
#if ESPALIER_SIMD
            if constexpr (E::by_rows)
                if (!std::is_constant_evaluated() && E::template planes<T>::scatter(out, x, from))
                    return;
#endif
            for (index_t i = 0; i < E::x_shape::size; ++i) out[i] = T{};
            if constexpr (E::inside)
                E::for_each_inside(
                    [&](index_t i, index_t at) { E::add_at_largest(out + at, x + at, from[i]); });
            else
                E::for_each_window(
                    [&](index_t i, auto const& b) { out[E::largest(b, x)] += from[i]; });
        } else {
            E::for_each_window([&](index_t i, auto const& b) { out[i] = from[E::largest(b, x)]; });
        }
    }
    template <int>
    static constexpr auto adjoint(auto g, auto, auto x) {
        return apply<max_pooling_op<E, pooling_part::scatter>>(g, x);
    }
    template <int>
    static constexpr auto adjoint(auto h, auto, auto, auto x) {
        return apply<max_pooling_op<E, Part == pooling_part::scatter ? pooling_part::gather
                                                                     : pooling_part::scatter>>(h,
                                                                                               x);
    }
};

/// The sum of each window over its size, padding counted as zeros; and the adjoint of that.
template <class E, pooling_part Part>
struct average_pooling_op : opaque<"avg_pool"> {
    static constexpr bool forward = Part == pooling_part::forward;
    template <class A>
    static consteval auto result() {
        return detail::array_of<
            typename A::value_type,
            std::conditional_t<forward, typename E::y_shape, typename E::x_shape>>{};
    }
    template <class Out, class, class T>
    static constexpr void run(T* out, T const* in) {
        T const share = T{1} / static_cast<T>(E::window);
#if ESPALIER_SIMD
        if constexpr (E::by_rows)
            if (!std::is_constant_evaluated()) {
                if constexpr (forward)
                    return E::template planes<T>::average(out, in, share);
                else
                    return E::template planes<T>::spread(out, in, share);
            }
#endif
        if constexpr (forward) {
            E::for_each_window([&](index_t i, auto const& b) {
                T total{};
                E::for_each_element(b, [&](index_t at) { total += in[at]; });
                out[i] = share * total;
            });
        } else {
            for (index_t i = 0; i < E::x_shape::size; ++i) out[i] = T{};
            E::for_each_window([&](index_t i, auto const& b) {
                E::for_each_element(b, [&](index_t at) { out[at] += share * in[i]; });
            });
        }
    }
    template <int>
    static constexpr auto adjoint(auto g, auto, auto) {
        return apply<
            average_pooling_op<E, forward ? pooling_part::scatter : pooling_part::forward>>(g);
    }
};

namespace detail {

template <class Shape>
struct pooling_operand_does_not_fit {
    static_assert(
        never_type<Shape>,
        "espalier: pooling takes [N,] C, H, W, no smaller than the window; padding is at most "
        "half of it, stride at least 1");
};

template <class S, index_t YH, index_t YW>
struct pooled_rule {
    consteval extents operator()() const {
        extents e = S::value;
        e.axis[e.rank - 2] = YH;
        e.axis[e.rank - 1] = YW;
        return e;
    }
};

}  // namespace detail
}  // namespace espalier::inline ESPALIER_ABI
