// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../laws.hpp"

namespace es = espalier;

namespace {
constexpr auto x = es::input<"x", es::shape<3>>;
constexpr auto t = es::input<"t", es::shape<2>>;
constexpr auto fc1 = es::linear<"fc1", 3, 4>;
constexpr auto fc2 = es::linear<"fc2", 4, 2>;
constexpr auto body = relu(es::freeze(fc1)(x));
constexpr auto loss = es::mse(fc2(body), t);

constexpr auto trained_elsewhere = [] {
    es::variables vars{loss};
    es::initialize(vars, es::kaiming_uniform, 7);
    return vars;
}();
constinit es::variables ram{fc2.weight, fc2.bias};
static_assert(sizeof(ram) == sizeof(es::variables{fc2.weight}) + sizeof(es::variables{fc2.bias}));
}  // namespace

TEST_CASE("an overlay trains in ram, reads the rest from flash, and is equal to whole variables") {
    auto const optimizer = es::sgd(es::lr = 0.1f, es::momentum = 0.9f);
    es::variables whole = trained_elsewhere;
    ram[fc2.weight] = trained_elsewhere[fc2.weight];
    ram[fc2.bias] = trained_elsewhere[fc2.bias];
    auto one = es::trainer(loss, optimizer);
    auto other = es::trainer(loss, optimizer);
    auto const joined = es::overlay(trained_elsewhere, ram);
    float const xs[] = {0.5f, -1.0f, 2.0f}, ts[] = {1.0f, -1.0f};
    for (int i = 0; i < 20; ++i) {
        float const expected = one.step(whole, x = xs, t = ts);
        CHECK(other.step(joined, x = xs, t = ts) == expected);
    }
    CHECK(other.step(es::overlay(trained_elsewhere, ram), x = xs, t = ts) ==
          one.step(whole, x = xs, t = ts));
    CHECK(joined[fc2.weight] == whole[fc2.weight]);
    CHECK(joined[fc1.weight] == trained_elsewhere[fc1.weight]);
    CHECK(!(ram[fc2.weight] == trained_elsewhere[fc2.weight]));
    CHECK(es::evaluate(loss, joined, x = xs, t = ts) == es::evaluate(loss, whole, x = xs, t = ts));
}
