// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/optim/rule.hpp>

namespace espalier::inline ESPALIER_ABI {

/// LAMB (You et al. 2019) with bias correction: r = m / (sqrt(v) + eps) + weight_decay w, then
///     w <- w - lr |w| / |r| r over each parameter (ratio 1 where a norm is 0).
struct lamb_rule {
    static constexpr auto name = fixed_string("lamb");
    static constexpr bool elementwise = false;
    static constexpr double default_lr = 1e-3;
    using options = list<tag::lr, tag::betas, tag::eps, tag::weight_decay>;
    using flags = list<>;
    template <class O, class Flags>
    static constexpr int states = 2;
    template <class O, class Flags>
    static constexpr std::string_view state_name(int i) {
        return i == 0 ? "exp_avg" : "exp_avg_sq";
    }
    template <class O>
    static constexpr bool counts_steps = true;
    static constexpr int scalars = 0;

    template <class T, class O, class Flags>
    struct update {
        T lr, beta1, beta2, eps, weight_decay, correction1, correction2;

        constexpr update(O const& o, rule_step at, [[maybe_unused]] T* kept)
            : lr(o.template get<T, tag::lr>(at.schedule, default_lr)),
              beta1(beta_of<T, 0>(o, 0.9)),
              beta2(beta_of<T, 1>(o, 0.999)),
              eps(o.template get<T, tag::eps>(at.schedule, 1e-6)),
              weight_decay(o.template get<T, tag::weight_decay>(at.schedule, 0)),
              correction1(one_minus_power(beta1, at.count + 1)),
              correction2(one_minus_power(beta2, at.count + 1)) {}

        /// The direction r, of which and of w the norms are taken before `move`.
        template <class V>
        ESPALIER_INLINE constexpr V direction(V const& w, V g, V& m, V& v) const {
            m = beta1 * m + (T{1} - beta1) * g;
            v = beta2 * v + (T{1} - beta2) * g * g;
            V const r = m / correction1 / (math::sqrt(v / correction2) + eps);
            return decayed<O>(w, r, weight_decay);
        }
        template <class V>
        ESPALIER_INLINE constexpr void move(V& w, V const& r, T ratio) const {
            w = w - lr * ratio * r;
        }
    };
};

/// `es::lamb()`: lr 1e-3, betas {0.9, 0.999}, eps 1e-6 by default.
inline constexpr rule_object<lamb_rule> lamb{};

}  // namespace espalier::inline ESPALIER_ABI
