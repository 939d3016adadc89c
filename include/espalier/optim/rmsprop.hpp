// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/optim/rule.hpp>

namespace espalier::inline ESPALIER_ABI {

/// RMSprop (Tieleman and Hinton 2012), as torch.optim.RMSprop:
///     s <- alpha s + (1 - alpha) g^2,  d = g / (sqrt(s) + eps),  b <- momentum b + d,
///     w <- w - lr b
/// with `es::centered`, the variance s - a^2 in place of s, a <- alpha a + (1 - alpha) g.
struct rmsprop_rule {
    static constexpr auto name = fixed_string("rmsprop");
    static constexpr bool elementwise = true;
    static constexpr double default_lr = 1e-2;
    using options = list<tag::lr, tag::alpha, tag::eps, tag::weight_decay, tag::momentum>;
    using flags = list<centered_t>;
    template <class O, class Flags>
    static constexpr int states =
        1 + (gives<O, tag::momentum> ? 1 : 0) + (has_flag<Flags, centered_t> ? 1 : 0);
    template <class O, class Flags>
    static constexpr std::string_view state_name(int i) {
        if (i == 0) return "square_avg";
        return i == 1 && gives<O, tag::momentum> ? "momentum_buffer" : "grad_avg";
    }
    template <class O>
    static constexpr bool counts_steps = false;
    static constexpr int scalars = 0;

    template <class T, class O, class Flags>
    struct update {
        T lr, alpha, eps, weight_decay, momentum;

        constexpr update(O const& o, rule_step at, T*)
            : lr(o.template get<T, tag::lr>(at.schedule, default_lr)),
              alpha(o.template get<T, tag::alpha>(at.schedule, 0.99)),
              eps(o.template get<T, tag::eps>(at.schedule, 1e-8)),
              weight_decay(o.template get<T, tag::weight_decay>(at.schedule, 0)),
              momentum(o.template get<T, tag::momentum>(at.schedule, 0)) {}

        template <class V, class... State>
        ESPALIER_INLINE constexpr void operator()(V& w, V g, V& s, State&... more) const {
            g = decayed<O>(w, g, weight_decay);
            s = alpha * s + (T{1} - alpha) * g * g;
            step(w, g, s, more...);
        }

    private:
        template <class V>
        ESPALIER_INLINE constexpr V centered_square(V const& g, V const& s, V& a) const {
            a = alpha * a + (T{1} - alpha) * g;
            return s - a * a;
        }
        template <class V>
        ESPALIER_INLINE constexpr void step(V& w, V const& g, V const& s) const {
            w = w - lr * g / (math::sqrt(s) + eps);
        }
        template <class V>
        ESPALIER_INLINE constexpr void step(V& w, V const& g, V const& s, V& other) const {
            if constexpr (gives<O, tag::momentum>) {
                other = momentum * other + g / (math::sqrt(s) + eps);
                w = w - lr * other;
            } else {
                w = w - lr * g / (math::sqrt(centered_square(g, s, other)) + eps);
            }
        }
        template <class V>
        ESPALIER_INLINE constexpr void step(V& w, V const& g, V const& s, V& b, V& a) const {
            b = momentum * b + g / (math::sqrt(centered_square(g, s, a)) + eps);
            w = w - lr * b;
        }
    };
};

/// `es::rmsprop(es::lr = 1e-2f)`: lr 1e-2, alpha 0.99, eps 1e-8 by default.
inline constexpr rule_object<rmsprop_rule> rmsprop{};

}  // namespace espalier::inline ESPALIER_ABI
