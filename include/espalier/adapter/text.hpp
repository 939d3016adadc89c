// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <string>

#include <espalier/eval/summary.hpp>
#include <espalier/plan/text.hpp>

/// The texts of the core as strings.
namespace espalier::inline ESPALIER_ABI {

/// The plan as a table.
template <std::size_t N>
std::string to_text(plan_data<N> const& plan) {
    std::string text;
    to_text(plan, [&text](std::string_view piece) { text += piece; });
    return text;
}

/// A table of layers, shapes and parameter counts.
template <expression E>
std::string summary(E e) {
    std::string text;
    summary(e, [&text](std::string_view piece) { text += piece; });
    return text;
}

}  // namespace espalier::inline ESPALIER_ABI
