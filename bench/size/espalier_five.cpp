// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include <espalier/core.hpp>
#include "net.h"

namespace es = espalier;
using namespace es::literals;

namespace {
constexpr auto x = es::input<"x", es::shape<16>>;
constexpr auto t = es::input<"t", es::shape<4>>;
constexpr auto fc1 = es::linear<"fc1", 16, 32>;
constexpr auto fc2 = es::linear<"fc2", 32, 20>;
constexpr auto fc3 = es::linear<"fc3", 20, 12>;
constexpr auto fc4 = es::linear<"fc4", 12, 8>;
constexpr auto fc5 = es::linear<"fc5", 8, 4>;
constexpr auto loss = es::mse(fc5(relu(fc4(relu(fc3(relu(fc2(relu(fc1(x))))))))), t);
}  // namespace

constinit es::variables net{loss};
constinit auto trainer = es::trainer(loss, es::sgd(es::lr = 0.01_c, es::momentum = 0.9_c));

float step(float const* xs, float const* ts) {
    return trainer.step(net, x = std::span<float const, 16>(xs, 16),
                        t = std::span<float const, 4>(ts, 4));
}
