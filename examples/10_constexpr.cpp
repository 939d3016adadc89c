// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
//
// XOR, learned by the compiler: the program that runs holds the trained weights as constants.
#include <cstdio>
#include <espalier/core.hpp>

namespace es = espalier;
using namespace es::literals;

// [program]
constexpr auto x = es::input<"x", es::shape<4, 2>>;
constexpr auto t = es::input<"t", es::shape<4, 1>>;
constexpr auto fc1 = es::linear<"fc1", 2, 4>;
constexpr auto fc2 = es::linear<"fc2", 4, 1>;
constexpr auto y = fc2(tanh(fc1(x)));
constexpr auto loss = es::binary_cross_entropy_with_logits(y, t);

constexpr float xs[4][2] = {{0, 0}, {0, 1}, {1, 0}, {1, 1}};
constexpr float ts[4][1] = {{0}, {1}, {1}, {0}};
// [/program]

// [train]
struct learner {
    decltype(es::variables{loss}) vars{};
    decltype(es::trainer(loss, es::adam(es::lr = 0.1_c))) trainer{};
    float loss_before_step = 0;
};
constexpr learner untrained() {
    learner l;
    es::initialize(l.vars, 1);
    return l;
}
// Compilers limit the steps of one constant, so that the training is several.
constexpr learner trained(learner l) {
    for (int step = 0; step < 15; ++step)
        l.loss_before_step = l.trainer.step(l.vars, x = xs, t = ts);
    return l;
}
constexpr learner first = untrained();
constexpr learner after_15 = trained(first);
constexpr learner after_30 = trained(after_15);
constexpr learner after_45 = trained(after_30);
constexpr learner after_60 = trained(after_45);

constexpr auto logits = es::evaluate(y, after_60.vars, x = xs);
static_assert(logits(0, 0) < 0 && logits(1, 0) > 0 && logits(2, 0) > 0 && logits(3, 0) < 0);
static_assert(after_60.loss_before_step < 0.05f);
static_assert(es::check_gradient(loss, after_15.vars, x = xs, t = ts));
// [/train]

int main() {
    for (es::index_t i = 0; i < 4; ++i)
        std::printf("%g xor %g: logit %6.2f\n", static_cast<double>(xs[i][0]),
                    static_cast<double>(xs[i][1]), static_cast<double>(logits(i, 0)));
    std::printf("loss when compiled: %.4f\n", static_cast<double>(after_60.loss_before_step));

    // The same steps at run time, from the same start.
    learner l = first;
    for (int i = 0; i < 4; ++i) l = trained(l);
    float const difference = l.loss_before_step - after_60.loss_before_step;
    std::printf("the same at run time: %.4f\n", static_cast<double>(l.loss_before_step));
    return difference < 1e-3f && difference > -1e-3f ? 0 : 1;
}
