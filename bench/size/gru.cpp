// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include <espalier/core.hpp>
#include "net.h"

// Two GRUs, one on the other: more loops than one line has by rule, but hardly two of one form.
namespace es = espalier;
using namespace es::literals;

namespace {
constexpr auto x = es::input<"x", es::shape<10, 3>>;
constexpr auto t = es::input<"t", es::shape<10, 1>>;
constexpr auto lower = es::gru<"lower", 3, 8>;
constexpr auto upper = es::gru<"upper", 8, 8>;
constexpr auto fc = es::linear<"fc", 8, 1>;
constexpr auto loss = es::mse(fc(upper(lower(x))), t);
}  // namespace

constinit es::variables net{loss};
constinit auto trainer = es::trainer(loss, es::sgd(es::lr = 0.01_c, es::momentum = 0.9_c));

float step(float const* xs, float const* ts) {
    return trainer.step(net, x = std::span<float const, 30>(xs, 30),
                        t = std::span<float const, 10>(ts, 10));
}
