// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../laws.hpp"

namespace es = espalier;
using namespace es::literals;

namespace {

namespace model {
constexpr auto x = es::input<"x", es::shape<4>>;
constexpr auto t = es::input<"t", es::shape<2>>;
constexpr auto fc1 = es::linear<"fc1", 4, 6>;
constexpr auto fc2 = es::linear<"fc2", 6, 5>;
constexpr auto head = es::linear<"head", 5, 2>;
constexpr auto loss = es::mse(head(tanh(fc2(tanh(fc1(x))))), t);
}  // namespace model
constexpr float xs[4] = {0.5f, -1.0f, 0.25f, 2.0f};
constexpr auto is_bias = [](auto p) { return p.rank == 1; };

/// Two groups, one frozen by zero and one by the flag: only the head is left in the plan.
template <int States, class Rule>
void frozen_leaves_nothing(Rule rule) {
    using namespace model;
    es::variables vars{loss};
    es::initialize(vars, 5);
    auto const before = vars;
    auto trainer = es::trainer(
        loss, rule(es::groups(es::group(head, es::lr = 0.01f), es::group(fc1, es::lr = es::zero),
                              es::group(es::rest, es::frozen)),
                   es::weight_decay = 0.1f));
    static_assert(trainer.plan.trained_bytes == 12 * sizeof(float));
    static_assert(trainer.plan.state_bytes == States * 12 * sizeof(float));
    for (auto const& node : trainer.plan.nodes)
        if (node.layer.starts_with("fc")) CHECK_FALSE(node.adjoint);
    for (int i = 0; i < 3; ++i) trainer.step(vars, x = xs, t = {1.0f, -1.0f});
    CHECK(vars[fc1.weight] == before[fc1.weight]);
    CHECK(vars[fc1.bias] == before[fc1.bias]);
    CHECK(vars[fc2.weight] == before[fc2.weight]);
    CHECK(vars[fc2.bias] == before[fc2.bias]);
    CHECK_FALSE(vars[head.weight] == before[head.weight]);
}

}  // namespace

TEST_CASE("a frozen group leaves no state, no gradient and no update, by every rule") {
    frozen_leaves_nothing<0>(es::sgd);
    frozen_leaves_nothing<1>(es::adagrad);
    frozen_leaves_nothing<1>(es::rmsprop);
    frozen_leaves_nothing<2>(es::adadelta);
    frozen_leaves_nothing<2>(es::adam);
    frozen_leaves_nothing<2>(es::adamw);
    frozen_leaves_nothing<2>(es::nadam);
    frozen_leaves_nothing<2>(es::radam);
    frozen_leaves_nothing<1>(es::lion);
    frozen_leaves_nothing<2>(es::lamb);
}

TEST_CASE("a group of the rest that is frozen may hold what no gradient reaches") {
    using namespace model;
    constexpr auto stopped = es::mse(head(es::stop_gradient(tanh(fc2(tanh(fc1(x)))))), t);
    constexpr auto trainer =
        es::trainer(stopped, es::sgd(es::groups(es::group(head, es::lr = 0.1_c),
                                                es::group(es::rest, es::lr = es::zero))));
    static_assert(trainer.plan.trained_bytes == 12 * sizeof(float));
}

TEST_CASE("recipe: no weight decay on biases") {
    using namespace model;
    es::variables vars{loss};
    es::initialize(vars, 5);
    auto plain = vars;
    // [no_decay]
    auto trainer = es::trainer(
        loss,
        es::adamw(es::groups(es::group(es::parameters_where(is_bias), es::weight_decay = es::zero),
                             es::group(es::rest, es::weight_decay = 0.5f)),
                  es::lr = 0.01f));
    // [/no_decay]
    auto without = es::trainer(loss, es::adamw(es::lr = 0.01f, es::weight_decay = es::zero));
    trainer.step(vars, x = xs, t = {1.0f, -1.0f});
    without.step(plain, x = xs, t = {1.0f, -1.0f});
    CHECK(vars[fc1.bias] == plain[fc1.bias]);
    CHECK(vars[head.bias] == plain[head.bias]);
    CHECK_FALSE(vars[fc1.weight] == plain[fc1.weight]);
}

TEST_CASE("recipe: all frozen but the biases") {
    using namespace model;
    // [only_biases]
    auto trainer =
        es::trainer(loss, es::sgd(es::groups(es::group(es::matching<"*.bias">, es::lr = 0.1f),
                                             es::group(es::rest, es::frozen)),
                                  es::momentum = 0.9f));
    // [/only_biases]
    static_assert(trainer.plan.trained_bytes == (6 + 5 + 2) * sizeof(float));
    static_assert(trainer.plan.state_bytes == (6 + 5 + 2) * sizeof(float));
    CHECK(trainer.learning_rate(fc1.bias) == 0.1f);
}

TEST_CASE("recipes: the head at ten times the backbone; rates that decay by layer") {
    using namespace model;
    // [head_faster]
    auto trainer = es::trainer(loss, es::sgd(es::groups(es::group(head, es::lr = 0.1f),
                                                        es::group(es::rest, es::lr = 0.01f))));
    // [/head_faster]
    CHECK(trainer.learning_rate(head) == 0.1f);
    CHECK(trainer.learning_rate(fc2) == 0.01f);
    // [by_layer]
    auto layered = es::trainer(loss, es::sgd(es::groups(es::group(head, es::lr = 0.1f),
                                                        es::group(fc2, es::lr = 0.1f * 0.5f),
                                                        es::group(fc1, es::lr = 0.1f * 0.25f))));
    // [/by_layer]
    CHECK(layered.learning_rate(fc1) == 0.025f);
    layered.options(fc1).lr = 0.5f;
    CHECK(layered.learning_rate(fc1.weight) == 0.5f);
    CHECK(layered.learning_rate(fc2) == 0.05f);
}

TEST_CASE("accumulated gradients are averaged by samples") {
    using namespace model;
    es::variables vars{loss};
    es::initialize(vars, 5);
    auto whole = vars;
    float const all_x[3][4] = {{1, 2, 3, 4}, {0.5f, -1, 0, 2}, {-1, -2, 0.25f, 1}};
    float const all_t[3][2] = {{1, 0}, {0, 1}, {0.5f, 0.5f}};
    auto a = es::trainer(loss, es::sgd(es::lr = 0.1f), es::batched);
    auto b = es::trainer(loss, es::sgd(es::lr = 0.1f), es::batched);
    a.accumulate(vars, x = std::span(all_x[0]), t = std::span(all_t[0]));
    a.accumulate(vars, x = es::batch(std::span(&all_x[1][0], 8)),
                 t = es::batch(std::span(&all_t[1][0], 4)));
    a.apply(vars);
    b.step(whole, x = all_x, t = all_t);
    for (es::index_t i = 0; i < 24; ++i)
        CHECK(vars[fc1.weight][i] == Approx(whole[fc1.weight][i]).epsilon(1e-5).margin(1e-7));
}

TEST_CASE("gradual unfreezing: each phase carries on what it trained before") {
    using namespace model;
    es::variables vars{loss};
    es::initialize(vars, 5);
    auto const start = vars;
    auto phase = [](auto const&... trained) {
        return es::sgd(
            es::groups(es::group(trained, es::lr = 0.05f)..., es::group(es::rest, es::frozen)),
            es::momentum = 0.9f);
    };
    auto one = es::trainer(loss, phase(head));
    one.step(vars, x = xs, t = {1.0f, -1.0f});
    CHECK(vars[fc2.weight] == start[fc2.weight]);
    auto two = es::trainer(loss, phase(head, fc2), one);
    two.step(vars, x = xs, t = {1.0f, -1.0f});
    CHECK_FALSE(vars[fc2.weight] == start[fc2.weight]);
    CHECK(vars[fc1.weight] == start[fc1.weight]);
    static_assert(one.plan.state_bytes == 12 * 4 && two.plan.state_bytes == (12 + 35) * 4);
}
