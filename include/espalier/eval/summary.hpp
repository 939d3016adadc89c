// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/eval/leaves.hpp>
#include <espalier/plan/text.hpp>

namespace espalier::inline ESPALIER_ABI {

/// One layer of a model, as a row of its summary.
struct summary_row {
    std::string_view layer{}, op{};
    extents shape{};  // of its result
    index_t parameters = 0, trained = 0;
};

template <std::size_t N>
struct model_summary {
    summary_row rows[N + 1]{};
    std::size_t count = 0;
    index_t parameters = 0, trained = 0;
};

namespace detail {

template <class P>
struct summary_of;
template <class... Steps>
struct summary_of<program<Steps...>> {
    static consteval auto make() {
        using graph = flat<program<Steps...>>;
        using info = table_info<typename graph::table>;
        model_summary<sizeof...(Steps)> s;
        std::string_view const layers[]{nameless<typename parts<Steps>::op>::prefix...};
        std::string_view const ops[]{nameless<typename parts<Steps>::op>::type::name.view()...};
        extents const shapes[]{parts<Steps>::array::shape_type::value...};
        bool seen[sizeof...(Steps)]{};
        for (std::size_t i = 0; i < sizeof...(Steps); ++i) {
            if (layers[i].empty()) continue;
            for (std::size_t j = 0; j < i; ++j)
                if (layers[j] == layers[i]) seen[i] = true;
            if (seen[i]) continue;
            s.rows[s.count++] = {layers[i], ops[i], shapes[i], 0, 0};
        }
        for (int n = 0; n < graph::count; ++n) {
            op_info const& what = info::info[graph::nodes[n].op];
            if (what.kind != op_kind::leaf || what.leaf != leaf_kind::parameter) continue;
            bool const trained = !graph::nodes[n].frozen;
            s.parameters += what.shape.size();
            if (trained) s.trained += what.shape.size();
            for (std::size_t r = 0; r < s.count; ++r)
                if (s.rows[r].layer == graph::nodes[n].prefix) {
                    s.rows[r].parameters += what.shape.size();
                    if (trained) s.rows[r].trained += what.shape.size();
                }
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
    out.text("layer             kind              output            parameters   trained\n");
    for (std::size_t i = 0; i < s.count; ++i) {
        out.fill(out.text(s.rows[i].layer), 18);
        out.fill(out.text(s.rows[i].op), 18);
        out.fill(out.shape(s.rows[i].shape), 18);
        out.number_right(s.rows[i].parameters, 10);
        out.number_right(s.rows[i].trained, 10);
        out.text("\n");
    }
    out.fill(out.text("total"), 54);
    out.number_right(s.parameters, 10);
    out.number_right(s.trained, 10);
    out.text("\n");
}

}  // namespace espalier::inline ESPALIER_ABI
