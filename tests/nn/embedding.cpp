// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../laws.hpp"
#include "reference/compare.hpp"

namespace es = espalier;

TEST_CASE("embedding takes rows; its gradient touches those alone; a wrong id is an error") {
    constexpr auto ids = es::input<"ids", es::shape<2, 3>, std::int32_t>;
    constexpr auto table = es::embedding<"table", 5, 4>;
    constexpr auto y = table(ids);
    static_assert(std::is_same_v<decltype(y)::shape_type, es::shape<2, 3, 4>>);
    es::variables vars{y};
    es::initialize(vars, 7);
    std::int32_t const given[2][3]{{0, 4, 4}, {2, 0, 4}};
    auto const out = es::evaluate(y, vars, ids = given);
    CHECK(out(0, 1, 2) == vars[table.weight](4, 2));
    auto const g = es::gradient(sum(y), vars, ids = given);
    CHECK(g[table.weight](4, 0) == 3);
    CHECK(g[table.weight](0, 0) == 2);
    CHECK(g[table.weight](1, 0) == 0);
    std::int32_t const wrong[2][3]{{0, 5, 4}, {2, 0, 4}};
    CHECK_THROWS_AS(es::evaluate(y, vars, ids = wrong), es::shape_error);
}

TEST_CASE("embedding is torch's") {
    constexpr auto ids = es::input<"ids", es::shape<2, 3>, std::int32_t>;
    constexpr auto f = es::embedding<"f", 5, 2, double>;
    constexpr auto y = f(ids);
    namespace r = reference::embedding;
    std::int32_t const given[2][3]{{4, 0, 4}, {1, 1, 3}};
    es::variables vars{y};
    reference::fill(vars[f.weight], 0);
    reference::agree(es::evaluate(y, vars, ids = given), r::value);
    es::tensor<double, 2, 3, 2> s{};
    for (es::index_t i = 0; i < s.size(); ++i) s[i] = std::cos(0.7 * static_cast<double>(i));
    auto const g = es::gradient(y, es::cotangent = s, vars, ids = given);
    reference::agree(g[f.weight], r::gradient_0);
}

TEST_CASE("embedding obeys the laws") {
    // the element type is that of x
    laws::hold(
        [](auto x, auto ids) {
            return es::embedding<"f", 5, 3, typename decltype(x)::value_type>(ids) * x;
        },
        laws::real<3>(), laws::index<5, 2, 2>());
}
