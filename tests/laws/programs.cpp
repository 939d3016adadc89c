// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include <espalier/espalier.hpp>

#include "../reference/check.hpp"
#include "../reference/programs.hpp"

TEST_CASE("random programs, in registers, have PyTorch's values, derivatives and training") {
    check_all();
}
