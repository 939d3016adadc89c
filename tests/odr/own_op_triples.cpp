// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
namespace {
constexpr float factor = 3;
}
#include "own_op.hpp"

float triples() { return run_deep(); }
