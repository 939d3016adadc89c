// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/optim/rule.hpp>

namespace espalier::inline ESPALIER_ABI {

/// Stochastic gradient descent with momentum, as torch.optim.SGD (Sutskever et al. 2013):
///     g <- g + weight_decay w,  m <- momentum m + (1 - dampening) g,  w <- w - lr m
/// (Nesterov: w <- w - lr (g + momentum m)); the first step has m = g. No buffer without momentum.
struct sgd_rule {
    static constexpr auto name = fixed_string("sgd");
    static constexpr bool elementwise = true;
    static constexpr double default_lr = 1e-3;
    using options = list<tag::lr, tag::momentum, tag::dampening, tag::weight_decay>;
    using flags = list<nesterov_t>;
    template <class O>
    static constexpr bool has_momentum = gives<O, tag::momentum>;
    template <class O, class Flags>
    static constexpr int states = has_momentum<O> ? 1 : 0;
    template <class O, class Flags>
    static constexpr std::string_view state_name(int i) {
        return i == 0 ? "momentum_buffer" : "";
    }
    template <class O>
    static constexpr bool counts_steps = has_momentum<O> && gives<O, tag::dampening>;
    static constexpr int scalars = 0;

    template <class T, class O, class Flags>
    struct update {
        T lr, momentum, share, weight_decay;

        constexpr update(O const& o, rule_step at, T*)
            : lr(o.template get<T, tag::lr>(at.schedule, default_lr)),
              momentum(o.template get<T, tag::momentum>(at.schedule, 0)),
              share(at.count == 0 ? T{1}
                                  : T{1} - o.template get<T, tag::dampening>(at.schedule, 0)),
              weight_decay(o.template get<T, tag::weight_decay>(at.schedule, 0)) {}

        template <class V>
        ESPALIER_INLINE constexpr void operator()(V& w, V g) const {
            w = math::multiply_add(V(-lr), decayed<O>(w, g, weight_decay), w);
        }
        template <class V>
        ESPALIER_INLINE constexpr void operator()(V& w, V g, V& m) const {
            g = decayed<O>(w, g, weight_decay);
            if constexpr (gives<O, tag::dampening>)
                m = math::multiply_add(V(momentum), m, share * g);
            else
                m = math::multiply_add(V(momentum), m, g);
            if constexpr (has_flag<Flags, nesterov_t>)
                w = math::multiply_add(V(-lr), math::multiply_add(V(momentum), m, g), w);
            else
                w = math::multiply_add(V(-lr), m, w);
        }
    };
};

/// `es::sgd(es::lr = 0.1f, es::momentum = 0.9f)`, or with `es::groups(...)` first. lr 1e-3 by
/// default.
inline constexpr rule_object<sgd_rule> sgd{};

}  // namespace espalier::inline ESPALIER_ABI
