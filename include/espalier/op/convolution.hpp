// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/core/op.hpp>
#include <espalier/kernel/body.hpp>
#if ESPALIER_SIMD
#include <espalier/kernel/convolution.hpp>
#endif

namespace espalier::inline ESPALIER_ABI {

/// The extents of a two-dimensional convolution: x (N, C, H, W), w (O, C/G, KH, KW), y (N, O, YH,
/// YW), strides, padding and dilation by rows and columns, groups.
template <index_t N, index_t C, index_t H, index_t W, index_t O, index_t KH, index_t KW, index_t SH,
          index_t SW, index_t PH, index_t PW, index_t DH, index_t DW, index_t G>
struct convolution_extents {
    static constexpr index_t span_h = DH * (KH - 1) + 1, span_w = DW * (KW - 1) + 1;
    static constexpr bool fits =
        C % G == 0 && O % G == 0 && H + 2 * PH >= span_h && W + 2 * PW >= span_w;
    static constexpr index_t yh = fits ? (H + 2 * PH - span_h) / SH + 1 : 1;
    static constexpr index_t yw = fits ? (W + 2 * PW - span_w) / SW + 1 : 1;
    static constexpr index_t depth = C / G;
    using x_shape = shape<N, C, H, W>;
    using w_shape = shape<O, depth, KH, KW>;
    using y_shape = shape<N, O, yh, yw>;
    static constexpr index_t products = N * O * yh * yw * depth * KH * KW;

    /// The outputs [first, last) whose k-th tap lies inside the operand; with spacing and hop
    /// exchanged, the taps of the k-th output that do.
    struct range {
        index_t first, last;
    };
    static constexpr range inside(index_t k, index_t spacing, index_t hop, index_t margin,
                                  index_t extent, index_t outputs) {
        index_t const tap = k * spacing;
        index_t const first = tap >= margin ? 0 : (margin - tap + hop - 1) / hop;
        index_t const end = extent + margin;
        index_t const last = end <= tap ? 0 : (end - tap - 1) / hop + 1;
        return {first, last < outputs ? last : outputs};
    }
    /// Calls f(x, w, y, count) for each run of products y[i] ~ w x[i * SW].
    template <class F>
    static ESPALIER_INLINE constexpr void for_each_run(F const& f) {
        for (index_t n = 0; n < N; ++n)
            for (index_t o = 0; o < O; ++o)
                for (index_t d = 0; d < depth; ++d)
                    for (index_t kh = 0; kh < KH; ++kh)
                        for (index_t kw = 0; kw < KW; ++kw) {
                            range const rows = inside(kh, DH, SH, PH, H, yh);
                            range const cols = inside(kw, DW, SW, PW, W, yw);
                            if (cols.first >= cols.last) continue;
                            index_t const c = o / (O / G) * depth + d;
                            index_t const w = ((o * depth + d) * KH + kh) * KW + kw;
                            for (index_t r = rows.first; r < rows.last; ++r)
                                f(((n * C + c) * H + r * SH + kh * DH - PH) * W + cols.first * SW +
                                      kw * DW - PW,
                                  w, ((n * O + o) * yh + r) * yw + cols.first,
                                  cols.last - cols.first);
                        }
    }
    static constexpr index_t step = SW;
    /// Calls f(position, each_term) for each result; each_term(g) calls g(x, w) for its products.
    template <class F>
    static ESPALIER_INLINE constexpr void for_each_result(F const& f) {
        index_t y = 0;
        for (index_t plane = 0; plane < N * O; ++plane)
            for (index_t r = 0; r < yh; ++r)
                for (index_t c = 0; c < yw; ++c, ++y)
                    f(kernel::position{y, plane, r * yw + c},
                      [&](auto const& g) ESPALIER_INLINE_LAMBDA {
                          index_t const o = plane % O, first = plane / O * C + o / (O / G) * depth;
                          range const rows = inside(r, SH, DH, PH, H, KH);
                          range const cols = inside(c, SW, DW, PW, W, KW);
                          for (index_t d = 0; d < depth; ++d)
                              for (index_t kh = rows.first; kh < rows.last; ++kh) {
                                  index_t const x =
                                      ((first + d) * H + r * SH + kh * DH - PH) * W + c * SW - PW;
                                  index_t const w = ((o * depth + d) * KH + kh) * KW;
                                  for (index_t kw = cols.first; kw < cols.last; ++kw)
                                      g(x + kw * DW, w + kw);
                              }
                      });
    }
    /// ... for each weight; each_term(g) calls g(x, y) for its products.
    template <class F>
    static ESPALIER_INLINE constexpr void for_each_weight(F const& f) {
        index_t w = 0;
        for (index_t plane = 0; plane < O * depth; ++plane)
            for (index_t kh = 0; kh < KH; ++kh)
                for (index_t kw = 0; kw < KW; ++kw, ++w)
                    f(kernel::position{w, plane, kh * KW + kw},
                      [&](auto const& g) ESPALIER_INLINE_LAMBDA {
                          index_t const o = plane / depth;
                          index_t const c = o / (O / G) * depth + plane % depth;
                          range const rows = inside(kh, DH, SH, PH, H, yh);
                          range const cols = inside(kw, DW, SW, PW, W, yw);
                          for (index_t n = 0; n < N; ++n)
                              for (index_t r = rows.first; r < rows.last; ++r) {
                                  index_t const x =
                                      ((n * C + c) * H + r * SH + kh * DH - PH) * W + kw * DW - PW;
                                  index_t const y = ((n * O + o) * yh + r) * yw;
                                  for (index_t i = cols.first; i < cols.last; ++i)
                                      g(x + i * SW, y + i);
                              }
                      });
    }

#if ESPALIER_SIMD
    static constexpr index_t outputs = O / G, taps = KH * KW;
    using grid = kernel::convolution_grid<H, W, KH, KW, SH, SW, PH, PW, DH, DW>;
    /// Each phase of the strides has a kernel of its own.
    static constexpr index_t most_phases = 4;

    /// y of x and w, or some of x of y and w; false: there is no room for planes of that size. Not
    /// inlined: in a long function its sums would be spilled.
    template <bool Adjoint, class Planes, class T>
    [[gnu::noinline]] static bool correlate(T* made, T const* from, T const* w) {
        constexpr index_t in = Adjoint ? outputs : depth, out = Adjoint ? depth : outputs;
        using product = kernel::correlation<T, Planes, in, out, taps, Adjoint>;
        constexpr index_t size = Planes::template size<in>;
        if constexpr ((size + product::scratch) * sizeof(T) <= kernel::convolution_bytes) {
            alignas(kernel::register_bytes) T planes[size];
            alignas(kernel::register_bytes) T rows[product::scratch];
            for (index_t s = 0; s < N * G; ++s) {
                Planes::template copy<in>(planes, from + s * in * Planes::from_plane);
                product::run(made + s * out * Planes::made_plane, planes,
                             w + s % G * outputs * depth * taps, rows);
            }
            return true;
        }
        return false;
    }
    template <class T>
    static bool correlate_operand(T* x, T const* y, T const* w) {
        if constexpr (SH * SW <= most_phases)
            return [&]<index_t... P>(std::integer_sequence<index_t, P...>) {
                return (correlate_phase<T, P / SW, P % SW>(x, y, w) && ...);
            }(std::make_integer_sequence<index_t, SH * SW>{});
        return false;
    }
    template <class T, index_t A, index_t B>
    static bool correlate_phase(T* x, T const* y, T const* w) {
        using planes = kernel::cotangent_planes<T, grid, A, B>;
        if constexpr (planes::is_empty)
            return true;
        else
            return correlate<true, planes>(x, y, w);
    }
    template <class T>
    [[gnu::noinline]] static bool correlate_weights(T* dw, T const* y, T const* x) {
        using planes_of = kernel::operand_planes<T, grid>;
        using by_outputs = kernel::weight_correlation<T, planes_of, depth, outputs, taps>;
        using by_positions = kernel::weight_dots<T, planes_of, depth, outputs, taps>;
        using product =
            std::conditional_t<by_outputs::cost <= by_positions::cost, by_outputs, by_positions>;
        constexpr index_t size = planes_of::template size<depth>;
        if constexpr ((size + product::scratch + product::sums_size) * sizeof(T) <=
                      kernel::convolution_bytes) {
            alignas(kernel::register_bytes) T planes[size];
            alignas(kernel::register_bytes) T scratch[product::scratch];
            alignas(kernel::register_bytes) T sums[product::sums_size];
            for (index_t g = 0; g < G; ++g) {
                for (T& one : sums) one = T{};
                for (index_t n = 0; n < N; ++n) {
                    planes_of::template copy<depth>(planes, x + (n * C + g * depth) * H * W);
                    product::run(sums, planes, y + (n * O + g * outputs) * yh * yw, scratch);
                }
                product::finish(dw + g * outputs * depth * taps, sums);
            }
            return true;
        }
        return false;
    }
#endif
};

/// Which of the three arrays of a convolution is made of the other two.
enum class convolution_part : unsigned char { result, operand, weight };

/// y(x, w), or its adjoints x(y, w) and w(y, x): one trilinear form, sum of y x w over all
/// products, differentiated in one argument each; so each is an adjoint of the other two.
template <class E, convolution_part Part>
struct convolution_op : opaque<"convolution"> {
    using made = std::conditional_t<Part == convolution_part::result, typename E::y_shape,
                                    std::conditional_t<Part == convolution_part::operand,
                                                       typename E::x_shape, typename E::w_shape>>;
    template <class A, class B>
    static consteval auto result() {
        return detail::array_of<typename A::value_type, made>{};
    }
    template <class Out, class A, class B>
    static consteval index_t flops() {
        return 2 * E::products;
    }
    /// Packs sum results that lie side by side; without them a sum stays in a register.
    static constexpr bool makes_sums = !ESPALIER_SIMD && Part != convolution_part::operand;
    template <class...>
    static constexpr index_t sum_columns =
        Part == convolution_part::result ? E::yh * E::yw
                                         : E::w_shape::value.axis[2] * E::w_shape::value.axis[3];
    template <class Out, class A, class B, class Start, class Put, class T>
    static ESPALIER_INLINE constexpr void each_sum(Start const& start, Put const& put, T const* a,
                                                   T const* b) {
        auto const sum = [&](kernel::position p, auto const& each_term) ESPALIER_INLINE_LAMBDA {
            T total = start(p);
            each_term([&](index_t x, index_t other) ESPALIER_INLINE_LAMBDA {
                if constexpr (Part == convolution_part::result)
                    total += a[x] * b[other];
                else
                    total += a[other] * b[x];
            });
            put(p, total);
        };
        if constexpr (Part == convolution_part::result)
            E::for_each_result(sum);
        else
            E::for_each_weight(sum);
    }
    template <class Out, class A, class B, class T>
    static constexpr void run(T* out, T const* a, T const* b) {
#if ESPALIER_SIMD
        if (!std::is_constant_evaluated()) {
            using enum convolution_part;
            if constexpr (Part == result) {
                if (E::template correlate<false, kernel::operand_planes<T, typename E::grid>>(out,
                                                                                              a, b))
                    return;
            } else if constexpr (Part == operand) {
                if (E::correlate_operand(out, a, b)) return;
            } else {
                if (E::correlate_weights(out, a, b)) return;
            }
        }
#endif
        if constexpr (makes_sums)
            each_sum<Out, A, B>([](kernel::position) { return T{}; },
                                [&](kernel::position p, T sum) { out[p.flat] = sum; }, a, b);
        else
            add_up(out, a, b);
    }
    template <int Operand>
    static constexpr auto adjoint(auto h, auto, auto a, auto b) {
        using enum convolution_part;
        if constexpr (Part == result && Operand == 0)
            return apply<convolution_op<E, operand>>(h, b);
        else if constexpr (Part == result)
            return apply<convolution_op<E, weight>>(h, a);
        else if constexpr (Part == operand && Operand == 0)
            return apply<convolution_op<E, convolution_part::result>>(h, b);
        else if constexpr (Part == operand)
            return apply<convolution_op<E, weight>>(a, h);
        else if constexpr (Operand == 0)
            return apply<convolution_op<E, convolution_part::result>>(b, h);
        else
            return apply<convolution_op<E, operand>>(a, h);
    }

private:
    template <class T>
    static constexpr void add_up(T* out, T const* a, T const* b) {
        using enum convolution_part;
        for (index_t i = 0; i < made::size; ++i) out[i] = T{};
        E::for_each_run([&](index_t x, index_t w, index_t y, index_t count) ESPALIER_INLINE_LAMBDA {
            if constexpr (Part == result) {
                T const weight = b[w];
                for (index_t i = 0; i < count; ++i) out[y + i] += weight * a[x + i * E::step];
            } else if constexpr (Part == operand) {
                T const weight = b[w];
                for (index_t i = 0; i < count; ++i) out[x + i * E::step] += weight * a[y + i];
            } else {
                T part[4]{};
                index_t const whole = count / 4 * 4;
                for (index_t i = 0; i < whole; i += 4)
                    for (index_t k = 0; k < 4; ++k)
                        part[k] += a[y + i + k] * b[x + (i + k) * E::step];
                for (index_t i = whole; i < count; ++i) part[0] += a[y + i] * b[x + i * E::step];
                out[w] += (part[0] + part[1]) + (part[2] + part[3]);
            }
        });
    }
};

}  // namespace espalier::inline ESPALIER_ABI
