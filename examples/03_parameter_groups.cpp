// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
//
// Groups of parameters with learning rates of different kinds: a compile-time zero removes the
// work, a run-time zero keeps it, as in PyTorch. Training the last layer alone prunes the backward
// pass down to that layer; training the first alone still needs the way there.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <espalier/espalier.hpp>
#include <vector>

namespace es = espalier;

namespace {

constexpr auto x = es::input<"x", es::shape<10>>;
constexpr auto t = es::input<"target", es::shape<2>>;
constexpr auto fc1 = es::linear<"fc1", 10, 20>;
constexpr auto fc2 = es::linear<"fc2", 20, 5>;
constexpr auto fc3 = es::linear<"fc3", 5, 2>;
constexpr auto loss = es::mse(fc3(relu(fc2(relu(fc1(x))))), t);

// [groups]
constexpr auto pruned = es::sgd(es::groups(es::group(fc3, es::lr = 0.1f),            // a number
                                           es::group(es::rest, es::lr = es::zero)),  // pruned
                                es::momentum = 0.9f);
// [/groups]
constexpr auto run_time_zero =
    es::sgd(es::groups(es::group(fc3, es::lr = 0.1f), es::group(es::rest, es::lr = 0.0f)),
            es::momentum = 0.9f);
constexpr auto tutorial =
    es::sgd(es::groups(es::group(fc1, es::lr = 0.1f), es::group(es::rest, es::lr = es::zero)),
            es::momentum = 0.9f);
constexpr auto everything = es::sgd(es::lr = 0.1f, es::momentum = 0.9f);

template <class Trainer>
double nanoseconds_per_step(Trainer& trainer, decltype(es::variables{loss})& vars) {
    float const features[10] = {0.1f, -0.3f, 0.5f, 0.9f, -0.7f, 0.2f, 0.4f, -0.6f, 0.8f, -0.1f};
    std::vector<double> times;
    for (int round = 0; round < 25; ++round) {
        constexpr int steps = 2000;
        auto const start = std::chrono::steady_clock::now();
        for (int i = 0; i < steps; ++i) trainer.step(vars, x = features, t = {0.5f, -0.5f});
        std::chrono::duration<double, std::nano> const taken =
            std::chrono::steady_clock::now() - start;
        times.push_back(taken.count() / steps);
    }
    std::nth_element(times.begin(), times.begin() + 12, times.end());
    return times[12];
}

template <class Optimizer>
void report(char const* name, Optimizer const& optimizer) {
    es::variables vars{loss};
    es::initialize(vars, 1);
    auto trainer = es::trainer(loss, optimizer);
    double const time = nanoseconds_per_step(trainer, vars);
    std::printf("%-28s %8zu %8zu %10zu %10zu %10.0f\n", name, trainer.plan.trained_bytes,
                trainer.plan.state_bytes, trainer.plan.workspace_bytes,
                trainer.plan.forward_flops + trainer.plan.backward_flops, time);
}

}  // namespace

int main() {
    std::printf("%-28s %8s %8s %10s %10s %10s\n", "", "trained", "state", "workspace", "flops",
                "ns/step");
    report("fc3 lr 0.1, rest es::zero", pruned);
    report("fc1 lr 0.1, rest es::zero", tutorial);
    report("fc3 lr 0.1, rest 0.0f", run_time_zero);
    report("all lr 0.1", everything);

    constexpr auto pruned_plan = std::remove_cvref_t<decltype(es::trainer(loss, pruned))>::plan;
    constexpr auto zero_plan =
        std::remove_cvref_t<decltype(es::trainer(loss, run_time_zero))>::plan;
    constexpr auto full_plan = std::remove_cvref_t<decltype(es::trainer(loss, everything))>::plan;
    static_assert(pruned_plan.state_bytes == 12 * sizeof(float));
    static_assert(zero_plan.state_bytes == 337 * sizeof(float));
    static_assert(zero_plan.backward_flops == full_plan.backward_flops);
    static_assert(pruned_plan.backward_flops * 10 < full_plan.backward_flops);

    es::variables vars{loss};
    es::initialize(vars, 1);
    auto const before = vars;
    auto trainer = es::trainer(loss, pruned);
    nanoseconds_per_step(trainer, vars);
    return vars[fc1.weight] == before[fc1.weight] && vars[fc2.bias] == before[fc2.bias] &&
                   !(vars[fc3.weight] == before[fc3.weight])
               ? 0
               : 1;
}
