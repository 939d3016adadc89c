// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
namespace {
constexpr float factor = 2;
}
#include "own_op.hpp"

float doubles() { return run_deep(); }
