// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include <algorithm>
#include <espalier/espalier.hpp>

#include "../catch.hpp"

namespace es = espalier;
using namespace es::literals;

namespace {

constexpr auto x = es::input<"x", es::shape<3, 8>>;
constexpr auto encoder = es::linear<"a_model.encoder.layers.0.intermediate", 8, 4>;
constexpr auto head = es::linear<"head", 4, 2>;
constexpr auto scale = es::parameter<"scale", es::shape<2>>;
constexpr auto hidden = relu(encoder(x));
constexpr auto loss = mean(square(head(relu(es::stop_gradient(hidden))) * scale));
constexpr auto all = es::plan(loss, es::wrt(es::all));

constexpr es::plan_node const* find(std::string_view op, std::string_view layer = {}) {
    return std::find_if(all.begin(), all.end(), [&](es::plan_node const& n) {
        return n.op == op && n.layer == layer && n.computed;
    });
}

// what lies behind a stop_gradient is not differentiated because of it, not because it is frozen
static_assert(find("stop_gradient")->reason == es::adjoint_reason::stopped);
static_assert(std::count_if(all.begin(), all.end(), [](es::plan_node const& n) {
                  return n.op == "relu" && n.reason == es::adjoint_reason::stopped;
              }) == 2);

// a reduction that drops its axes is one node, of the shape that it has in the source
static_assert(find("sum")->shape.rank == 0);
static_assert(find("reshape") == all.end());
constexpr auto kept =
    es::plan(sum(square(sum<1>(x, es::keep_dims)) + sum<1>(x, es::keep_dims)), es::wrt(x));
static_assert(kept.nodes[1].op == "sum" && kept.nodes[1].shape.rank == 2);

bool has(std::string const& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

/// Where the last column of each row of a table begins; its cells hold no blank.
std::vector<std::size_t> last_columns(std::string const& table, std::size_t rows) {
    std::vector<std::size_t> begins;
    std::size_t at = 0;
    while (begins.size() < rows) {
        auto const end = table.find('\n', at);
        auto const line = table.substr(at, end - at);
        begins.push_back(line.rfind(' ') + 1);
        at = end + 1;
    }
    return begins;
}

}  // namespace

TEST_CASE("a table's columns hold their longest names apart from the next") {
    auto const text = es::to_text(all);
    INFO(text);
    CHECK(has(text, "a_model.encoder.layers.0.intermediate.weight  (4, 8) "));
    auto const begins = last_columns(text, 1 + 4);
    CHECK(std::count(begins.begin(), begins.end(), begins[0]) == 5);
}

TEST_CASE("a summary has a row for each layer and each parameter outside of layers") {
    auto const text = es::summary(loss);
    INFO(text);
    CHECK(has(text, "a_model.encoder.layers.0.intermediate  linear "));
    CHECK(has(text, "\nscale "));
    constexpr auto s = es::summarize(loss);
    static_assert(s.count == 3 && s.rows[2].op == "parameter" && s.rows[2].parameters == 2);
    es::index_t total = 0;
    for (auto const& row : s) total += row.parameters;
    CHECK(total == s.parameters);
    CHECK(s.parameters == 36 + 10 + 2);
}

TEST_CASE("numbers are written as they are, small and infinite ones too") {
    auto const written = [](double number) {
        std::string text;
        auto sink = [&text](std::string_view piece) { text += piece; };
        es::detail::text_writer<decltype(sink)>{sink}.decimal(number);
        return text;
    };
    CHECK(written(0.5) == "0.5");
    CHECK(written(-3) == "-3");
    CHECK(written(0) == "0");
    CHECK(written(0.0001) == "0.0001");
    CHECK(written(1e-5) == "1e-5");
    CHECK(written(-1.25e-9) == "-1.25e-9");
    CHECK(written(9.99999999e-6) == "1e-5");
    CHECK(written(1e300) == "1e300");
    CHECK(written(std::numeric_limits<double>::infinity()) == "inf");
    // rms_norm's eps in a picture
    CHECK(has(es::to_dot(es::plan(sum(es::rms_norm<"norm", 8>(x)), es::wrt(x))), "e-"));
}
