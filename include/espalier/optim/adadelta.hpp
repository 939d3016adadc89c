// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/optim/rule.hpp>

namespace espalier::inline ESPALIER_ABI {

/// Adadelta (Zeiler 2012), as torch.optim.Adadelta:
///     s <- rho s + (1 - rho) g^2,  d = sqrt(a + eps) / sqrt(s + eps) g,
///     a <- rho a + (1 - rho) d^2,  w <- w - lr d
struct adadelta_rule {
    static constexpr auto name = fixed_string("adadelta");
    static constexpr bool elementwise = true;
    static constexpr double default_lr = 1.0;
    using options = list<tag::lr, tag::rho, tag::eps, tag::weight_decay>;
    using flags = list<>;
    template <class O, class Flags>
    static constexpr int states = 2;
    template <class O, class Flags>
    static constexpr std::string_view state_name(int i) {
        return i == 0 ? "square_avg" : "acc_delta";
    }
    template <class O>
    static constexpr bool counts_steps = false;
    static constexpr int scalars = 0;

    template <class T, class O, class Flags>
    struct update {
        T lr, rho, eps, weight_decay;

        constexpr update(O const& o, rule_step at, T*)
            : lr(o.template get<T, tag::lr>(at.schedule, default_lr)),
              rho(o.template get<T, tag::rho>(at.schedule, 0.9)),
              eps(o.template get<T, tag::eps>(at.schedule, 1e-6)),
              weight_decay(o.template get<T, tag::weight_decay>(at.schedule, 0)) {}

        template <class V>
        ESPALIER_INLINE constexpr void operator()(V& w, V g, V& s, V& a) const {
            g = decayed<O>(w, g, weight_decay);
            s = rho * s + (T{1} - rho) * g * g;
            V const d = math::sqrt(a + eps) / math::sqrt(s + eps) * g;
            a = rho * a + (T{1} - rho) * d * d;
            w = w - lr * d;
        }
    };
};

/// `es::adadelta()`: lr 1, rho 0.9, eps 1e-6 by default.
inline constexpr rule_object<adadelta_rule> adadelta{};

}  // namespace espalier::inline ESPALIER_ABI
