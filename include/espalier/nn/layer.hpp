// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/nn/layer_options.hpp>

/// Layers: callable objects that own named parameters. A call is one step of an expression.
namespace espalier::inline ESPALIER_ABI {

namespace detail {

/// A layer's parameter or buffer as an expression: `fc1.weight`.
template <leaf_kind Kind, fixed_string Layer, fixed_string Local, class Shape, class T, bool Frozen,
          class Start>
using member_leaf = leaf<Kind, join(Layer, ".", Local), Shape, T, Frozen, Start>;

/// The same within the layer's body, where names are local.
template <fixed_string Local, class Shape, class T, class Start>
inline constexpr leaf_expression<leaf<leaf_kind::parameter, Local, Shape, T, false, Start>>
    local_parameter{};
template <fixed_string Local, class Shape, class T, class Start>
inline constexpr leaf_expression<leaf<leaf_kind::buffer, Local, Shape, T, false, Start>>
    local_buffer{};

}  // namespace detail

/// A named layer. `Body` has `body(x...)` over parameters with local names; `members<Name, Frozen>`
/// with the parameters as expressions and their `parameters` list; `inference`, the body it has
/// for inference; and `configured<Options...>`, the body with more of its `options`.
template <fixed_string Name, class Body, bool Frozen = false>
struct layer : Body::template members<Name, Frozen> {
    using body_type = Body;
    static constexpr auto name = Name;
    static constexpr bool frozen = Frozen;

    /// Applies the layer to expressions, or, given options, is the same layer configured so.
    template <class... A>
    constexpr auto operator()(A...) const {
        if constexpr (sizeof...(A) == 0)
            return layer{};
        else if constexpr ((expression<A> && ...))
            return applied<layer_call<Name, Body, Frozen>, A...>{};
        else
            return configured_by<A...>();
    }

private:
    template <class... O>
    static constexpr auto configured_by() {
        using error =
            detail::layer_option_error<Body::name, typename detail::options_of<Body>::type, O...>;
        if constexpr (!std::is_void_v<error>) {
            static_assert(sizeof(error) > 0);
            return layer{};
        } else {
            return layer<Name, typename Body::template configured<O...>, Frozen>{};
        }
    }
};

}  // namespace espalier::inline ESPALIER_ABI
