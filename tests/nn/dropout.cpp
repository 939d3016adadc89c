// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include <espalier/core.hpp>
#include "../laws.hpp"

namespace es = espalier;
using namespace es::literals;

TEST_CASE("dropout draws by seed, keeps the mean, and is the identity in inference") {
    constexpr auto x = es::input<"x", es::shape<2000>>;
    constexpr auto d = es::dropout<"d">(0.25_c);
    es::tensor<float, 2000> xs{};
    xs.fill(1);
    auto const a = es::evaluate(d(x), x = xs, es::rng = 1);
    CHECK(a == es::evaluate(d(x), x = xs, es::rng = 1));
    CHECK_FALSE(a == es::evaluate(d(x), x = xs, es::rng = 2));
    CHECK_FALSE(a == es::evaluate(es::dropout<"other">(0.25_c)(x), x = xs, es::rng = 1));
    int kept = 0, scaled = 0;
    for (float const e : a) {
        kept += e > 0;
        scaled += e > 1.333f && e < 1.334f;
    }
    CHECK(kept == scaled);
    CHECK(kept > 1420);
    CHECK(kept < 1580);
    CHECK(es::evaluate(es::inference(d)(x), x = xs) == xs);
}
TEST_CASE("the gradient uses the same draws; a trainer counts by itself; samples draw apart") {
    constexpr auto w = es::parameter<"w", es::shape<50>>;
    constexpr auto y = es::dropout<"d">(w);
    es::variables vars{y};
    vars[w].fill(1);
    auto const value = es::evaluate(y, vars, es::rng = 5);
    auto const g = es::gradient(sum(y), vars, es::rng = 5);
    CHECK(g[w] == value);
    auto trainer = es::trainer(sum(y), es::sgd(es::lr = 0.0f));
    float const first = trainer.step(vars), second = trainer.step(vars);
    CHECK(std::abs(first - second) > 0.1f);

    constexpr auto x = es::input<"x", es::shape<50>>;
    es::tensor<float, 2, 50> xs{}, out{};
    xs.fill(1);
    es::evaluate_into(es::dropout<"d">(x), out, x = xs, es::rng = 3);
    bool same = true;
    for (es::index_t i = 0; i < 50; ++i) same = same && out(0, i) > 0 == out(1, i) > 0;
    CHECK_FALSE(same);
}

TEST_CASE("dropout obeys the laws, whatever is drawn") {
    laws::hold_without_samples([](auto x) { return es::dropout<"d">(0.25_c)(x) * x; },
                               laws::real<2, 9>(), laws::seed{});
}
