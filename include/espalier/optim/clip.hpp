// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/core/hana.hpp>
#include <espalier/core/math.hpp>

namespace espalier::inline ESPALIER_ABI {

template <class V>
struct clip_norm_t {
    static constexpr fixed_string name = "clip_norm";
    static constexpr bool shared_option = true;
    V limit{};

    /// Calls `for_each(f)` with f(element) for all elements of all gradients, twice.
    template <class T, class ForEach>
    constexpr void clip(ForEach const& for_each) const {
        T squares{};
        for_each([&](T& element) { squares += element * element; });
        T const factor = static_cast<T>(limit) / (math::sqrt(squares) + static_cast<T>(1e-6));
        if (!(factor >= T{1})) for_each([&](T& element) { element *= factor; });
    }
};
/// Scales all gradients by min(1, limit / (norm + 1e-6)); the 2-norm runs over the gradients of
/// trained parameters only (torch.nn.utils.clip_grad_norm_).
template <class V>
    requires std::is_arithmetic_v<V>
constexpr auto clip_norm(V limit) {
    return clip_norm_t<V>{limit};
}

template <class V>
struct clip_value_t {
    static constexpr fixed_string name = "clip_value";
    static constexpr bool shared_option = true;
    V limit{};

    template <class T, class ForEach>
    constexpr void clip(ForEach const& for_each) const {
        T const most = static_cast<T>(limit);
        for_each([&](T& element) {
            element = element > most ? most : element < -most ? -most : element;
        });
    }
};
/// Clamps each element of every gradient to [-limit, limit]. Given with `clip_norm`, both are done,
/// in the order written.
template <class V>
    requires std::is_arithmetic_v<V>
constexpr auto clip_value(V limit) {
    return clip_value_t<V>{limit};
}

namespace detail {
template <class O>
inline constexpr bool is_clip = false;
template <class V>
inline constexpr bool is_clip<clip_norm_t<V>> = true;
template <class V>
inline constexpr bool is_clip<clip_value_t<V>> = true;

/// What is clipped, in order.
template <class List>
struct clip_settings;
template <class... Clip>
struct clip_settings<list<Clip...>> {
    [[no_unique_address]] hana::tuple<Clip...> clips;
};
}  // namespace detail

}  // namespace espalier::inline ESPALIER_ABI
