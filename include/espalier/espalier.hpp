// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

/// Everything: the core with SIMD kernels, and the adapters to xsimd, xtensor, files and text.
#if !defined(ESPALIER_SIMD)
#define ESPALIER_SIMD 1
#endif
#include <espalier/core.hpp>
#if ESPALIER_SIMD
#include <espalier/adapter/xsimd.hpp>
#endif

#include <espalier/adapter/archive.hpp>
#include <espalier/adapter/header.hpp>
#include <espalier/adapter/html.hpp>
#include <espalier/adapter/html_page.hpp>
#include <espalier/adapter/html_script.hpp>
#include <espalier/adapter/npz.hpp>
#include <espalier/adapter/safetensors.hpp>
#include <espalier/adapter/text.hpp>
#include <espalier/adapter/threads.hpp>
#include <espalier/adapter/xtensor.hpp>
