// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "tutorial.hpp"

#include "../catch.hpp"

#include <cmath>
#include <espalier/core.hpp>

namespace es = espalier;
using namespace es::literals;
namespace torch = reference::tutorial;

namespace {

constexpr auto x = es::input<"x", es::shape<10>, double>;
constexpr auto t = es::input<"target", es::shape<2>, double>;
constexpr auto fc1 = es::linear<"fc1", 10, 20, double>;
constexpr auto fc2 = es::linear<"fc2", 20, 5, double>;
constexpr auto fc3 = es::linear<"fc3", 5, 2, double>;
constexpr auto loss = es::mse(fc3(relu(fc2(relu(fc1(x))))), t);

/// The parameters that tutorial.py starts from.
auto start() {
    es::variables vars{loss};
    int k = 0;
    auto const fill = [&](auto& tensor) {
        for (es::index_t i = 0; i < tensor.size(); ++i)
            tensor[i] = 0.3 * std::sin(1.3 * static_cast<double>(i) + k);
        ++k;
    };
    fill(vars[fc1.weight]), fill(vars[fc1.bias]);
    fill(vars[fc2.weight]), fill(vars[fc2.bias]);
    fill(vars[fc3.weight]), fill(vars[fc3.bias]);
    return vars;
}
es::tensor<double, 10> features(int s) {
    es::tensor<double, 10> to{};
    for (es::index_t i = 0; i < 10; ++i) to(i) = std::sin(0.7 * static_cast<double>(i) + s);
    return to;
}
es::tensor<double, 2> target(int s) { return {std::cos(0.0 + s), std::cos(0.9 + s)}; }

template <std::size_t N>
void same(auto const& tensor, double const (&expected)[N]) {
    REQUIRE(tensor.size() == N);
    for (es::index_t i = 0; i < N; ++i)
        CHECK(tensor[i] == Approx(expected[i]).epsilon(1e-11).margin(1e-13));
}
template <std::size_t Steps>
void same_losses(auto& trainer, auto& vars, double const (&expected)[Steps]) {
    for (int s = 0; s < static_cast<int>(Steps); ++s)
        CHECK(trainer.step(vars, x = features(s), t = target(s)) ==
              Approx(expected[s]).epsilon(1e-11));
}

}  // namespace

TEST_CASE("only the last layer is trained: the loss and its gradients are PyTorch's") {
    constexpr auto frozen = es::mse(fc3(relu(es::freeze(fc2)(relu(es::freeze(fc1)(x))))), t);
    auto const r = es::value_and_gradient(frozen, start(), x = features(0), t = target(0));
    CHECK(r.value == Approx(torch::frozen_loss[0]).epsilon(1e-13));
    same(r.gradient[fc3.weight], torch::frozen_fc3_weight);
    same(r.gradient[fc3.bias], torch::frozen_fc3_bias);
}

TEST_CASE("the gradient of an intermediate is what PyTorch gives after retain_grad()") {
    constexpr auto u = es::input<"u", es::shape<3>, double>;
    constexpr auto y = 2_c * u;
    double const us[3] = {1, 2, 3}, ones[3] = {1, 1, 1};
    auto const g = es::gradient(y * y + 3_c, es::wrt(u, y), es::cotangent = ones, u = us);
    same(g[u], torch::selected_x);
    same(g[y], torch::selected_y);
}

TEST_CASE("fc1 at 0.1, the rest at zero: PyTorch's steps, at compile time and at run time") {
    auto pruned = es::trainer(loss, es::sgd(es::groups(es::group(fc1, es::lr = 0.1),
                                                       es::group(es::rest, es::lr = es::zero)),
                                            es::momentum = 0.9));
    auto kept = es::trainer(
        loss, es::sgd(es::groups(es::group(fc1, es::lr = 0.1), es::group(es::rest, es::lr = 0.0)),
                      es::momentum = 0.9));
    auto vars = start(), more = start();
    same_losses(pruned, vars, torch::groups_loss);
    same_losses(kept, more, torch::groups_loss);
    same(vars[fc1.weight], torch::groups_fc1_weight);
    same(more[fc1.weight], torch::groups_fc1_weight);
    CHECK(vars[fc2.weight] == start()[fc2.weight]);
}

TEST_CASE("thirty steps with groups of different options are PyTorch's") {
    auto trainer = es::trainer(
        loss, es::sgd(es::groups(es::group(fc1, es::lr = 0.05, es::weight_decay = 0.01),
                                 es::group(fc3, es::lr = 0.02), es::group(es::rest, es::frozen)),
                      es::momentum = 0.9, es::nesterov));
    auto vars = start();
    same_losses(trainer, vars, torch::run_loss);
    same(vars[fc1.weight], torch::run_fc1_weight);
    same(vars[fc1.bias], torch::run_fc1_bias);
    same(vars[fc3.weight], torch::run_fc3_weight);
}
