// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/op/slice.hpp>

namespace espalier::inline ESPALIER_ABI {

namespace detail {

/// What runs the steps: the body as a plan of its own, made once. Defined in eval/scan.hpp.
template <class F, class... In>
struct scan_body;

template <class Shape, int Axis>
struct scan_part_rule {
    consteval extents operator()() const { return Shape::value.without(Axis); }
};
/// What one step sees of an array with a time axis.
template <class Array, int Axis>
using scan_part = array_of<typename Array::value_type,
                           shape_by<scan_part_rule<typename Array::shape_type, Axis>>>;

template <class State, int Axis, index_t Steps>
struct scan_result_rule {
    consteval extents operator()() const {
        extents to;
        for (int i = 0; i <= State::rank; ++i) {
            if (i == Axis) to.push(Steps);
            if (i < State::rank) to.push(State::value.axis[i]);
        }
        return to;
    }
};

/// One step's part of an array: in place where the time axis is the first, else copied.
template <index_t Outer, index_t Steps, index_t Inner>
struct scan_slab {
    template <class T>
    static constexpr T const* read(T const* all, index_t t, T* copy) {
        if constexpr (Outer == 1) return all + t * Inner;
        for (index_t o = 0; o < Outer; ++o)
            for (index_t i = 0; i < Inner; ++i)
                copy[o * Inner + i] = all[(o * Steps + t) * Inner + i];
        return copy;
    }
    template <class T>
    static constexpr void write(T* all, index_t t, T const* part) {
        for (index_t o = 0; o < Outer; ++o)
            for (index_t i = 0; i < Inner; ++i)
                all[(o * Steps + t) * Inner + i] = part[o * Inner + i];
    }
};
template <class Array, int Axis, class Part = scan_part<Array, Axis>>
using slab_of = scan_slab<block_of(Array::shape_type::value, Axis, Axis + 1).outer,
                          Array::shape_type::value.axis[Axis],
                          block_of(Array::shape_type::value, Axis, Axis + 1).inner>;

template <class Shape>
struct scan_is_differentiated_once {
    static_assert(never_type<Shape>, "espalier::scan: only first derivatives are provided");
};

/// A part of a flat array, under a shape.
template <index_t Begin, class Shape>
constexpr auto scan_piece(auto all) {
    return reshaped<Shape>(
        adl::slice<0, static_cast<long>(Begin), static_cast<long>(Begin + Shape::size)>(all));
}

}  // namespace detail

/// The loop backwards: from the cotangents g of all states, those of x, of the first state, and
/// (in full) of each state, one after the other in a flat array.
template <class F, int Axis>
struct scan_adjoint_op : opaque<"scan_adjoint"> {
    template <class G, class Y, class X, class H, class... Shared>
    static consteval auto result() {
        return array<typename G::value_type,
                     X::shape_type::size + H::shape_type::size + G::shape_type::size>{};
    }
    template <class Out, class G, class Y, class X, class H, class... Shared, class T>
    static constexpr void run(T* out, T const* g, T const* y, T const* x, T const* h,
                              auto const*... shared) {
        using part = detail::scan_part<X, Axis>;
        using x_slab = detail::slab_of<X, Axis>;
        using y_slab = detail::slab_of<Y, Axis>;
        constexpr index_t steps = X::shape_type::value.axis[Axis], size = H::shape_type::size;
        T* const to_x = out;
        T* const to_h = out + X::shape_type::size;
        T* const to_states = to_h + size;
        T x_copy[part::shape_type::size]{}, h_copy[size]{}, total[size]{},
            to_part[part::shape_type::size]{};
        for (index_t i = 0; i < size; ++i) to_h[i] = T{};
        for (index_t t = steps; t-- > 0;) {
            T const* const g_t = y_slab::read(g, t, h_copy);
            for (index_t i = 0; i < size; ++i) total[i] = g_t[i] + to_h[i];
            y_slab::write(to_states, t, static_cast<T const*>(total));
            T const* const before = t == 0 ? h : y_slab::read(y, t - 1, h_copy);
            detail::scan_body<F, part, H, Shared...>::template backward<T, 0, 1>(
                total, x_slab::read(x, t, x_copy), before, shared..., to_part, to_h);
            x_slab::write(to_x, t, static_cast<T const*>(to_part));
        }
    }
    template <int>
    static constexpr auto adjoint(auto, auto, auto g, auto...) {
        static_assert(
            sizeof(detail::scan_is_differentiated_once<typename decltype(g)::shape_type>) > 0);
        return g;
    }
};

/// The cotangent of what all steps share, from those of the states.
template <class F, int Axis, int Operand>
struct scan_shared_adjoint_op : opaque<"scan_shared_adjoint"> {
    template <class G, class Y, class X, class H, class... Shared>
    static consteval auto result() {
        return detail::at<static_cast<std::size_t>(Operand), Shared...>{};
    }
    template <class Out, class G, class Y, class X, class H, class... Shared, class T>
    static constexpr void run(T* out, T const* g, T const* y, T const* x, T const* h,
                              auto const*... shared) {
        using part = detail::scan_part<X, Axis>;
        using y_slab = detail::slab_of<Y, Axis>;
        constexpr index_t steps = X::shape_type::value.axis[Axis];
        T x_copy[part::shape_type::size]{}, h_copy[H::shape_type::size]{},
            g_copy[H::shape_type::size]{};
        T one[Out::shape_type::size]{};
        for (index_t i = 0; i < Out::shape_type::size; ++i) out[i] = T{};
        for (index_t t = 0; t < steps; ++t) {
            T const* const before = t == 0 ? h : y_slab::read(y, t - 1, h_copy);
            detail::scan_body<F, part, H, Shared...>::template backward<T, Operand + 2>(
                y_slab::read(g, t, g_copy), detail::slab_of<X, Axis>::read(x, t, x_copy), before,
                shared..., one);
            for (index_t i = 0; i < Out::shape_type::size; ++i) out[i] += one[i];
        }
    }
    template <int>
    static constexpr auto adjoint(auto, auto, auto g, auto...) {
        static_assert(
            sizeof(detail::scan_is_differentiated_once<typename decltype(g)::shape_type>) > 0);
        return g;
    }
};

/// The loop: h(t) = F(x(t), h(t - 1), shared...).
template <class F, int Axis>
struct scan_op : opaque<"scan"> {
    template <class X, class H, class... Shared>
    static consteval auto result() {
        return detail::array_of<
            typename X::value_type,
            detail::shape_by<detail::scan_result_rule<typename H::shape_type, Axis,
                                                      X::shape_type::value.axis[Axis]>>>{};
    }
    template <class Out, class X, class H, class... Shared, class T>
    static constexpr void run(T* out, T const* x, T const* h, auto const*... shared) {
        using part = detail::scan_part<X, Axis>;
        using out_slab = detail::slab_of<Out, Axis>;
        constexpr index_t steps = X::shape_type::value.axis[Axis], size = H::shape_type::size;
        T x_copy[part::shape_type::size]{}, state[2][size]{};
        for (index_t t = 0; t < steps; ++t) {
            T* const now = state[t % 2];
            detail::scan_body<F, part, H, Shared...>::template forward<T>(
                detail::slab_of<X, Axis>::read(x, t, x_copy), t == 0 ? h : state[(t + 1) % 2],
                shared..., now);
            out_slab::write(out, t, static_cast<T const*>(now));
        }
    }
    template <int Operand>
    static constexpr auto adjoint(auto g, auto y, auto x, auto h, auto... shared) {
        using x_shape = typename decltype(x)::shape_type;
        using h_shape = typename decltype(h)::shape_type;
        auto const all_cotangents = apply<scan_adjoint_op<F, Axis>>(g, y, x, h, shared...);
        if constexpr (Operand == 0)
            return detail::scan_piece<0, x_shape>(all_cotangents);
        else if constexpr (Operand == 1)
            return detail::scan_piece<x_shape::size, h_shape>(all_cotangents);
        else
            return apply<scan_shared_adjoint_op<F, Axis, Operand - 2>>(
                detail::scan_piece<x_shape::size + h_shape::size, typename decltype(g)::shape_type>(
                    all_cotangents),
                y, x, h, shared...);
    }
};

namespace adl {
/// All states of a recurrence, h(t) = f(x(t), h(t - 1), shared...), along an axis of x:
/// `scan<0>([](auto x, auto h, auto w) { return tanh(x + matmul(h, w)); }, x, h0, w)`.
/// The shapes are (..., L, ...) and that of h0 -> h0's with L inserted as the same axis. The body
/// is compiled once, however large L is; it depends on all of its arguments, and what it reads is
/// an argument. Several states are one array, concatenated.
template <int Axis, class F, expression X, expression H, expression... Shared>
constexpr auto scan(F, X x, H h, Shared... shared) {
    static_assert(detail::axes_exist<X::shape_type::rank, Axis>,
                  "espalier::scan<Axis>(f, x, h): 'x' does not have this axis");
    constexpr int axis = Axis < 0 ? Axis + X::shape_type::rank : Axis;
    static_assert(axis <= H::shape_type::rank,
                  "espalier::scan<Axis>(f, x, h): the state 'h' has too few axes");
    using next =
        decltype(F{}(detail::argument<0, detail::scan_part<typename X::array_type, axis>>{},
                     detail::argument<1, typename H::array_type>{},
                     detail::argument<2, typename Shared::array_type>{}...));
    static_assert(std::is_same_v<typename next::shape_type, typename H::shape_type>,
                  "espalier::scan<Axis>(f, x, h): 'f' must return a state of the shape of 'h'");
    return apply<scan_op<F, axis>>(x, h, shared...);
}
}  // namespace adl
using adl::scan;

}  // namespace espalier::inline ESPALIER_ABI
