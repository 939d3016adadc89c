// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
//
// A whole program: a net that learns the exclusive or.
// [program]
#include <cstdio>
#include <espalier/espalier.hpp>
namespace es = espalier;

namespace model {
constexpr auto x = es::input<"x", es::shape<2>>;
constexpr auto t = es::input<"target", es::shape<1>>;
constexpr auto hidden = tanh(es::linear<"fc1", 2, 8>(x));
constexpr auto y = es::linear<"fc2", 8, 1>(hidden);
constexpr auto loss = es::mse(y, t);
}  // namespace model

int main() {
    using namespace model;
    constexpr float xs[4][2] = {{0, 0}, {0, 1}, {1, 0}, {1, 1}}, ts[4][1] = {{0}, {1}, {1}, {0}};

    es::variables vars{loss};  // all weights, inside this object
    es::initialize(vars, 42);  // as PyTorch does, by this seed
    auto trainer = es::trainer(loss, es::sgd(es::lr = 0.05f, es::momentum = 0.9f));
    float last = 1;
    for (int epoch = 0; epoch < 500; ++epoch)
        for (int i = 0; i < 4; ++i) last = trainer.step(vars, x = xs[i], t = ts[i]);
    for (auto const& corner : xs) {
        es::tensor<float, 1> const answer = es::evaluate(y, vars, x = corner);
        std::printf("%g xor %g is %.2f\n", corner[0], corner[1], answer(0));
    }
    return last < 0.01f ? 0 : 1;
}
// [/program]
