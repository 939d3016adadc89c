// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/eval/leaves.hpp>
#include <espalier/plan/text.hpp>

namespace espalier::inline ESPALIER_ABI {

/// One layer of a model, or a parameter outside of layers, as a row of its summary.
struct summary_row {
    std::string_view layer{}, op{};
    extents shape{};  // of its result
    index_t parameters = 0, trained = 0;
};

/// What `summary` gives: a row for each layer and for each parameter outside of layers.
template <std::size_t N>
struct model_summary {
    summary_row rows[N + 1]{};
    std::size_t count = 0;
    index_t parameters = 0, trained = 0;

    constexpr summary_row const* begin() const { return rows; }
    constexpr summary_row const* end() const { return rows + count; }
};

namespace detail {

template <std::size_t N>
struct layer_rows {
    summary_row row[N + 1]{};
    std::size_t count = N;
};
template <std::size_t... N>
consteval auto joined(layer_rows<N> const&... part) {
    layer_rows<(N + ... + 0)> all;
    std::size_t at = 0;
    auto const append = [&](auto const& p) {
        for (std::size_t i = 0; i < p.count; ++i) all.row[at++] = p.row[i];
    };
    (append(part), ...);
    return all;
}

template <class P>
struct rows_of;
/// The layers that a step stands for: itself, or those of its body.
template <class Step, class Operands>
inline constexpr auto rows_of_step = layer_rows<0>{};
template <fixed_string Name, class Body, bool F, class Array, int... I, class Operands>
inline constexpr auto rows_of_step<step<layer_call<Name, Body, F>, Array, I...>, Operands> =
    layer_rows<1>{{{Name.view(), Body::name.view(), Array::shape_type::value, 0, 0}}};
template <class Op, class Array, int... I, class... A>
    requires(kind_of<Op> == op_kind::composite && requires { Op::body(argument<0, A>{}...); })
inline constexpr auto rows_of_step<step<Op, Array, I...>, list<A...>> = [] {
    auto const of = []<int... K>(std::integer_sequence<int, K...>) {
        return rows_of<program_of<decltype(Op::body(argument<K, A>{}...))>>::value;
    };
    return of(std::make_integer_sequence<int, sizeof...(A)>{});
}();
template <class... Steps>
struct rows_of<program<Steps...>> {
    static constexpr auto value =
        joined(rows_of_step<Steps, typename parts<Steps>::template operand_arrays<Steps...>>...);
};

/// The row of that name, a new one if there is none yet.
template <std::size_t N>
consteval summary_row& row_named(model_summary<N>& s, summary_row const& fresh) {
    for (std::size_t i = 0; i < s.count; ++i)
        if (s.rows[i].layer == fresh.layer) return s.rows[i];
    return s.rows[s.count++] = fresh;
}

/// Layers in the order of first use, then the parameters that belong to none.
template <class P>
struct summary_of {
    static consteval auto make() {
        using graph = flat<P>;
        using info = table_info<typename graph::table>;
        constexpr auto const& layers = rows_of<P>::value;
        model_summary<layers.count + graph::count> s;
        for (std::size_t i = 0; i < layers.count; ++i) row_named(s, layers.row[i]);
        for (int n = 0; n < graph::count; ++n) {
            op_info const& what = info::info[graph::nodes[n].op];
            if (what.kind != op_kind::leaf || what.leaf != leaf_kind::parameter) continue;
            std::string_view const layer = graph::nodes[n].prefix;
            summary_row& row =
                row_named(s, {layer.empty() ? what.name : layer, "parameter", what.shape, 0, 0});
            index_t const trained = graph::nodes[n].frozen ? 0 : what.shape.size();
            row.parameters += what.shape.size();
            row.trained += trained;
            s.parameters += what.shape.size();
            s.trained += trained;
        }
        return s;
    }
    static constexpr auto value = make();
};

}  // namespace detail

/// The layers of a model with shapes and parameter counts, as data.
template <expression E>
consteval auto summarize(E) {
    return detail::summary_of<detail::program_of<E>>::value;
}

/// The summary as a table, written to a sink.
template <expression E, class Sink>
constexpr void summary(E, Sink&& sink) {
    constexpr auto s = detail::summary_of<detail::program_of<E>>::value;
    detail::text_writer<std::remove_reference_t<Sink>> out{sink};
    detail::column const layer("layer", 18, s,
                               [](auto& o, summary_row const& r) { return o.text(r.layer); });
    detail::column const kind("kind", 22, s,
                              [](auto& o, summary_row const& r) { return o.text(r.op); });
    detail::column const shape("output", 18, s,
                               [](auto& o, summary_row const& r) { return o.shape(r.shape); });
    layer.head(out);
    kind.head(out);
    shape.head(out);
    out.text("parameters   trained\n");
    for (summary_row const& r : s) {
        layer.cell(out, r);
        kind.cell(out, r);
        shape.cell(out, r);
        out.number_right(r.parameters, 10);
        out.number_right(r.trained, 10);
        out.text("\n");
    }
    out.fill(out.text("total"), layer.width + kind.width + shape.width);
    out.number_right(s.parameters, 10);
    out.number_right(s.trained, 10);
    out.text("\n");
}

}  // namespace espalier::inline ESPALIER_ABI
