// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include <espalier/core.hpp>
#include "net.h"

namespace es = espalier;
using namespace es::literals;

namespace {
constexpr auto x = es::input<"x", es::shape<32>>;
constexpr auto t = es::input<"t", es::shape<2>>;
constexpr auto conv = es::conv1d<"conv", 1, 4, 5>;
constexpr auto fc = es::linear<"fc", 4 * 28, 2>;
constexpr auto loss = es::mse(fc(es::adl::flatten<0>(relu(conv(reshape<1, 32>(x))))), t);
}  // namespace

constinit es::variables net{loss};
constinit auto trainer = es::trainer(loss, es::sgd(es::lr = 0.01_c, es::momentum = 0.9_c));

float step(float const* xs, float const* ts) {
    return trainer.step(net, x = std::span<float const, 32>(xs, 32),
                        t = std::span<float const, 2>(ts, 2));
}
