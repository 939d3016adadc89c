// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/nn/convolution.hpp>

namespace espalier::inline ESPALIER_ABI {

/// The cross-correlation of [N,] In, H, W with Out kernels, as torch.nn.Conv2d: options stride,
/// padding, dilation (`2_c` or `es::shape<2, 1>{}`), groups, no_bias; `weight` (Out, In / groups,
/// KH, KW), `bias` (Out).
template <fixed_string Name, index_t In, index_t Out, index_t KH, index_t KW, class T = float>
inline constexpr layer<Name, detail::convolution_body<In, Out, KH, KW, 2, 0, T>> conv2d{};

}  // namespace espalier::inline ESPALIER_ABI
