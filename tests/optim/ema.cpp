// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../laws.hpp"

namespace es = espalier;
using namespace es::literals;

TEST_CASE("the average covers the trained parameters alone and swaps in and out") {
    constexpr auto a = es::parameter<"a", es::shape<2>>;
    constexpr auto b = es::parameter<"b", es::shape<3>>;
    constexpr auto loss = sum(square(a - 1_c)) + sum(square(b));
    es::variables vars{loss};
    auto trainer = es::trainer(
        loss, es::sgd(es::groups(es::group(a, es::lr = 0.25f), es::group(b, es::lr = es::zero))));
    auto average = es::ema(trainer, vars, es::beta = 0.5f);
    static_assert(sizeof(average.averages) == 2 * sizeof(float));
    float s = 0;
    for (int i = 0; i < 4; ++i) {
        trainer.step(vars);
        average.update(vars);
        s = 0.5f * s + 0.5f * vars[a][0];
    }
    CHECK(average[a][1] == s);
    float const now = vars[a][0];
    average.swap(vars);
    CHECK(vars[a][0] == s);
    average.swap(vars);
    CHECK(vars[a][0] == now);
}
