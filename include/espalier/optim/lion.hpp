// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/optim/rule.hpp>

namespace espalier::inline ESPALIER_ABI {

/// Lion (Chen et al. 2023): c = beta1 m + (1 - beta1) g,  w <- w - lr (sign(c) + weight_decay w),
///     m <- beta2 m + (1 - beta2) g
struct lion_rule {
    static constexpr auto name = fixed_string("lion");
    static constexpr bool elementwise = true;
    static constexpr double default_lr = 1e-4;
    using options = list<tag::lr, tag::betas, tag::weight_decay>;
    using flags = list<>;
    template <class O, class Flags>
    static constexpr int states = 1;
    template <class O, class Flags>
    static constexpr std::string_view state_name(int i) {
        return i == 0 ? "exp_avg" : "";
    }
    template <class O>
    static constexpr bool counts_steps = false;
    static constexpr int scalars = 0;

    template <class T, class O, class Flags>
    struct update {
        T lr, beta1, beta2, weight_decay;

        constexpr update(O const& o, rule_step at, T*)
            : lr(o.template get<T, tag::lr>(at.schedule, default_lr)),
              beta1(beta_of<T, 0>(o, 0.9)),
              beta2(beta_of<T, 1>(o, 0.99)),
              weight_decay(o.template get<T, tag::weight_decay>(at.schedule, 0)) {}

        template <class V>
        ESPALIER_INLINE constexpr void operator()(V& w, V g, V& m) const {
            V const c = beta1 * m + (T{1} - beta1) * g;
            V const sign = math::select(c > V(T{}), V(T{1}), math::select(c < V(T{}), V(T{-1}), c));
            w = w - lr * decayed<O>(w, sign, weight_decay);
            m = beta2 * m + (T{1} - beta2) * g;
        }
    };
};

/// `es::lion()`: lr 1e-4, betas {0.9, 0.99} by default.
inline constexpr rule_object<lion_rule> lion{};

}  // namespace espalier::inline ESPALIER_ABI
