// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/core/op.hpp>
#include <espalier/op/mean.hpp>

namespace espalier::inline ESPALIER_ABI {

struct global_avg_pool_op : composite<"global_avg_pool"> {
    static constexpr auto body(auto x) { return mean<-2, -1>(x); }
};

/// The mean over the last two axes: [N,] C, H, W -> [N,] C.
inline constexpr op_object<global_avg_pool_op> global_avg_pool{};

}  // namespace espalier::inline ESPALIER_ABI
