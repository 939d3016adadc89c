// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/optim/rule.hpp>

namespace espalier::inline ESPALIER_ABI {

namespace detail {

/// adam and adamw: `Decoupled` weight decay shrinks the parameter, other enters its gradient.
template <bool Decoupled>
struct adam_family {
    static constexpr bool elementwise = true;
    static constexpr double default_lr = 1e-3;
    using options = list<tag::lr, tag::betas, tag::eps, tag::weight_decay>;
    using flags = list<amsgrad_t>;
    template <class O, class Flags>
    static constexpr int states = has_flag<Flags, amsgrad_t> ? 3 : 2;
    template <class O, class Flags>
    static constexpr std::string_view state_name(int i) {
        return i == 0 ? "exp_avg" : i == 1 ? "exp_avg_sq" : "max_exp_avg_sq";
    }
    template <class O>
    static constexpr bool counts_steps = true;
    static constexpr int scalars = 0;

    template <class T, class O, class Flags>
    struct update {
        T lr, beta1, beta2, eps, weight_decay, rate;

        constexpr update(O const& o, rule_step at, [[maybe_unused]] T* kept)
            : lr(o.template get<T, tag::lr>(at.schedule, default_lr)),
              beta1(beta_of<T, 0>(o, 0.9)),
              beta2(beta_of<T, 1>(o, 0.999)),
              eps(o.template get<T, tag::eps>(at.schedule, 1e-8)),
              weight_decay(o.template get<T, tag::weight_decay>(at.schedule, Decoupled ? 1e-2 : 0)),
              rate(lr) {
            auto const by = correct_moments<T>(o, at.count + 1);
            rate *= by.size;
            eps *= by.root;
        }

        template <class V>
        ESPALIER_INLINE constexpr void operator()(V& w, V g, V& m, V& v) const {
            g = prepare(w, g);
            m = beta1 * m + (T{1} - beta1) * g;
            v = beta2 * v + (T{1} - beta2) * g * g;
            w = w - rate * m / (math::sqrt(v) + eps);
        }
        template <class V>
        ESPALIER_INLINE constexpr void operator()(V& w, V g, V& m, V& v, V& largest) const {
            g = prepare(w, g);
            m = beta1 * m + (T{1} - beta1) * g;
            v = beta2 * v + (T{1} - beta2) * g * g;
            largest = math::select(largest > v, largest, v);
            w = w - rate * m / (math::sqrt(largest) + eps);
        }

    private:
        template <class V>
        ESPALIER_INLINE constexpr V prepare(V& w, V const& g) const {
            if constexpr (Decoupled) {
                if constexpr (!O::template is_zero<tag::weight_decay>)
                    w = w - lr * weight_decay * w;
                return g;
            } else {
                return decayed<O>(w, g, weight_decay);
            }
        }
    };
};

}  // namespace detail

/// Adam (Kingma and Ba 2014), as torch.optim.Adam: with bias-corrected m and v,
///     w <- w - lr m / (sqrt(v) + eps); weight decay is added to the gradient.
/// `es::amsgrad`: Reddi 2018.
struct adam_rule : detail::adam_family<false> {
    static constexpr auto name = fixed_string("adam");
};

/// `es::adam(es::lr = 1e-3f)`: lr 1e-3, betas {0.9, 0.999}, eps 1e-8 by default.
inline constexpr rule_object<adam_rule> adam{};

}  // namespace espalier::inline ESPALIER_ABI
