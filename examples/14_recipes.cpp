// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
//
// Recipes of training, each a few lines, each checked by what it does.
#include <array>
#include <cmath>
#include <cstdio>
#include <espalier/adapter/safetensors.hpp>
#include <espalier/core.hpp>
#include <string>

namespace es = espalier;
using namespace es::literals;

namespace {

// [model]
constexpr auto x = es::input<"x", es::shape<4>>;
constexpr auto t = es::input<"t", es::shape<2>>;
constexpr auto body = es::linear<"body", 4, 8>;
constexpr auto head = es::linear<"head", 8, 2>;
constexpr auto loss = es::mse(head(relu(body(x))), t);
// [/model]

constexpr std::array<float, 4> features{0.5f, -1.0f, 0.25f, 2.0f};
constexpr std::array<float, 2> target{1.0f, -1.0f};
bool all_hold = true;

void check(char const* what, bool holds) {
    std::printf("%-60s %s\n", what, holds ? "ok" : "WRONG");
    all_hold = all_hold && holds;
}
auto fresh() {
    es::variables vars{loss};
    es::initialize(vars, 7);
    return vars;
}

// [block]
// a block of layers, under a name of its own
template <es::fixed_string Name>
constexpr auto block(es::expression auto h) {
    constexpr auto norm = es::layer_norm<es::join(Name, ".norm"), 8>;
    constexpr auto up = es::linear<es::join(Name, ".up"), 8, 16>;
    constexpr auto down = es::linear<es::join(Name, ".down"), 16, 8>;
    return h + down(gelu(up(norm(h))));
}
// "layers.0", "layers.1", ... one after the other
template <std::size_t Depth>
constexpr auto stack(es::expression auto h) {
    if constexpr (Depth == 0)
        return h;
    else
        return block<es::join("layers.", es::digits<Depth - 1>)>(stack<Depth - 1>(h));
}
constexpr auto deep_loss = es::mse(head(stack<3>(body(x))), t);
// [/block]

void blocks() {
    es::variables vars{deep_loss};
    es::initialize(vars, 7);
    // [freeze_blocks]
    auto trainer =
        es::trainer(deep_loss, es::sgd(es::groups(es::group(es::matching<"layers.0.*">, es::frozen),
                                                  es::group(es::rest, es::lr = 0.01f))));
    // [/freeze_blocks]
    auto const before = vars;
    trainer.step(vars, x = features, t = target);
    constexpr auto first = es::linear<"layers.0.up", 8, 16>.weight;
    constexpr auto last = es::linear<"layers.2.up", 8, 16>.weight;
    check("blocks under names of their own, one of them frozen",
          vars[first] == before[first] && !(vars[last] == before[last]));
}

void first_program() {
    // [first]
    constexpr auto frozen_body = es::mse(head(relu(es::freeze(body)(x))), t);
    static_assert(es::has_gradient(frozen_body, head.weight));
    static_assert(!es::has_gradient(frozen_body, body.weight));

    es::variables vars{frozen_body};  // the values of all parameters, inside this object
    es::initialize(vars, 42);         // seeded, as PyTorch initializes
    auto trainer = es::trainer(frozen_body, es::sgd(es::lr = 0.05f, es::momentum = 0.9f));
    for (int step = 0; step < 100; ++step) {
        float const before = trainer.step(vars, x = features, t = target);  // the loss
        if (step % 25 == 0) std::printf("step %d: loss %g\n", step, static_cast<double>(before));
    }
    auto const y = es::evaluate(head(relu(body(x))), vars, x = features);
    // [/first]
    check("the head learns", std::fabs(y(0) - target[0]) < 0.1f);
}

void schedules() {
    auto vars = fresh();
    // [warmup_cosine]
    auto trainer =
        es::trainer(loss, es::adamw(es::lr = es::warmup(es::cosine(1e-2f, 1000), 100, 0.1f)));
    // [/warmup_cosine]
    float const start = trainer.learning_rate(body);
    for (int i = 0; i < 100; ++i) trainer.step(vars, x = features, t = target);
    check("warm-up, then half a cosine",
          std::fabs(start - 1e-3f) < 1e-6f && trainer.learning_rate(body) > 0.9e-2f);

    // [own_schedule]
    auto inverse_root = [](std::uint32_t step) {
        return 0.1f / std::sqrt(static_cast<float>(step + 1));
    };
    auto by_callable = es::trainer(loss, es::sgd(es::lr = inverse_root));
    // [/own_schedule]
    for (int i = 0; i < 3; ++i) by_callable.step(vars, x = features, t = target);
    check("any callable of the step is a schedule", by_callable.learning_rate(body) == 0.05f);

    // [change_rate]
    auto by_hand = es::trainer(loss, es::sgd(es::groups(es::group(head, es::lr = 0.1f),
                                                        es::group(es::rest, es::lr = 0.01f))));
    by_hand.options(head).lr = 0.05f;
    // [/change_rate]
    check("a run-time rate changes between steps", by_hand.learning_rate(head.weight) == 0.05f);
}

void several_rules() {
    auto vars = fresh();
    // [several_rules]
    auto trainer = es::trainer(
        loss, es::optimizer(es::groups(
                  es::group(body, es::sgd(es::lr = 1e-3f, es::momentum = 0.9f)),
                  es::group(es::rest, es::adamw(es::lr = 1e-3f, es::weight_decay = 1e-2f)))));
    // [/several_rules]
    // one velocity for each weight of the body, two moments for each of the head
    static_assert(trainer.plan.state_bytes == 4 * (40 + 2 * 18));
    auto const before = vars[head.bias](0);
    trainer.step(vars, x = features, t = target);
    // the first step of adamw is the rate, whatever the gradient
    float const moved = std::fabs(vars[head.bias](0) - before * (1 - 1e-5f));
    check("sgd for the body, adamw for the head", std::fabs(moved - 1e-3f) < 1e-5f);
}

void batches() {
    std::array<std::array<float, 4>, 6> xs{};
    std::array<std::array<float, 2>, 6> ts{};
    for (std::size_t i = 0; i < 6; ++i) {
        xs[i] = {0.1f * static_cast<float>(i), 1, -1, 0.5f};
        ts[i] = {static_cast<float>(i % 2), 1};
    }
    auto at_once = fresh();
    // [batch]
    auto trainer = es::trainer(loss, es::sgd(es::lr = 0.1f, es::clip_norm(1.0f)), es::batched);
    trainer.step(at_once, x = xs, t = ts);
    // [/batch]

    auto vars = fresh();
    auto accumulating = es::trainer(loss, es::sgd(es::lr = 0.1f, es::clip_norm(1.0f)), es::batched);
    // [accumulate]
    for (std::size_t i = 0; i < 6; i += 2)  // three small batches, one update
        accumulating.accumulate(vars, x = es::batch(std::span(xs).subspan(i, 2)),
                                t = es::batch(std::span(ts).subspan(i, 2)));
    accumulating.apply(vars);
    // [/accumulate]
    float largest = 0;
    for (es::index_t i = 0; i < 32; ++i)
        largest = std::fmax(largest, std::fabs(vars[body.weight][i] - at_once[body.weight][i]));
    check("three small batches and apply are one large batch", largest < 1e-6f);
}

void phases() {
    auto vars = fresh();
    // [phases]
    auto first = es::trainer(loss, es::sgd(es::groups(es::group(head, es::lr = 0.1f),
                                                      es::group(es::rest, es::lr = es::zero)),
                                           es::momentum = 0.9f));
    first.step(vars, x = features, t = target);
    // unfrozen; the velocity of the head goes on
    auto second = es::trainer(loss, es::sgd(es::lr = 0.01f, es::momentum = 0.9f), first);
    // [/phases]
    static_assert(first.plan.trained_bytes == 4 * 18 && second.plan.trained_bytes == 4 * 58);
    auto const frozen = vars[body.weight];
    second.step(vars, x = features, t = target);
    check("the next phase trains more", !(vars[body.weight] == frozen));
}

void averages() {
    auto vars = fresh();
    auto trainer = es::trainer(loss, es::sgd(es::lr = 0.1f));
    // [ema]
    auto average = es::ema(trainer, vars, es::beta = 0.9f);
    for (int step = 0; step < 5; ++step) {
        trainer.step(vars, x = features, t = target);
        average.update(vars);
    }
    average.swap(vars);  // evaluate with the averages, then swap back
    // [/ema]
    check("an average of weights, swapped in", !(vars[head.weight] == average[head.weight]));
}

void tied() {
    // [tied]
    constexpr auto table = es::parameter<"table", es::shape<5, 3>>;
    constexpr auto token = es::input<"token", es::shape<1>, std::int32_t>;
    constexpr auto next = es::input<"next", es::shape<1>, std::int32_t>;
    constexpr auto embedded = es::take<0>(table, token);         // (1, 3)
    constexpr auto logits = matmul(embedded, transpose(table));  // the same parameter
    constexpr auto tied_loss = es::cross_entropy(logits, next);
    // [/tied]
    es::variables vars{tied_loss};
    static_assert(sizeof vars == sizeof(es::tensor<float, 5, 3>));
    es::initialize(vars, es::normal, 3);
    auto trainer = es::trainer(tied_loss, es::sgd(es::lr = 0.5f));
    std::int32_t const token_id[1]{1}, next_id[1]{4};
    float const before = trainer.step(vars, token = token_id, next = next_id);
    for (int i = 0; i < 20; ++i) trainer.step(vars, token = token_id, next = next_id);
    check("a tied weight is one entry and learns from both uses",
          trainer.step(vars, token = token_id, next = next_id) < before);
}

void dropouts() {
    // [dropout]
    constexpr auto hidden = es::dropout<"drop">(0.5_c)(relu(body(x)));
    constexpr auto noisy = es::mse(head(hidden), t);
    constexpr auto output = es::inference(head(hidden));  // dropout is the identity
    // [/dropout]
    auto vars = fresh();
    auto trainer = es::trainer(noisy, es::sgd(es::lr = 0.01f));
    trainer.step(vars, x = features, t = target);
    auto const a = es::evaluate(output, vars, x = features);
    auto const b = es::evaluate(head(relu(body(x))), vars, x = features);
    check("dropout in training, not in inference", a == b);
}

void resumed(std::string const& folder) {
    auto vars = fresh();
    auto trainer = es::trainer(loss, es::adam(es::lr = 0.01f));
    trainer.step(vars, x = features, t = target);
    // [resume]
    es::save_safetensors(vars, trainer, folder + "/run.safetensors");
    auto resumed_vars = fresh();
    auto resumed_trainer = es::trainer(loss, es::adam(es::lr = 0.01f));
    es::load_safetensors(resumed_vars, resumed_trainer, folder + "/run.safetensors");
    // [/resume]
    trainer.step(vars, x = features, t = target);
    resumed_trainer.step(resumed_vars, x = features, t = target);
    check("a run that was saved goes on bit for bit",
          vars[body.weight] == resumed_vars[body.weight]);
}

// [budget]
// what a step costs, held at compile time
constexpr auto optimizer = es::sgd(es::lr = 0.1_c, es::momentum = 0.9_c);
constexpr auto plan = es::trainer(loss, optimizer).plan;
static_assert(plan.gradient_bytes == 0 && plan.total_bytes < 1024);
// [/budget]

}  // namespace

int main(int argc, char** argv) {
    first_program();
    schedules();
    several_rules();
    batches();
    phases();
    averages();
    tied();
    dropouts();
    blocks();
    resumed(argc > 1 ? argv[1] : ".");
    return all_hold ? 0 : 1;
}
