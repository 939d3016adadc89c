// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include <algorithm>
#include <espalier/core.hpp>

#include "body.h"
#include "net.h"

namespace es = espalier;
using namespace es::literals;

namespace {
constexpr auto x = es::input<"x", es::shape<10>>;
constexpr auto t = es::input<"t", es::shape<2>>;
constexpr auto fc1 = es::linear<"fc1", 10, 20>;
constexpr auto fc2 = es::linear<"fc2", 20, 5>;
constexpr auto fc3 = es::linear<"fc3", 5, 2>;
constexpr auto loss = es::mse(fc3(relu(es::freeze(fc2)(relu(es::freeze(fc1)(x))))), t);

constexpr auto flash = [] {
    es::variables vars{loss};
    std::ranges::copy(body_fc1_weight, vars[fc1.weight].begin());
    std::ranges::copy(body_fc1_bias, vars[fc1.bias].begin());
    std::ranges::copy(body_fc2_weight, vars[fc2.weight].begin());
    std::ranges::copy(body_fc2_bias, vars[fc2.bias].begin());
    return vars;
}();
}  // namespace

constinit es::variables net{fc3.weight, fc3.bias};
constinit auto trainer = es::trainer(loss, es::sgd(es::lr = 0.01_c, es::momentum = 0.9_c));

float step(float const* xs, float const* ts) {
    return trainer.step(es::overlay(flash, net), x = std::span<float const, 10>(xs, 10),
                        t = std::span<float const, 2>(ts, 2));
}
