// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/nn/recurrent.hpp>

namespace espalier::inline ESPALIER_ABI {

namespace detail {

/// The state is h and c side by side.
template <index_t Hidden>
struct lstm_step {
    constexpr auto operator()(auto x, auto state, auto w, auto u, auto... bias) const {
        auto const h = part<0, Hidden>(state);
        auto const c = part<1, Hidden>(state);
        auto const gates = from_input(x, w, bias...) + from_state(h, u);
        auto const i = part<0, Hidden>(gates);
        auto const f = part<1, Hidden>(gates);
        auto const g = part<2, Hidden>(gates);
        auto const o = part<3, Hidden>(gates);
        auto const next = sigmoid(f) * c + sigmoid(i) * tanh(g);
        return concat<-1>(sigmoid(o) * tanh(next), next);
    }
};

template <index_t In, index_t Hidden, class T, bool Bias>
struct lstm_body : composite<"lstm">, recurrent_parameters<4, In, Hidden, T, Bias> {
    using parameters = recurrent_parameters<4, In, Hidden, T, Bias>;
    using options = list<no_bias_t>;
    template <class...>
    using configured = lstm_body<In, Hidden, T, false>;

    static constexpr auto body(auto x) { return run(x); }
    static constexpr auto body(auto x, auto h) { return run(x, h); }
    static constexpr auto body(auto x, auto h, auto c) { return run(x, h, c); }

private:
    template <class X, class... State>
    static constexpr auto run(X x, State... state) {
        using error = typename parameters::template error<X, State...>;
        if constexpr (!std::is_void_v<error>) {
            static_assert(sizeof(error) > 0);
            return parameters::shape_error_result();
        } else if constexpr (sizeof...(State) < 2) {
            return run(x, state..., parameters::template no_state<X>());
        } else {
            return part<0, Hidden>(
                parameters::states(lstm_step<Hidden>{}, x, concat<-1>(state...)));
        }
    }
};

}  // namespace detail

/// i, f, o = sigmoid, g = tanh of x weight_ih^T + bias_ih + h weight_hh^T + bias_hh;
/// c' = f c + i g, h' = o tanh(c') (Hochreiter and Schmidhuber 1997, with forget gate, as
/// torch.nn.LSTM), over [N,] L, In -> [N,] L, Hidden: `(x)`, `(x, h)` or `(x, h, c)`.
/// Parameters `weight_ih` (4 Hidden, In), `weight_hh` (4 Hidden, Hidden), `bias_ih`, `bias_hh`,
/// gates in the order i, f, g, o.
template <fixed_string Name, index_t In, index_t Hidden, class T = float>
inline constexpr layer<Name, detail::lstm_body<In, Hidden, T, true>> lstm{};

}  // namespace espalier::inline ESPALIER_ABI
