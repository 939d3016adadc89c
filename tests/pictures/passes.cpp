// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
//
// Writes what each pass makes of one small net, as text, into a folder:  passes FOLDER
#include <cstdio>
#include <espalier/adapter/archive.hpp>
#include <espalier/core.hpp>
#include <string>

namespace es = espalier;

namespace {

// [net]
constexpr auto x = es::input<"x", es::shape<4>>;
constexpr auto t = es::input<"target", es::shape<2>>;
constexpr auto fc1 = es::linear<"fc1", 4, 3>;
constexpr auto fc2 = es::linear<"fc2", 3, 2>;
constexpr auto loss = es::mse(fc2(relu(fc1(x))), t);
constexpr auto optimizer =
    es::sgd(es::groups(es::group(fc2, es::lr = 0.1f), es::group(es::rest, es::lr = es::zero)));
// [/net]

using trainer = decltype(es::trainer(loss, optimizer));
using expanded = trainer::training::graph;
using differentiated = trainer::training::all::differentiated_graph;
using plan = trainer::plan_type;

std::string of_shape(es::extents const& e) {
    std::string text = "(";
    for (int i = 0; i < e.rank; ++i) text += (i ? ", " : "") + std::to_string(e[i]);
    return text + ")";
}
std::string padded(std::string text, std::size_t width) {
    if (text.size() < width) text.resize(width, ' ');
    return text;
}

template <class Op, class Array, int... Operand>
std::string of_step(es::step<Op, Array, Operand...>) {
    std::string text =
        padded(std::string(Op::name.view()), 10) + padded(of_shape(Array::shape_type::value), 8);
    ((text += " " + std::to_string(Operand)), ...);
    return text;
}
template <class... Step>
std::string of_program(es::program<Step...>) {
    std::string text;
    int n = 0;
    ((text += padded(std::to_string(n++), 4) + of_step(Step{}) + "\n"), ...);
    return text;
}

/// Number, op or name, shape, operands of a node.
template <class Graph>
std::string of_node(int n) {
    es::detail::node const& node = Graph::nodes[n];
    es::detail::op_info const& info = es::detail::table_info<typename Graph::table>::info[node.op];
    std::string name(info.name);
    if (info.kind == es::op_kind::leaf && !node.prefix.empty())
        name = std::string(node.prefix) + "." + name;
    if (info.kind == es::op_kind::number) {
        char digits[32];
        std::snprintf(digits, sizeof digits, "%g", info.number);
        name = digits;
    }
    std::string text =
        padded(std::to_string(n), 4) + padded(name, 14) + padded(of_shape(info.shape), 8);
    std::string operands;
    for (int k = 0; k < node.arity; ++k) operands += " " + std::to_string(node.operand[k]);
    return text + padded(operands, 10);
}
template <class Graph>
std::string of_graph(int from = 0) {
    std::string text;
    for (int n = from; n < Graph::count; ++n) text += of_node<Graph>(n) + "\n";
    return text;
}

std::string of_activity() {
    std::string text;
    for (int n = 0; n < expanded::count; ++n)
        text +=
            of_node<expanded>(n) + std::string(es::to_string(differentiated::active.why(n))) + "\n";
    return text;
}
std::string of_order() {
    std::string text;
    for (std::size_t i = 0; i < plan::order.order.count; ++i)
        text += of_node<plan::graph>(plan::order.order[i]) + "\n";
    return text;
}
/// The loops, each with the nodes that run in it.
std::string of_loops() {
    constexpr char const* kinds[]{"loop", "product", "reduction", "op"};
    std::string text;
    for (int g = 0; g < plan::fusion.count; ++g) {
        es::detail::loop_group const& group = plan::fusion.groups[g];
        text += std::string(kinds[static_cast<int>(group.kind)]) + " of " +
                std::to_string(group.size) + (group.can_ride ? ", within the one before" : "") + "\n";
        for (int i = plan::groups.begin[g]; i < plan::groups.begin[g + 1]; ++i) {
            int const n = plan::groups.nodes[i];
            text +=
                "    " + of_node<plan::graph>(n) + (plan::fusion.stored[n] ? "stored" : "") + "\n";
        }
    }
    return text;
}
std::string of_memory() {
    std::string text;
    for (int n = 0; n < plan::graph::count; ++n)
        if (plan::memory.in_workspace[n])
            text +=
                of_node<plan::graph>(n) + "elements " + std::to_string(plan::memory.offset[n]) +
                " to " +
                std::to_string(plan::memory.offset[n] + plan::info_of_node(n).shape.size() - 1) +
                ", loops " + std::to_string(plan::memory.first_group[n]) + " to " +
                std::to_string(plan::memory.last_group[n]) + "\n";
    return text + std::to_string(plan::memory.size) + " elements in all\n";
}

}  // namespace

int main(int, char** argv) {
    std::string const folder = std::string(argv[1]) + "/";
    auto write = [&](std::string const& name, std::string text) {
        std::size_t at = 0;
        while ((at = text.find(" \n", at)) != std::string::npos) {  // no blanks at ends of lines
            std::size_t const last = text.find_last_not_of(' ', at);
            text.erase(last + 1, at - last);
            at = last + 1;
        }
        es::detail::write_whole_file(folder + name + ".txt", text);
    };
    write("pass0_program", of_program(es::detail::program_of<decltype(loss)>{}));
    write("pass1_expanded", of_graph<expanded>());
    write("pass2_activity", of_activity());
    write("pass3_differentiated", of_graph<plan::graph>(expanded::count));
    write("pass4_order", of_order());
    write("pass5_loops", of_loops());
    write("pass6_memory", of_memory());
}
