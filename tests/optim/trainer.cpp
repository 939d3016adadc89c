// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../laws.hpp"

namespace es = espalier;

namespace {

namespace model {
constexpr auto x = es::input<"x", es::shape<10>>;
constexpr auto t = es::input<"target", es::shape<2>>;
constexpr auto fc1 = es::linear<"fc1", 10, 20>;
constexpr auto fc2 = es::linear<"fc2", 20, 5>;
constexpr auto fc3 = es::linear<"fc3", 5, 2>;
constexpr auto loss = es::mse(fc3(relu(fc2(relu(fc1(x))))), t);
}  // namespace model

constexpr float features[10] = {0.1f, -0.3f, 0.5f, 0.9f, -0.7f, 0.2f, 0.4f, -0.6f, 0.8f, -0.1f};

}  // namespace

TEST_CASE("sgd needs no gradient buffer: stored and fused gradients train alike") {
    using namespace model;
    es::variables fused{loss};
    es::initialize(fused, 7);
    auto stored = fused;
    auto a = es::trainer(loss, es::sgd(es::lr = 0.05f, es::momentum = 0.9f));
    auto b = es::trainer(loss, es::sgd(es::lr = 0.05f, es::momentum = 0.9f), es::batched);
    static_assert(a.plan.gradient_bytes == 0);
    static_assert(b.plan.gradient_bytes == 337 * sizeof(float));
    // a batch's gradients are on the stack, beside those accumulated in the trainer
    constexpr auto batched_plan = std::remove_cvref_t<decltype(b)>::plan;
    static_assert(batched_plan.workspace_bytes > batched_plan.gradient_bytes);
    static_assert(batched_plan.total_bytes ==
                  batched_plan.parameter_bytes + batched_plan.state_bytes +
                      batched_plan.gradient_bytes + batched_plan.workspace_bytes);
    static_assert(a.plan.state_bytes == 337 * sizeof(float));
    for (int i = 0; i < 20; ++i) {
        float const la = a.step(fused, x = features, t = {1.0f, -1.0f});
        float const lb = b.step(stored, x = features, t = {1.0f, -1.0f});
        CHECK(la == Approx(lb).epsilon(1e-5));
    }
    for (es::index_t i = 0; i < 200; ++i)
        CHECK(fused[fc1.weight][i] == Approx(stored[fc1.weight][i]).epsilon(1e-5).margin(1e-7));
}

TEST_CASE("a group with es::zero has no state, no gradient, and does not move") {
    using namespace model;
    es::variables vars{loss};
    es::initialize(vars, 7);
    auto const before = vars;
    auto trainer = es::trainer(loss, es::sgd(es::groups(es::group(fc3, es::lr = 0.05f),
                                                        es::group(es::rest, es::lr = es::zero)),
                                             es::momentum = 0.9f, es::weight_decay = 0.1f));
    static_assert(trainer.plan.state_bytes == 12 * sizeof(float));
    static_assert(trainer.plan.trained_bytes == 12 * sizeof(float));
    for (int i = 0; i < 10; ++i) trainer.step(vars, x = features, t = {1.0f, -1.0f});
    CHECK(vars[fc1.weight] == before[fc1.weight]);
    CHECK(vars[fc1.bias] == before[fc1.bias]);
    CHECK(vars[fc2.weight] == before[fc2.weight]);
    CHECK(vars[fc2.bias] == before[fc2.bias]);
    CHECK_FALSE(vars[fc3.weight] == before[fc3.weight]);
}

TEST_CASE("a run-time zero keeps everything") {
    using namespace model;
    auto trainer = es::trainer(loss, es::sgd(es::groups(es::group(fc3, es::lr = 0.05f),
                                                        es::group(es::rest, es::lr = 0.0f)),
                                             es::momentum = 0.9f));
    static_assert(trainer.plan.state_bytes == 337 * sizeof(float));
    CHECK(trainer.options(fc1).lr == 0.0f);
    trainer.options(fc1).lr = 0.05f;
    CHECK(trainer.learning_rate(fc1) == 0.05f);
    CHECK(trainer.learning_rate(fc3) == 0.05f);
}

TEST_CASE("a wrong run-time extent throws and changes nothing") {
    using namespace model;
    es::variables vars{loss};
    es::initialize(vars, 7);
    auto trainer = es::trainer(loss, es::sgd(es::lr = 0.05f, es::momentum = 0.9f));
    trainer.step(vars, x = features, t = {1.0f, -1.0f});
    auto const before = vars;
    float const short_features[9] = {};
    CHECK_THROWS_AS(
        trainer.step(vars, x = std::span<float const>(short_features), t = {1.0f, -1.0f}),
        es::shape_error);
    CHECK(vars == before);
}

TEST_CASE("the next phase carries over the state of what both train") {
    using namespace model;
    es::variables vars{loss};
    es::initialize(vars, 7);
    auto head = es::trainer(
        loss, es::sgd(es::groups(es::group(fc3, es::lr = 0.05f), es::group(es::rest, es::frozen)),
                      es::momentum = 0.9f));
    for (int i = 0; i < 3; ++i) head.step(vars, x = features, t = {1.0f, -1.0f});

    auto continued = head;
    auto same = vars;
    auto all = es::trainer(
        loss,
        es::sgd(es::groups(es::group(fc3, es::lr = 0.05f), es::group(es::rest, es::lr = 0.01f)),
                es::momentum = 0.9f),
        head);
    // one more step of the head alone equals the head's part of one step of the next phase
    continued.step(same, x = features, t = {1.0f, -1.0f});
    all.step(vars, x = features, t = {1.0f, -1.0f});
    CHECK(vars[fc3.weight] == same[fc3.weight]);
    CHECK_FALSE(vars[fc2.weight] == same[fc2.weight]);
}

TEST_CASE("tied weights get one update with the sum of their gradients") {
    constexpr auto w = es::parameter<"w", es::shape<3, 3>, double>;
    constexpr auto x = es::input<"x", es::shape<3>, double>;
    constexpr auto loss = sum(square(matmul(w, tanh(matmul(w, x)))));
    es::variables fused{loss};
    for (es::index_t i = 0; i < 9; ++i) fused[w][i] = 0.1 * static_cast<double>((i * 5) % 7) - 0.2;
    auto unfused = fused;
    auto a = es::trainer(loss, es::sgd(es::lr = 0.1));
    for (int i = 0; i < 5; ++i) {
        auto const g = es::gradient(loss, unfused, x = {0.3, -0.5, 0.9});
        for (es::index_t j = 0; j < 9; ++j) unfused[w][j] -= 0.1 * g[w][j];
        a.step(fused, x = {0.3, -0.5, 0.9});
    }
    for (es::index_t j = 0; j < 9; ++j) CHECK(fused[w][j] == Approx(unfused[w][j]).epsilon(1e-12));
}

TEST_CASE("a workspace in the trainer computes the same, and costs its bytes there") {
    using namespace model;
    es::variables vars{loss};
    es::initialize(vars, 7);
    auto same = vars;
    auto a = es::trainer(loss, es::sgd(es::lr = 0.05f, es::clip_norm(0.5f)));
    auto b = es::trainer(loss, es::sgd(es::lr = 0.05f, es::clip_norm(0.5f)), es::static_workspace);
    static_assert(sizeof(b) >= sizeof(a) + b.plan.workspace_bytes);
    for (int i = 0; i < 5; ++i) {
        a.step(vars, x = features, t = {1.0f, -1.0f});
        b.step(same, x = features, t = {1.0f, -1.0f});
    }
    CHECK(vars == same);
}

TEST_CASE("the norm that clips is that of trained parameters, with 1e-6 added") {
    using namespace model;
    es::variables vars{loss};
    es::initialize(vars, 7);
    auto const before = vars;
    auto const g = es::gradient(loss, es::wrt(fc3), vars, x = features, t = {1.0f, -1.0f});
    double squares = 0;
    for (float const e : g[fc3.weight]) squares += static_cast<double>(e) * static_cast<double>(e);
    for (float const e : g[fc3.bias]) squares += static_cast<double>(e) * static_cast<double>(e);
    auto trainer = es::trainer(
        loss, es::sgd(es::groups(es::group(fc3, es::lr = 1.0f), es::group(es::rest, es::frozen)),
                      es::clip_norm(0.01f)));
    trainer.step(vars, x = features, t = {1.0f, -1.0f});
    double const factor = 0.01 / (std::sqrt(squares) + 1e-6);
    for (es::index_t i = 0; i < 2; ++i)
        CHECK(static_cast<double>(before[fc3.bias][i] - vars[fc3.bias][i]) ==
              Approx(factor * static_cast<double>(g[fc3.bias][i])).epsilon(1e-3));
    CHECK(vars[fc1.weight] == before[fc1.weight]);
}

TEST_CASE("a trainer of constants has no bytes for options and can be constinit") {
    using namespace model;
    using namespace es::literals;
    static constinit auto trainer =
        es::trainer(loss, es::sgd(es::lr = 0.05_c, es::momentum = 0.9_c));
    static_assert(sizeof(trainer.settings) <= 1);
    static_assert(std::remove_cvref_t<decltype(trainer)>::plan.state_bytes == 337 * sizeof(float));
    CHECK(trainer.learning_rate(fc1) == 0.05f);
}

TEST_CASE("reset starts a parameter afresh, whatever its rule was") {
    using namespace model;
    es::variables vars{loss};
    es::initialize(vars, 7);
    auto first = es::trainer(loss, es::sgd(es::lr = 0.05f, es::momentum = 0.9f));
    for (int i = 0; i < 3; ++i) first.step(vars, x = features, t = {1.0f, -1.0f});
    auto same = vars;
    auto adam = es::trainer(loss, es::adam(), first, es::reset(es::all));
    auto fresh = es::trainer(loss, es::adam());
    auto part = es::trainer(loss, es::sgd(es::lr = 0.05f, es::momentum = 0.9f), first,
                            es::reset(fc3, fc1.bias));
    auto third = vars;
    adam.step(vars, x = features, t = {1.0f, -1.0f});
    fresh.step(same, x = features, t = {1.0f, -1.0f});
    CHECK(vars == same);
    auto fourth = third;
    part.step(third, x = features, t = {1.0f, -1.0f});
    first.step(fourth, x = features, t = {1.0f, -1.0f});
    CHECK(third[fc2.weight] == fourth[fc2.weight]);
    CHECK_FALSE(third[fc3.weight] == fourth[fc3.weight]);
    CHECK_FALSE(third[fc1.bias] == fourth[fc1.bias]);
}

TEST_CASE("clip_value and clip_norm together are done in the order written") {
    constexpr auto w = es::parameter<"w", es::shape<3>, double>;
    constexpr auto direction = es::input<"direction", es::shape<3>, double>;
    constexpr auto loss = sum(w * direction);
    auto const step = [&](auto optimizer) {
        es::variables vars{loss};
        auto trainer = es::trainer(loss, optimizer);
        trainer.step(vars, direction = {3., -4., 0.5});
        return vars[w];
    };
    // clamped to (1, -1, 0.5), of norm 1.5, then scaled to norm 0.6
    auto const a = step(es::sgd(es::lr = 1.0, es::clip_value(1.0), es::clip_norm(0.6)));
    CHECK(a(0) == Approx(-0.4).epsilon(1e-5));
    CHECK(a(2) == Approx(-0.2).epsilon(1e-5));
    // scaled to norm 2, then clamped; limits are doubles
    auto const b = step(es::sgd(es::lr = 1.0, es::clip_norm(2.0), es::clip_value(0.3)));
    CHECK(b(0) == -0.3);
    CHECK(b(1) == 0.3);
    CHECK(b(2) == Approx(-0.5 * 2 / (std::sqrt(25.25) + 1e-6)).epsilon(1e-14));
}

TEST_CASE("constant options take no room, and a rule's own learning rate can be read") {
    constexpr auto x = es::input<"x", es::shape<3>>;
    constexpr auto loss = sum(square(es::linear<"b", 4, 2>(tanh(es::linear<"a", 3, 4>(x)))));
    auto const constant =
        es::trainer(loss, es::sgd(es::lr = es::literals::operator""_c < '0', '.', '1'>()));
    static_assert(sizeof constant == 1);
    CHECK(es::trainer(loss, es::adadelta()).learning_rate(es::all) == 1.f);
    CHECK(es::trainer(loss, es::nadam()).learning_rate(es::all) == 2e-3f);
    CHECK(es::trainer(loss, es::adagrad()).learning_rate(es::all) == 1e-2f);
}
