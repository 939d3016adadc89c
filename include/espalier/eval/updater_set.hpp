// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <type_traits>
#include <utility>

#include <espalier/core/config.hpp>
#include <espalier/core/shape.hpp>

namespace espalier::inline ESPALIER_ABI::detail {

template <std::size_t I, class U>
struct updater_slot {
    U updater;
};
template <class I, class... U>
struct updater_set;
/// The updates of one group: called with their number, an element, and its gradient.
template <std::size_t... I, class... U>
struct updater_set<std::index_sequence<I...>, U...> : updater_slot<I, U>... {
    template <std::size_t N, int Active, class V>
    ESPALIER_INLINE constexpr void operator()(std::integral_constant<std::size_t, N>,
                                              std::integral_constant<int, Active>, index_t at,
                                              V gradient) const {
        call<N, Active>(*this, at, gradient);
    }
    /// The address of the one parameter, where it is updated in the order in which it is stored.
    ESPALIER_INLINE constexpr auto parameter() const
        requires(sizeof...(U) == 1 && (U::in_storage_order && ...))
    {
        return (updater_slot<I, U>::updater.parameter, ...);
    }
    template <std::size_t N, int Active, class One, class V>
    static ESPALIER_INLINE constexpr void call(updater_slot<N, One> const& slot, index_t at,
                                               V gradient) {
        slot.updater.template apply<Active>(at, gradient);
    }
};

}  // namespace espalier::inline ESPALIER_ABI::detail
