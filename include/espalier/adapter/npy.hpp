// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

// xt::load_npy and xt::dump_npy, wherever xtensor keeps them (0.26 moved them into a folder):
// arrays of data that inputs are bound to. Not part of <espalier/espalier.hpp>: include it by name.
#if __has_include(<xtensor/io/xnpy.hpp>)
#include <xtensor/io/xnpy.hpp>
#else
#include <xtensor/xnpy.hpp>
#endif
