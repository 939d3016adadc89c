// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/nn/pool.hpp>

namespace espalier::inline ESPALIER_ABI {

/// The largest element of each KH x KW window of [N,] C, H, W, as torch.nn.MaxPool2d: options
/// stride (the kernel by default) and padding; incomplete windows are dropped.
template <index_t KH, index_t KW = KH>
inline constexpr detail::pool_layer<"max_pool2d", max_pooling_op, KH, KW> max_pool2d{};

}  // namespace espalier::inline ESPALIER_ABI
