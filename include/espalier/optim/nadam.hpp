// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/optim/rule.hpp>

namespace espalier::inline ESPALIER_ABI {

/// NAdam (Dozat 2016) by the documented formula of torch.optim.NAdam:
///     mu_t = beta1 (1 - 0.96^(t momentum_decay) / 2),  the next mu likewise,
///     w <- w - lr (mu_next m / (1 - prod mu mu_next) + (1 - mu) g / (1 - prod mu))
///              / (sqrt(v) + eps)
struct nadam_rule {
    static constexpr auto name = fixed_string("nadam");
    static constexpr bool elementwise = true;
    static constexpr double default_lr = 2e-3;
    using options = list<tag::lr, tag::betas, tag::eps, tag::weight_decay, tag::momentum_decay>;
    using flags = list<>;
    template <class O, class Flags>
    static constexpr int states = 2;
    template <class O, class Flags>
    static constexpr std::string_view state_name(int i) {
        return i == 0 ? "exp_avg" : "exp_avg_sq";
    }
    template <class O>
    static constexpr bool counts_steps = true;
    static constexpr int scalars = 1;

    template <class T, class O, class Flags>
    struct update {
        T lr, beta1, beta2, eps, weight_decay, correction1, correction2, gradient_share,
            moment_share;

        constexpr update(O const& o, rule_step at, [[maybe_unused]] T* kept)
            : lr(o.template get<T, tag::lr>(at.schedule, default_lr)),
              beta1(beta_of<T, 0>(o, 0.9)),
              beta2(beta_of<T, 1>(o, 0.999)),
              eps(o.template get<T, tag::eps>(at.schedule, 1e-8)),
              weight_decay(o.template get<T, tag::weight_decay>(at.schedule, 0)),
              correction1(one_minus_power(beta1, at.count + 1)),
              correction2(one_minus_power(beta2, at.count + 1)) {
            T const decay = o.template get<T, tag::momentum_decay>(at.schedule, 4e-3);
            auto mu = [&](std::uint32_t t) {
                return beta1 *
                       (T{1} - math::pow(static_cast<T>(0.96), static_cast<T>(t) * decay) / T{2});
            };
            T const now = mu(at.count + 1), next = mu(at.count + 2);
            T const product = (at.count == 0 ? T{1} : *kept) * now;
            *kept = product;
            gradient_share = lr * (T{1} - now) / (T{1} - product);
            moment_share = lr * next / (T{1} - product * next);
        }

        template <class V>
        ESPALIER_INLINE constexpr void operator()(V& w, V g, V& m, V& v) const {
            g = decayed<O>(w, g, weight_decay);
            m = beta1 * m + (T{1} - beta1) * g;
            v = beta2 * v + (T{1} - beta2) * g * g;
            V const scale = math::sqrt(v / correction2) + eps;
            w = w - gradient_share * g / scale - moment_share * m / scale;
        }
    };
};

/// `es::nadam()`: lr 2e-3, betas {0.9, 0.999}, eps 1e-8, momentum_decay 4e-3 by default.
inline constexpr rule_object<nadam_rule> nadam{};

}  // namespace espalier::inline ESPALIER_ABI
