// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#define CATCH_CONFIG_MAIN
#include "catch.hpp"
