// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/plan/text.hpp>

/// The plan as a picture for Graphviz and Mermaid, written to a sink as `to_text` does.
namespace espalier::inline ESPALIER_ABI {

namespace detail {

/// How a node is drawn: kept branches green, pruned ones by their reason.
struct node_style {
    std::string_view name, fill, line, dashes;
};
inline constexpr node_style node_styles[]{{"kept", "#d9f2df", "#2e7d32", "0"},
                                          {"frozen", "#e3e8f4", "#5c6bc0", "4 3"},
                                          {"stopped", "#fdebd3", "#c77700", "4 3"},
                                          {"data", "#eeeeee", "#757575", "0"},
                                          {"unreached", "#ffffff", "#bdbdbd", "2 3"}};
constexpr node_style const& style_of(plan_node const& n) {
    return node_styles[static_cast<int>(n.reason)];
}

/// What a node says of itself: op, name, shape, and why it is pruned.
constexpr void write_label(auto& out, plan_node const& n, std::string_view line_break,
                           auto const& quoted) {
    if (n.op == "number") return out.decimal(n.number);
    out.text(n.op);
    if (!n.layer.empty() || !n.name.empty()) {
        out.text(line_break);
        if (!n.layer.empty()) quoted(n.layer);
        if (!n.layer.empty() && !n.name.empty()) out.text(".");
        quoted(n.name);
    }
    out.text(" ");
    out.shape(n.shape);
    if (n.adjoint || n.op == to_string(n.reason)) return;
    out.text(line_break);
    out.text(to_string(n.reason));
}

/// The nodes and edges of a picture: `node(i)` for each that is shown, `edge(from, to)`.
template <std::size_t... N>
constexpr void draw(plan_data<N...> const& plan, auto const& node, auto const& edge) {
    for (std::size_t i = 0; i < plan.node_count; ++i)
        if (is_shown(plan.nodes[i])) node(i);
    for (std::size_t i = 0; i < plan.node_count; ++i)
        for (int k = 0; is_shown(plan.nodes[i]) && k < plan.nodes[i].arity; ++k)
            if (auto const from = static_cast<std::size_t>(plan.nodes[i].operand[k]);
                is_shown(plan.nodes[from]) &&
                !(k > 0 && plan.nodes[i].operand[k - 1] == plan.nodes[i].operand[k]))
                edge(from, i);
}

}  // namespace detail

/// The plan as a graph for Graphviz (`dot -Tsvg`): kept branches green, pruned ones dashed, each
/// with its reason.
template <std::size_t... N, class Sink>
constexpr void to_dot(plan_data<N...> const& plan, Sink&& sink) {
    detail::text_writer<std::remove_reference_t<Sink>> out{sink};
    auto quoted = [&](std::string_view s) {
        for (std::size_t i = 0; i < s.size(); ++i)
            out.text(s[i] == '"'    ? "\\\""
                     : s[i] == '\\' ? "\\\\"
                     : s[i] == '\n' ? "\\n"
                                    : s.substr(i, 1));
    };
    out.text(
        "digraph plan {\n  rankdir=TB;\n  node [shape=box, style=\"filled,rounded\", "
        "fontname=\"Helvetica\", fontsize=11];\n");
    detail::draw(
        plan,
        [&](std::size_t i) {
            plan_node const& n = plan.nodes[i];
            detail::node_style const& style = detail::style_of(n);
            out.text("  n");
            out.number(i);
            out.text(" [label=\"");
            detail::write_label(out, n, "\\n", quoted);
            out.text("\", fillcolor=\"");
            out.text(style.fill);
            out.text("\", color=\"");
            out.text(style.line);
            out.text(style.dashes == "0" ? "\"" : "\", style=\"filled,rounded,dashed\"");
            out.text("];\n");
        },
        [&](std::size_t from, std::size_t to) {
            out.text("  n");
            out.number(from);
            out.text(" -> n");
            out.number(to);
            bool const kept = plan.nodes[from].adjoint && plan.nodes[to].adjoint;
            out.text(kept ? " [color=\"#2e7d32\", penwidth=1.6];\n" : " [color=\"#9e9e9e\"];\n");
        });
    out.text("}\n");
}

/// The plan as a flowchart for Mermaid, with the colours of `to_dot`.
template <std::size_t... N, class Sink>
constexpr void to_mermaid(plan_data<N...> const& plan, Sink&& sink) {
    detail::text_writer<std::remove_reference_t<Sink>> out{sink};
    auto quoted = [&](std::string_view s) {
        for (std::size_t i = 0; i < s.size(); ++i)
            out.text(s[i] == '"'    ? "#quot;"
                     : s[i] == '<'  ? "#lt;"
                     : s[i] == '>'  ? "#gt;"
                     : s[i] == '#'  ? "#35;"
                     : s[i] == '\n' ? " "
                                    : s.substr(i, 1));
    };
    out.text("flowchart TD\n");
    detail::draw(
        plan,
        [&](std::size_t i) {
            out.text("  n");
            out.number(i);
            out.text("[\"");
            detail::write_label(out, plan.nodes[i], "<br>", quoted);
            out.text("\"]:::");
            out.text(detail::style_of(plan.nodes[i]).name);
            out.text("\n");
        },
        [&](std::size_t from, std::size_t to) {
            out.text("  n");
            out.number(from);
            out.text(" --> n");
            out.number(to);
            out.text("\n");
        });
    for (auto const& style : detail::node_styles) {
        out.text("  classDef ");
        out.text(style.name);
        out.text(" fill:");
        out.text(style.fill);
        out.text(",stroke:");
        out.text(style.line);
        out.text(",color:#111");
        if (style.dashes != "0") {
            out.text(",stroke-dasharray:");
            out.text(style.dashes);
        }
        out.text("\n");
    }
}

}  // namespace espalier::inline ESPALIER_ABI
