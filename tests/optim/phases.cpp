// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../laws.hpp"

namespace es = espalier;

TEST_CASE("gradual unfreezing trains one more layer in each phase") {
    static constexpr auto x = es::input<"x", es::shape<4>>;
    static constexpr auto fc1 = es::linear<"fc1", 4, 6>;
    static constexpr auto fc2 = es::linear<"fc2", 6, 5>;
    static constexpr auto fc3 = es::linear<"fc3", 5, 2>;
    static constexpr auto net = es::sequential(fc1, es::tanh, fc2, es::relu, fc3);
    constexpr auto loss = sum(square(net(x)));
    es::variables vars{loss};
    es::initialize(vars, 5);
    auto const start = vars;
    es::index_t trained[3]{};
    int phase = 0;
    auto trainer = es::gradual_unfreezing<3>(
        loss,
        [](auto k) { return es::sgd(es::unfreeze<k()>(net, es::lr = 0.02f), es::momentum = 0.9f); },
        [&](auto& now) {
            trained[phase++] = now.plan.trained_bytes / 4;
            now.step(vars, x = {0.5f, 1.0f, -1.0f, 0.25f});
            if (phase < 3) CHECK(vars[fc1.weight] == start[fc1.weight]);
            CHECK((phase < 2) == (vars[fc2.weight] == start[fc2.weight]));
        });
    CHECK(trained[0] == 12);
    CHECK(trained[1] == 12 + 35);
    CHECK(trained[2] == 12 + 35 + 30);
    CHECK(trainer.learning_rate(fc1) == 0.02f);
}
