// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors

// Built with -ffreestanding: training and inference need tanhf, because tanh is used, and nothing
// else.
#include <espalier/core.hpp>

namespace es = espalier;
using namespace es::literals;

namespace {
constexpr auto x = es::input<"x", es::shape<16>>;
constexpr auto t = es::input<"t", es::shape<4>>;
constexpr auto fc1 = es::linear<"fc1", 16, 32>;
constexpr auto fc2 = es::linear<"fc2", 32, 8>;
constexpr auto fc3 = es::linear<"fc3", 8, 4>;
constexpr auto y = fc3(tanh(fc2(relu(fc1(x)))));
constexpr auto loss = es::mse(y, t);
}  // namespace

constinit es::variables net{loss};
constinit auto trainer = es::trainer(loss, es::sgd(es::lr = 0.01_c, es::momentum = 0.9_c));

extern "C" float step(float const (&xs)[16], float const (&ts)[4]) {
    return trainer.step(net, x = xs, t = ts);
}
extern "C" void infer(float const (&xs)[16], es::tensor<float, 4>& out) {
    es::evaluate_into(y, out, net, x = xs);
}
