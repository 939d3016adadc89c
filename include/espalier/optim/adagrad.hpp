// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/optim/rule.hpp>

namespace espalier::inline ESPALIER_ABI {

/// Adagrad (Duchi et al. 2011), as torch.optim.Adagrad:
///     s <- s + g^2,  w <- w - lr / (1 + (t - 1) lr_decay) g / (sqrt(s) + eps)
struct adagrad_rule {
    static constexpr auto name = fixed_string("adagrad");
    static constexpr bool elementwise = true;
    static constexpr double default_lr = 1e-2;
    using options =
        list<tag::lr, tag::lr_decay, tag::weight_decay, tag::initial_accumulator, tag::eps>;
    using flags = list<>;
    template <class O, class Flags>
    static constexpr int states = 1;
    template <class O, class Flags>
    static constexpr std::string_view state_name(int i) {
        return i == 0 ? "sum" : "";
    }
    template <class O>
    static constexpr bool counts_steps =
        gives<O, tag::lr_decay> || gives<O, tag::initial_accumulator>;
    static constexpr int scalars = 0;

    template <class T, class O, class Flags>
    struct update {
        T lr, eps, weight_decay, start;

        constexpr update(O const& o, rule_step at, T*)
            : lr(o.template get<T, tag::lr>(at.schedule, default_lr) /
                 (T{1} +
                  static_cast<T>(at.count) * o.template get<T, tag::lr_decay>(at.schedule, 0))),
              eps(o.template get<T, tag::eps>(at.schedule, 1e-10)),
              weight_decay(o.template get<T, tag::weight_decay>(at.schedule, 0)),
              start(at.count == 0 ? o.template get<T, tag::initial_accumulator>(at.schedule, 0)
                                  : T{}) {}

        template <class V>
        ESPALIER_INLINE constexpr void operator()(V& w, V g, V& s) const {
            g = decayed<O>(w, g, weight_decay);
            s = s + start + g * g;
            w = w - lr * g / (math::sqrt(s) + eps);
        }
    };
};

/// `es::adagrad(es::lr = 1e-2f)`: lr 1e-2, eps 1e-10 by default.
inline constexpr rule_object<adagrad_rule> adagrad{};

}  // namespace espalier::inline ESPALIER_ABI
