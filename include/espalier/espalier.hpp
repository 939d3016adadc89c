// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

/// Everything: the core, and the adapters to xtensor, files and text.
#include <espalier/core.hpp>

#include <espalier/adapter/text.hpp>
#include <espalier/adapter/xtensor.hpp>
