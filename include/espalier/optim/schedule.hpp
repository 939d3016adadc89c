// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>

#include <espalier/core/keyword.hpp>
#include <espalier/core/math.hpp>
#include <espalier/optim/options.hpp>

/// Schedules: options that depend on the step, `s(step)` from step 0, constant after their last
/// step. Any other callable of the step is a schedule too. Formulas are torch.optim.lr_scheduler's.
namespace espalier::inline ESPALIER_ABI {

/// What a schedule is called with: 0 at the first step.
using step_index = std::uint32_t;

namespace detail {
template <class T>
constexpr T step_fraction(step_index step, step_index steps) {
    return step >= steps ? T{1} : static_cast<T>(step) / static_cast<T>(steps);
}
template <class T>
inline constexpr T pi = static_cast<T>(3.14159265358979323846);

template <class S>
constexpr auto rate_at_start(S const& lr_or_schedule) {
    if constexpr (requires { lr_or_schedule(step_index{}); })
        return lr_or_schedule(step_index{});
    else
        return lr_or_schedule;
}
/// The number that a learning rate or a schedule of it is.
template <class S>
using rate_of = decltype(rate_at_start(std::declval<S const&>()));
}  // namespace detail

template <class T>
struct cosine_schedule {
    T lr;
    step_index steps;
    T eta_min;
    constexpr T operator()(step_index step) const {
        return eta_min +
               (lr - eta_min) *
                   (T{1} + math::cos(detail::pi<T> * detail::step_fraction<T>(step, steps))) / T{2};
    }
};
/// Half a cosine from lr to eta_min (0) over the steps (CosineAnnealingLR).
template <class T>
constexpr auto cosine(T lr, step_index steps) {
    return cosine_schedule<T>{lr, steps, T{}};
}
template <class T, class M>
constexpr auto cosine(T lr, step_index steps, option<tag::eta_min, M> lowest) {
    return cosine_schedule<T>{lr, steps, static_cast<T>(lowest.value)};
}

template <class T>
struct step_decay_schedule {
    T lr;
    step_index steps;
    T gamma;
    constexpr T operator()(step_index step) const {
        T now = lr;
        for (step_index i = 0; i < step / (steps ? steps : 1); ++i) now *= gamma;
        return now;
    }
};
/// lr times gamma (0.1) after every so many steps, at least 1 (StepLR).
template <class T>
constexpr auto step_decay(T lr, step_index steps) {
    return step_decay_schedule<T>{lr, steps, static_cast<T>(0.1)};
}
template <class T, class G>
constexpr auto step_decay(T lr, step_index steps, option<tag::gamma, G> factor) {
    return step_decay_schedule<T>{lr, steps, static_cast<T>(factor.value)};
}

template <class T>
struct exponential_schedule {
    T lr;
    T gamma;
    constexpr T operator()(step_index step) const {
        return lr * math::pow(gamma, static_cast<T>(step));
    }
};
/// lr gamma^step (ExponentialLR).
template <class T, class G>
constexpr auto exponential(T lr, option<tag::gamma, G> factor) {
    return exponential_schedule<T>{lr, static_cast<T>(factor.value)};
}

template <class T>
struct linear_decay_schedule {
    T lr;
    step_index steps;
    T end_factor;
    constexpr T operator()(step_index step) const {
        return lr * (T{1} + (end_factor - T{1}) * detail::step_fraction<T>(step, steps));
    }
};
/// A line from lr to lr end_factor over the steps (LinearLR).
template <class T>
constexpr auto linear_decay(T lr, step_index steps, std::type_identity_t<T> end_factor = T{}) {
    return linear_decay_schedule<T>{lr, steps, end_factor};
}

template <class T>
struct polynomial_schedule {
    T lr;
    step_index steps;
    T power;
    constexpr T operator()(step_index step) const {
        return lr * math::pow(T{1} - detail::step_fraction<T>(step, steps), power);
    }
};
/// lr (1 - step / steps)^power (PolynomialLR).
template <class T>
constexpr auto polynomial(T lr, step_index steps, std::type_identity_t<T> power = T{1}) {
    return polynomial_schedule<T>{lr, steps, power};
}

template <class T, class S>
struct warmup_schedule {
    S base;
    step_index steps;
    T start_factor;
    constexpr T operator()(step_index step) const {
        T const factor =
            start_factor + (T{1} - start_factor) * detail::step_fraction<T>(step, steps);
        if constexpr (requires { base(step); })
            return static_cast<T>(detail::at_step(base, step)) * factor;
        else
            return static_cast<T>(base) * factor;
    }
};
/// A number or schedule, times a factor that grows linearly from start_factor to 1 over the steps.
template <class S, class T = detail::rate_of<S>>
constexpr auto warmup(S lr_or_schedule, step_index steps,
                      std::type_identity_t<T> start_factor = T{}) {
    return warmup_schedule<T, S>{lr_or_schedule, steps, start_factor};
}

template <class T>
struct one_cycle_schedule {
    T max_lr;
    step_index steps;
    constexpr T operator()(step_index step) const {
        // up from max / 25 for 30 % of the steps, then down to max / 25e4, both by half a cosine
        T const up = static_cast<T>(0.3) * static_cast<T>(steps) - T{1};
        T const last = static_cast<T>(steps) - T{1};
        T const at = step >= steps ? last : static_cast<T>(step);
        T const first = max_lr / T{25};
        return at <= up ? ease(first, max_lr, at / up)
                        : ease(max_lr, first / static_cast<T>(1e4), (at - up) / (last - up));
    }

private:
    static constexpr T ease(T from, T to, T share) {
        return to + (from - to) / T{2} * (T{1} + math::cos(detail::pi<T> * share));
    }
};
/// One cycle (Smith 2018; OneCycleLR's defaults): up to max_lr, then down.
template <class T>
constexpr auto one_cycle(T max_lr, step_index steps) {
    return one_cycle_schedule<T>{max_lr, steps};
}

template <class T>
struct milestone_t {
    step_index step;
    T lr;
};
/// From this step on, this rate.
template <class T>
constexpr auto milestone(step_index step, T lr) {
    return milestone_t<T>{step, lr};
}

template <class T, std::size_t N>
struct piecewise_schedule {
    T lr;
    milestone_t<T> milestones[N];
    constexpr T operator()(step_index step) const {
        T now = lr;
        for (auto const& m : milestones)
            if (step >= m.step) now = m.lr;
        return now;
    }
};
/// lr, then the rate of the last milestone that was reached, in order.
template <class T, class... M>
constexpr auto piecewise(T lr, milestone_t<M>... m) {
    return piecewise_schedule<T, sizeof...(M)>{lr, {{m.step, static_cast<T>(m.lr)}...}};
}

}  // namespace espalier::inline ESPALIER_ABI
