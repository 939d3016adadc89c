// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/nn/recurrent.hpp>

namespace espalier::inline ESPALIER_ABI {

namespace detail {

template <index_t Hidden>
struct gru_step {
    constexpr auto operator()(auto x, auto h, auto w, auto u) const {
        return next(h, from_input(x, w), from_state(h, u));
    }
    constexpr auto operator()(auto x, auto h, auto w, auto u, auto b, auto c) const {
        return next(h, from_input(x, w, b), from_state(h, u, c));
    }

private:
    static constexpr auto next(auto h, auto from_x, auto from_h) {
        auto const r = sigmoid(part<0, Hidden>(from_x) + part<0, Hidden>(from_h));
        auto const z = sigmoid(part<1, Hidden>(from_x) + part<1, Hidden>(from_h));
        auto const n = tanh(part<2, Hidden>(from_x) + r * part<2, Hidden>(from_h));
        return n + z * (h - n);
    }
};

template <index_t In, index_t Hidden, class T, bool Bias>
struct gru_body : composite<"gru">, recurrent_parameters<3, In, Hidden, T, Bias> {
    using parameters = recurrent_parameters<3, In, Hidden, T, Bias>;
    using options = list<no_bias_t>;
    template <class...>
    using configured = gru_body<In, Hidden, T, false>;

    static constexpr auto body(auto x) { return run(x); }
    static constexpr auto body(auto x, auto h) { return run(x, h); }

private:
    template <class X, class... State>
    static constexpr auto run(X x, State... state) {
        using error = typename parameters::template error<X, State...>;
        if constexpr (!std::is_void_v<error>) {
            static_assert(sizeof(error) > 0);
            return parameters::shape_error_result();
        } else if constexpr (sizeof...(State) == 0) {
            return run(x, parameters::template no_state<X>());
        } else {
            return parameters::states(gru_step<Hidden>{}, x, state...);
        }
    }
};

}  // namespace detail

/// r = sigmoid(x W_r^T + b_r + h U_r^T + c_r), z likewise, n = tanh(x W_n^T + b_n + r (h U_n^T +
/// c_n)), h' = (1 - z) n + z h (Cho et al. 2014, in torch.nn.GRU's form), over [N,] L, In -> [N,]
/// L, Hidden.
/// `(x)` or `(x, h)`. Parameters `weight_ih` (3 Hidden, In), `weight_hh` (3 Hidden, Hidden),
/// `bias_ih`, `bias_hh`, gates in the order r, z, n.
template <fixed_string Name, index_t In, index_t Hidden, class T = float>
inline constexpr layer<Name, detail::gru_body<In, Hidden, T, true>> gru{};

}  // namespace espalier::inline ESPALIER_ABI
