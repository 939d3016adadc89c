// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <string>

#include <espalier/eval/summary.hpp>
#include <espalier/plan/dot.hpp>

/// The texts of the core as strings.
namespace espalier::inline ESPALIER_ABI {

/// The plan as a table.
template <std::size_t... N>
std::string to_text(plan_data<N...> const& plan) {
    std::string text;
    to_text(plan, [&text](std::string_view piece) { text += piece; });
    return text;
}

/// The plan as a graph for Graphviz.
template <std::size_t... N>
std::string to_dot(plan_data<N...> const& plan) {
    std::string text;
    to_dot(plan, [&text](std::string_view piece) { text += piece; });
    return text;
}

/// The plan as a flowchart for Mermaid.
template <std::size_t... N>
std::string to_mermaid(plan_data<N...> const& plan) {
    std::string text;
    to_mermaid(plan, [&text](std::string_view piece) { text += piece; });
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
