// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/op/concat.hpp>
#include <espalier/op/unsqueeze.hpp>

namespace espalier::inline ESPALIER_ABI {

namespace adl {
/// Arrays of one shape joined along a new axis.
template <int Axis, expression... E>
constexpr auto stack(E... e) {
    return concat<Axis>(unsqueeze<Axis>(e)...);
}
}  // namespace adl
using adl::stack;

}  // namespace espalier::inline ESPALIER_ABI
