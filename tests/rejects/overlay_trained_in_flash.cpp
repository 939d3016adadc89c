// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
// error: espalier: a trained parameter is constant in these variables
#include <espalier/core.hpp>
namespace es = espalier;

constexpr auto x = es::input<"x", es::shape<3>>;
constexpr auto fc1 = es::linear<"fc1", 3, 4>;
constexpr auto fc2 = es::linear<"fc2", 4, 2>;
#ifdef REJECT
constexpr auto loss = mean(fc2(fc1(x)));
#else
constexpr auto loss = mean(fc2(es::freeze(fc1)(x)));
#endif
constexpr es::variables flash{loss};

int main() {
    es::variables ram{fc2.weight, fc2.bias};
    auto trainer = es::trainer(loss, es::sgd(es::lr = 0.1f));
    trainer.step(es::overlay(flash, ram), x = {1.0f, 2.0f, 3.0f});
}
