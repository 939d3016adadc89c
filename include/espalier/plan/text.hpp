// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <limits>

#include <espalier/plan/report.hpp>

/// The plan and the model as text, written to a sink: `sink(std::string_view)`, called with pieces.
namespace espalier::inline ESPALIER_ABI {

namespace detail {

template <class Sink>
struct text_writer {
    Sink& sink;

    constexpr int text(std::string_view s) {
        sink(s);
        return static_cast<int>(s.size());
    }
    constexpr int number(index_t n) {
        char digits[20]{};
        int at = 20;
        do digits[--at] = static_cast<char>('0' + n % 10);
        while (n /= 10);
        return text({digits + at, static_cast<std::size_t>(20 - at)});
    }
    /// Up to six decimals, without trailing zeros; of small and large numbers with an exponent.
    constexpr void decimal(double x) {
        if (x < 0) text("-");
        double size = x < 0 ? -x : x;
        if (size != size || size > std::numeric_limits<double>::max()) {
            text(size == size ? "inf" : "nan");
        } else if (size == 0 || (size >= 1e-4 && size < 1e12)) {
            fixed(size);
        } else {
            int exponent = 0;
            for (; size + 5e-7 >= 10; size /= 10) ++exponent;
            for (; size + 5e-7 < 1; size *= 10) --exponent;
            fixed(size);
            text(exponent < 0 ? "e-" : "e");
            number(static_cast<index_t>(exponent < 0 ? -exponent : exponent));
        }
    }
    constexpr void fixed(double size) {
        auto const scaled = static_cast<index_t>(size * 1e6 + 0.5);
        number(scaled / 1000000);
        index_t rest = scaled % 1000000;
        if (rest == 0) return;
        text(".");
        for (index_t place = 100000; rest > 0; place /= 10) {
            number(rest / place);
            rest %= place;
        }
    }
    constexpr int shape(extents const& e) {
        int width = text("(");
        for (int i = 0; i < e.rank; ++i) width += (i ? text(", ") : 0) + number(e.axis[i]);
        return width + text(")");
    }
    constexpr void fill(int width, int column) {
        for (; width < column; ++width) sink(std::string_view(" "));
    }
    constexpr void number_right(index_t n, int column) {
        int width = 1;
        for (index_t rest = n; rest >= 10; rest /= 10) ++width;
        fill(width, column);
        number(n);
    }
};

/// Whether a picture shows a node: what is computed, and every parameter.
constexpr bool is_shown(plan_node const& n) { return n.computed || n.op == "parameter"; }

constexpr int write_node_name(auto& out, plan_node const& n) {
    int width = 0;
    if (!n.layer.empty()) width += out.text(n.layer);
    if (!n.layer.empty() && !n.name.empty()) width += out.text(".");
    return width + out.text(n.name);
}

/// A column of a table, written from the left: as wide as its longest cell and a gap.
template <class Write>
struct column {
    std::string_view title;
    int width;
    Write write;  // a row's cell; gives its length

    constexpr column(std::string_view t, int least, auto const& rows, Write w)
        : title(t), width(least), write(w) {
        auto const nowhere = [](std::string_view) {};
        text_writer<decltype(nowhere)> out{nowhere};
        for (auto const& row : rows)
            if (int const length = write(out, row) + 2; length > width) width = length;
    }
    constexpr void head(auto& out) const { out.fill(out.text(title), width); }
    constexpr void cell(auto& out, auto const& row) const { out.fill(write(out, row), width); }
};

}  // namespace detail

/// The plan as a table: each node with its shape and whether its adjoint is computed, or why not.
template <std::size_t... N, class Sink>
constexpr void to_text(plan_data<N...> const& plan, Sink&& sink) {
    detail::text_writer<std::remove_reference_t<Sink>> out{sink};
    auto line = [&](std::string_view what, index_t n, std::string_view unit) {
        out.fill(out.text(what), 18);
        out.number_right(n, 12);
        out.text(unit);
        out.text("\n");
    };
    auto const is_row = [](plan_node const& n) {
        return n.computed && n.op != "number" && n.op != "reshape";
    };
    detail::column const op(
        "op", 17, plan, [&](auto& o, plan_node const& n) { return is_row(n) ? o.text(n.op) : 0; });
    detail::column const name("name", 26, plan, [&](auto& o, plan_node const& n) {
        return is_row(n) ? detail::write_node_name(o, n) : 0;
    });
    detail::column const shape("shape", 18, plan, [&](auto& o, plan_node const& n) {
        return is_row(n) ? o.shape(n.shape) : 0;
    });
    op.head(out);
    name.head(out);
    shape.head(out);
    out.text("adjoint\n");
    for (plan_node const& n : plan) {
        if (!is_row(n)) continue;
        op.cell(out, n);
        name.cell(out, n);
        shape.cell(out, n);
        out.text(to_string(n.reason));
        out.text("\n");
    }
    std::string_view layer{};
    for (plan_node const& n : plan) {
        if (!n.kept_statistics || n.layer == layer) continue;
        layer = n.layer;
        out.text(layer);
        out.text(": frozen, but normalises by the batch; es::inference uses its statistics\n");
    }
    line("parameters", plan.parameter_bytes, " bytes");
    line("trained", plan.trained_bytes, " bytes");
    line("gradients stored", plan.gradient_bytes, " bytes");
    line("optimizer state", plan.state_bytes, " bytes");
    line("workspace", plan.workspace_bytes, " bytes");
    line("total", plan.total_bytes, " bytes");
    line("forward", plan.forward_flops, " flops");
    line("backward", plan.backward_flops, " flops");
}

}  // namespace espalier::inline ESPALIER_ABI
