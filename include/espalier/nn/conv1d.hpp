// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/nn/convolution.hpp>

namespace espalier::inline ESPALIER_ABI {

/// The cross-correlation of [N,] In, L with Out kernels of K taps, as torch.nn.Conv1d: options
/// stride, padding, dilation, groups, no_bias; `weight` (Out, In / groups, K), `bias` (Out).
template <fixed_string Name, index_t In, index_t Out, index_t K, class T = float>
inline constexpr layer<Name, detail::convolution_body<In, Out, 1, K, 1, 0, T>> conv1d{};

}  // namespace espalier::inline ESPALIER_ABI
