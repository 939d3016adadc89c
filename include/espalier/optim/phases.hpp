// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/nn/sequential.hpp>
#include <espalier/optim/trainer.hpp>

/// Gradual unfreezing over a `sequential`, as a compile-time list of phases.
namespace espalier::inline ESPALIER_ABI {

namespace detail {
template <std::size_t Wanted, class... F>
consteval std::size_t tail_with_parameters(sequential_t<F...>) {
    bool const owns[]{(parameters_of<F>::type::size > 0)..., false};
    std::size_t found = 0, at = sizeof...(F);
    while (at > 0 && found < Wanted) found += owns[--at];
    return at;
}
template <class... F>
consteval std::size_t layers_with_parameters(sequential_t<F...>) {
    return (std::size_t{parameters_of<F>::type::size > 0} + ... + 0);
}
template <std::size_t Begin, class... F, std::size_t... I>
constexpr auto tail(sequential_t<F...>, std::index_sequence<I...>) {
    return sequential(at<Begin + I, F...>{}...);
}
}  // namespace detail

/// The last K layers of a sequential that own parameters (and what stands between them).
template <std::size_t K, class... F>
constexpr auto last(sequential_t<F...> net) {
    constexpr std::size_t begin = detail::tail_with_parameters<K>(sequential_t<F...>{});
    return detail::tail<begin>(net, std::make_index_sequence<sizeof...(F) - begin>{});
}

/// The groups of a phase: the last K layers with these options, the rest frozen.
template <std::size_t K, class... F, class... Option>
constexpr auto unfreeze(sequential_t<F...> net, Option... options) {
    if constexpr (K >= detail::layers_with_parameters(sequential_t<F...>{}))
        return groups(group(net, options...));
    else
        return groups(group(last<K>(net), options...), group(rest, frozen));
}

/// Phases 1 to Count: `make(k)` gives the optimizer of phase k, an integral constant;
/// `train(trainer)` runs it. State is carried from each phase to the next. The trainer of the last
/// one is returned.
template <std::size_t Count, std::size_t Phase = 1, class Loss, class Make, class Train,
          class... Previous>
constexpr auto gradual_unfreezing(Loss loss, Make const& make, Train const& train,
                                  Previous const&... previous) {
    auto now = trainer(loss, make(std::integral_constant<std::size_t, Phase>{}), previous...);
    train(now);
    if constexpr (Phase == Count)
        return now;
    else
        return gradual_unfreezing<Count, Phase + 1>(loss, make, train, now);
}

}  // namespace espalier::inline ESPALIER_ABI
