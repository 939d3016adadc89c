// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include <espalier/espalier.hpp>

namespace es = espalier;

float step_with_core();
float doubles();
float triples();

float step_hosted() {
    constexpr auto x = es::input<"x", es::shape<4>>;
    constexpr auto fc = es::linear<"fc", 4, 3>;
    constexpr auto loss = mean(relu(fc(x)) + sum(fc(x)));
    es::variables vars{loss};
    vars[fc.weight].fill(0.25f);
    auto trainer = es::trainer(loss, es::sgd(es::lr = 0.1f));
    trainer.step(vars, x = {1.0f, 2.0f, 3.0f, 4.0f});
    return vars[fc.weight](1, 2);
}

int main() {
    float const difference = step_hosted() - step_with_core();
    bool const same = difference < 1e-6f && difference > -1e-6f;
    bool const own = doubles() == 82 && triples() == 123;
    return same && own ? 0 : 1;
}
