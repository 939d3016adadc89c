// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/nn/convolution.hpp>

namespace espalier::inline ESPALIER_ABI {

/// Each channel with a kernel of its own: conv2d with groups = C; `weight` (C, 1, KH, KW), `bias`
/// (C).
template <fixed_string Name, index_t C, index_t KH, index_t KW, class T = float>
inline constexpr layer<Name, detail::convolution_body<C, C, KH, KW, 2, C, T>> depthwise_conv2d{};

}  // namespace espalier::inline ESPALIER_ABI
