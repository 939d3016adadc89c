// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
//
// Only part of a net is trained: three ways to say so, each visible in the types.
#include <cstdio>
#include <espalier/espalier.hpp>

namespace es = espalier;

// [model]
namespace model {
constexpr auto x = es::input<"x", es::shape<10>>;
constexpr auto t = es::input<"target", es::shape<2>>;
constexpr auto fc1 = es::linear<"fc1", 10, 20>;
constexpr auto fc2 = es::linear<"fc2", 20, 5>;
constexpr auto fc3 = es::linear<"fc3", 5, 2>;

// 1. The body is frozen: fc1 and fc2 are never trained, fc3 is.
constexpr auto body = relu(es::freeze(fc2)(relu(es::freeze(fc1)(x))));
constexpr auto frozen_body = es::mse(fc3(body), t);

// 2. The gradient stops at the hidden layer.
constexpr auto hidden = relu(fc2(relu(fc1(x))));
constexpr auto stopped = es::mse(fc3(es::stop_gradient(hidden)), t);

// 3. The last layer runs without gradients: then nothing behind the output has one, and a
//    trainer for this loss does not compile. PyTorch finds that when backward() runs.
constexpr auto mistake = es::mse(es::no_grad(fc3)(hidden), t);

static_assert(es::has_gradient(frozen_body, fc3.weight));
static_assert(es::has_gradient(stopped, fc3.weight));
static_assert(!es::has_gradient(stopped, fc1.weight));
static_assert(!es::has_gradient(mistake, fc1.weight) && !es::has_gradient(mistake, fc3.weight));
}  // namespace model
// [/model]

int main() {
    using namespace model;
    es::variables vars{frozen_body};
    es::initialize(vars, es::kaiming_uniform, 42);
    auto const before = vars;

    // [train]
    auto trainer = es::trainer(frozen_body, es::sgd(es::lr = 0.05f, es::momentum = 0.9f));
    static_assert(trainer.plan.gradient_bytes == 0);  // updates run inside the backward pass
    // [/train]
    static_assert(trainer.plan.state_bytes == (5 * 2 + 2) * sizeof(float));

    float const features[10] = {0.1f, -0.3f, 0.5f, 0.9f, -0.7f, 0.2f, 0.4f, -0.6f, 0.8f, -0.1f};
    float first = 0, last = 0;
    for (int step = 0; step < 50; ++step) {
        last = trainer.step(vars, x = features, t = {1.0f, -1.0f});
        if (step == 0) first = last;
    }
    std::printf("loss %.4f -> %.6f with %zu bytes of optimizer state\n", static_cast<double>(first),
                static_cast<double>(last), trainer.plan.state_bytes);

    bool const body_unchanged =
        vars[fc1.weight] == before[fc1.weight] && vars[fc2.weight] == before[fc2.weight] &&
        vars[fc1.bias] == before[fc1.bias] && vars[fc2.bias] == before[fc2.bias];
    bool const head_trained = !(vars[fc3.weight] == before[fc3.weight]);
    return body_unchanged && head_trained && last < first / 100 ? 0 : 1;
}
