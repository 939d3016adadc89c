// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include <string>

#include "../reference/torch.hpp"

namespace es = espalier;

constexpr auto columns = [](auto x, auto i) { return take<1>(x, i); };

TEST_CASE("take obeys the laws") {
    laws::hold(columns, laws::real<2, 3, 2>(), laws::index<3, 4>());
    laws::derivatives([](auto x, auto i) { return es::take<-1>(x, i); }, laws::real<17>(),
                      laws::index<17, 2, 2>());
    laws::derivatives([](auto x, auto i) { return take<0>(x, i); }, laws::real<1, 3>(),
                      laws::index<1, 2>());
}

TEST_CASE("take is torch's index_select") {
    torch::agrees("take 1", columns, laws::real<2, 3, 4>(), laws::index<3, 4>());
}

TEST_CASE("an index outside its axis is named with what it must be below") {
    constexpr auto v = es::input<"v", es::shape<4>>;
    constexpr auto i = es::input<"i", es::shape<2>, std::int32_t>;
    float const values[4]{1, 2, 3, 4};
    auto const message = [&](std::int32_t second) -> std::string {
        std::int32_t const at[2]{3, second};
        try {
            (void)es::evaluate(es::take<0>(v, i), v = values, i = at);
        } catch (es::shape_error const& e) {
            return e.what();
        }
        return "";
    };
    CHECK(message(0).empty());
    CHECK(message(4) == "espalier: an index must be in [0, 4), got 4");
    CHECK(message(1207) == "espalier: an index must be in [0, 4), got 1207");
    CHECK(message(-1) == "espalier: an index must be in [0, 4), got -1");
}
