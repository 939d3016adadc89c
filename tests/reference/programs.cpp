// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include <espalier/core.hpp>

#include "check.hpp"
#include "programs.hpp"

TEST_CASE("random programs, in plain loops, have PyTorch's values, derivatives and training") {
    check_all();
}
