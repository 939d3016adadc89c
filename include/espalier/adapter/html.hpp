// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <charconv>
#include <cmath>
#include <string>
#include <string_view>

#include <espalier/adapter/html_page.hpp>
#include <espalier/adapter/html_script.hpp>
#include <espalier/optim/trainer.hpp>
#include <espalier/plan/dot.hpp>

/// The plan as a page for a browser.
namespace espalier::inline ESPALIER_ABI {
namespace detail {

/// Writes JSON that may stand within HTML: `<` is escaped in strings.
struct json_writer {
    std::string text;
    bool first = true;

    void comma() {
        if (!first) text += ',';
        first = false;
    }
    void open(char bracket) {
        text += bracket;
        first = true;
    }
    void close(char bracket) {
        text += bracket;
        first = false;
    }
    void string(std::string_view s) {
        text += '"';
        for (char const c : s) {
            auto const code = static_cast<unsigned char>(c);
            if (c == '"' || c == '\\') {
                text += '\\';
                text += c;
            } else if (code < 0x20 || c == '<') {
                char const* const digits = "0123456789abcdef";
                text += "\\u00";
                text += digits[code >> 4];
                text += digits[code & 15];
            } else {
                text += c;
            }
        }
        text += '"';
    }
    void key(std::string_view name) {
        comma();
        string(name);
        text += ':';
    }
    void value(std::string_view s) { string(s); }
    void value(bool b) { text += b ? "true" : "false"; }
    void value(double x) {
        char digits[32];
        // as many digits as tell floats apart; JSON has no word for what is not finite
        auto const end =
            std::to_chars(digits, digits + sizeof digits, x, std::chars_format::general, 7).ptr;
        text += std::isfinite(x) ? std::string_view(digits, static_cast<std::size_t>(end - digits))
                                 : "null";
    }
    template <class Integer>
        requires(std::is_integral_v<Integer> && !std::is_same_v<Integer, bool>)
    void value(Integer n) {
        text += std::to_string(n);
    }
    template <class V>
    void member(std::string_view name, V const& v) {
        key(name);
        value(v);
    }
    template <class F>
    void array(std::size_t count, F const& f) {
        open('[');
        for (std::size_t i = 0; i < count; ++i) {
            comma();
            f(i);
        }
        close(']');
    }
};

inline void write_json(json_writer& out, plan_node const& n) {
    out.open('{');
    out.member("op", n.op);
    out.member("layer", n.layer);
    out.member("name", n.name);
    out.key("shape");
    out.array(static_cast<std::size_t>(n.shape.rank),
              [&](std::size_t i) { out.value(n.shape.axis[i]); });
    out.member("number", n.number);
    out.member("shown", is_shown(n));
    out.member("computed", n.computed);
    out.member("adjoint", n.adjoint);
    out.member("reason", to_string(n.reason));
    out.key("operands");
    out.array(static_cast<std::size_t>(n.arity), [&](std::size_t i) { out.value(n.operand[i]); });
    out.member("flops", n.computed ? n.flops : 0);
    out.member("bytes", n.bytes);
    out.member("offset", n.offset);
    out.member("loop", n.loop);
    out.member("group", n.group);
    out.close('}');
}
inline void write_json(json_writer& out, plan_loop const& l) {
    out.open('{');
    out.member("op", l.op);
    out.member("layer", l.layer);
    out.member("backward", l.backward);
    out.member("updates", l.updates);
    out.member("nodes", l.nodes);
    out.member("flops", l.flops);
    out.close('}');
}
inline void write_json(json_writer& out, plan_value const& v) {
    out.open('{');
    out.member("op", v.op);
    out.member("layer", v.layer);
    out.member("node", v.node);
    out.member("offset", v.offset);
    out.member("bytes", v.bytes);
    out.member("first", v.first);
    out.member("last", v.last);
    out.close('}');
}
inline void write_json(json_writer& out, plan_group const& g, bool values_known) {
    static constexpr std::string_view kinds[]{"constant", "run time", "schedule", "flag"};
    out.open('{');
    out.member("rule", g.rule);
    out.member("frozen", g.frozen);
    out.key("options");
    out.array(static_cast<std::size_t>(g.option_count), [&](std::size_t i) {
        plan_option const& o = g.options[i];
        bool const known = values_known || o.kind == plan_option_kind::constant;
        out.open('{');
        out.member("name", o.name);
        out.member("kind", kinds[static_cast<int>(o.kind)]);
        out.key("value");
        out.array(known ? static_cast<std::size_t>(o.count) : 0,
                  [&](std::size_t k) { out.value(o.value[k]); });
        out.close('}');
    });
    out.close('}');
}

template <std::size_t... N>
std::string page_of_plan(plan_data<N...> const& plan, std::string_view title, bool values_known) {
    json_writer out;
    out.open('{');
    out.member("title", title);
    out.member("workspace", plan.workspace_bytes);
    struct figure {
        std::string_view what;
        index_t number;
        std::string_view unit;
    };
    figure const figures[]{{"parameters", plan.parameter_bytes, "bytes"},
                           {"trained", plan.trained_bytes, "bytes"},
                           {"gradients stored", plan.gradient_bytes, "bytes"},
                           {"optimizer state", plan.state_bytes, "bytes"},
                           {"workspace", plan.workspace_bytes, "bytes"},
                           {"total", plan.total_bytes, "bytes"},
                           {"forward", plan.forward_flops, "flops"},
                           {"backward", plan.backward_flops, "flops"}};
    out.key("figures");
    out.array(std::size(figures), [&](std::size_t i) {
        out.open('[');
        out.comma();
        out.value(figures[i].what);
        out.comma();
        out.value(figures[i].number);
        out.comma();
        out.value(figures[i].unit);
        out.close(']');
    });
    out.key("nodes");
    out.array(plan.node_count, [&](std::size_t i) { write_json(out, plan.nodes[i]); });
    out.key("loops");
    out.array(plan.loop_count, [&](std::size_t i) { write_json(out, plan.loops[i]); });
    out.key("values");
    out.array(plan.value_count, [&](std::size_t i) { write_json(out, plan.values[i]); });
    out.key("groups");
    out.array(plan.group_count,
              [&](std::size_t i) { write_json(out, plan.groups[i], values_known); });
    out.close('}');
    return std::string(html_head) + out.text + std::string(html_body) + std::string(html_script) +
           "</script></body></html>\n";
}

}  // namespace detail

/// The plan as one page that needs nothing else: the graph with what is kept and pruned and why,
/// the workspace over the course of a step, operations by node, and the parameter groups. Options
/// that are known at run time only are named; those of a trainer are shown with their present
/// values.
template <std::size_t... N>
std::string to_html(plan_data<N...> const& plan, std::string_view title = "plan") {
    return detail::page_of_plan(plan, title, false);
}
template <class Spec>
std::string to_html(trainer_t<Spec> const& trainer, std::string_view title = "plan") {
    return detail::page_of_plan(trainer.plan_now(), title, true);
}

}  // namespace espalier::inline ESPALIER_ABI
