// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include <espalier/core.hpp>
#include "net.h"

namespace es = espalier;
using namespace es::literals;

namespace {
constexpr auto x = es::input<"x", es::shape<12>>;
constexpr auto t = es::input<"t", es::shape<3>>;
constexpr auto fc1 = es::linear<"fc1", 12, 24>;
constexpr auto fc2 = es::linear<"fc2", 24, 3>;
constexpr auto loss = es::mse(fc2(relu(fc1(x))), t);
}  // namespace

constinit es::variables net{loss};
constinit auto trainer = es::trainer(loss, es::sgd(es::lr = 0.01_c, es::momentum = 0.9_c));

float step(float const* xs, float const* ts) {
    return trainer.step(net, x = std::span<float const, 12>(xs, 12),
                        t = std::span<float const, 3>(ts, 3));
}
