// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/optim/trainer.hpp>

namespace espalier::inline ESPALIER_ABI {

/// An exponential moving average of the trained parameters alone: s <- beta s + (1 - beta) w.
template <class Trainer>
struct ema_t {
    using T = typename Trainer::T;
    T beta;
    gradients<typename Trainer::training::all::targets> averages;

    /// Takes in the parameters after a step.
    template <class Variables>
    constexpr void update(Variables const& vars) {
        for_each(vars, [this](T& s, T const& w) { s = beta * s + (T{1} - beta) * w; });
    }
    /// Exchanges averages and parameters: once to evaluate with the averages, again to go on.
    template <class Variables>
    constexpr void swap(Variables& vars) {
        for_each(vars, [](T& s, T& w) {
            T const kept = w;
            w = s;
            s = kept;
        });
    }
    /// The average of a parameter.
    template <expression E>
        requires is_leaf<E>
    constexpr auto const& operator[](E leaf) const {
        return averages[leaf];
    }
    template <class Variables, class F>
    constexpr void for_each(Variables& vars, F const& f) {
        Trainer::for_each_trained([&]<std::size_t I, class Leaf>() {
            auto& average = detail::slot_at<I>(averages);
            auto& now = Variables::template at<Leaf>(vars);
            for (index_t i = 0; i < Leaf::shape_type::size; ++i) f(average.flat(i), now.flat(i));
        });
    }
};

/// `es::ema(trainer, vars, es::beta = 0.999f)`: starts at the present values; call `update(vars)`
/// after each step.
template <class Spec, class Variables, class V>
constexpr auto ema(trainer_t<Spec> const&, Variables const& vars, option<tag::beta, V> beta) {
    using T = typename trainer_t<Spec>::T;
    ema_t<trainer_t<Spec>> made{static_cast<T>(beta.value), {}};
    made.for_each(vars, [](T& s, T const& w) { s = w; });
    return made;
}

}  // namespace espalier::inline ESPALIER_ABI
