// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/nn/recurrent.hpp>

namespace espalier::inline ESPALIER_ABI {

namespace detail {

struct rnn_step {
    constexpr auto operator()(auto x, auto h, auto w, auto u, auto... bias) const {
        return tanh(from_input(x, w, bias...) + from_state(h, u));
    }
};

template <index_t In, index_t Hidden, class T, bool Bias>
struct rnn_body : composite<"rnn">, recurrent_parameters<1, In, Hidden, T, Bias> {
    using parameters = recurrent_parameters<1, In, Hidden, T, Bias>;
    using options = list<no_bias_t>;
    template <class...>
    using configured = rnn_body<In, Hidden, T, false>;

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
            return parameters::states(rnn_step{}, x, state...);
        }
    }
};

}  // namespace detail

/// h' = tanh(x weight_ih^T + bias_ih + h weight_hh^T + bias_hh), over [N,] L, In -> [N,] L, Hidden,
/// as torch.nn.RNN (batch_first): `(x)` or `(x, h)`, with h of shape [N,] Hidden, zero by default.
/// Parameters `weight_ih` (Hidden, In), `weight_hh` (Hidden, Hidden), `bias_ih`, `bias_hh`.
template <fixed_string Name, index_t In, index_t Hidden, class T = float>
inline constexpr layer<Name, detail::rnn_body<In, Hidden, T, true>> rnn{};

}  // namespace espalier::inline ESPALIER_ABI
