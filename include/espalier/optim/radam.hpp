// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/optim/rule.hpp>

namespace espalier::inline ESPALIER_ABI {

/// RAdam (Liu et al. 2019), as torch.optim.RAdam: Adam with the variance rectified, and plain
/// momentum while its length is not above 5.
struct radam_rule {
    static constexpr auto name = fixed_string("radam");
    static constexpr bool elementwise = true;
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
        T lr, beta1, beta2, eps, weight_decay, correction1, correction2, rectification;

        constexpr update(O const& o, rule_step at, [[maybe_unused]] T* kept)
            : lr(o.template get<T, tag::lr>(at.schedule, default_lr)),
              beta1(beta_of<T, 0>(o, 0.9)),
              beta2(beta_of<T, 1>(o, 0.999)),
              eps(o.template get<T, tag::eps>(at.schedule, 1e-8)),
              weight_decay(o.template get<T, tag::weight_decay>(at.schedule, 0)),
              correction1(one_minus_power(beta1, at.count + 1)),
              correction2(one_minus_power(beta2, at.count + 1)) {
            T const t = static_cast<T>(at.count + 1);
            T const longest = T{2} / (T{1} - beta2) - T{1};
            T const length = longest - T{2} * t * (T{1} - correction2) / correction2;
            rectification = length > T{5}
                                ? math::sqrt((length - T{4}) * (length - T{2}) * longest /
                                             ((longest - T{4}) * (longest - T{2}) * length)) *
                                      math::sqrt(correction2)
                                : T{};
        }

        template <class V>
        ESPALIER_INLINE constexpr void operator()(V& w, V g, V& m, V& v) const {
            g = decayed<O>(w, g, weight_decay);
            m = beta1 * m + (T{1} - beta1) * g;
            v = beta2 * v + (T{1} - beta2) * g * g;
            if (rectification > T{})
                w = w - lr / correction1 * rectification * m / (math::sqrt(v) + eps);
            else
                w = w - lr / correction1 * m;
        }
    };
};

/// `es::radam()`: lr 1e-3, betas {0.9, 0.999}, eps 1e-8 by default.
inline constexpr rule_object<radam_rule> radam{};

}  // namespace espalier::inline ESPALIER_ABI
