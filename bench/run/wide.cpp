// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
// 784-128-10, softmax cross-entropy: a training step of 32 samples.
#include <espalier/espalier.hpp>
#include <memory>

#include "baseline/wide.hpp"
#include "harness.hpp"
#include "peer/torch.hpp"

namespace es = espalier;
namespace {

constexpr int batch = baseline::wide::batch, pool = 16 * batch;
constexpr auto x = es::input<"x", es::shape<784>>;
constexpr auto label = es::input<"label", es::shape<>, std::int32_t>;
constexpr auto fc1 = es::linear<"fc1", 784, 128>;
constexpr auto fc2 = es::linear<"fc2", 128, 10>;
constexpr auto loss = es::cross_entropy(fc2(relu(fc1(x))), label);
auto optimizer(float rate) { return es::sgd(es::lr = rate, es::momentum = 0.9f); }

struct data_set {
    float features[pool][784];
    std::int32_t labels[pool];
    data_set() {
        bench::numbers numbers(1);
        numbers.fill(features);
        for (int i = 0; i < pool; ++i) labels[i] = i * 7 % 10;
    }
} const data;

using values = decltype(es::variables{loss});
std::unique_ptr<values> start() {
    auto vars = std::make_unique<values>();
    es::initialize(*vars, 42);
    return vars;
}
std::unique_ptr<baseline::wide::weights> weights() {
    auto const vars = start();
    auto w = std::make_unique<baseline::wide::weights>();
    bench::copy((*vars)[fc1.weight], w->w1);
    bench::copy((*vars)[fc1.bias], w->b1);
    bench::copy((*vars)[fc2.weight], w->w2);
    bench::copy((*vars)[fc2.bias], w->b2);
    return w;
}

/// Trainers hold the velocity of 100,000 weights: too much for the stack.
constexpr auto static_batch = [](float rate) {
    return es::trainer(es::vmap<batch>(loss, x, label), optimizer(rate));
};
constexpr auto run_time_batch = [](float rate) {
    return es::trainer(loss, optimizer(rate), es::batched);
};
auto on_heap(auto make, float rate) { return std::make_unique<decltype(make(rate))>(make(rate)); }

struct with_espalier {
    std::unique_ptr<values> vars = start();
    decltype(on_heap(static_batch, 1)) trainer;
    explicit with_espalier(float rate) : trainer(on_heap(static_batch, rate)) {}
    float step(int s) {
        int const first = s * batch % pool;
        return trainer->step(
            *vars, x = reinterpret_cast<float const(&)[batch][784]>(data.features[first]),
            label = reinterpret_cast<std::int32_t const(&)[batch]>(data.labels[first]));
    }
};
struct with_run_time_batch {
    std::unique_ptr<values> vars = start();
    decltype(on_heap(run_time_batch, 1)) trainer;
    explicit with_run_time_batch(float rate) : trainer(on_heap(run_time_batch, rate)) {}
    float step(int s) {
        int const first = s * batch % pool;
        return trainer->step(*vars, x = es::batch(std::span(data.features[first], batch * 784)),
                             label = es::batch(std::span(&data.labels[first], batch)));
    }
};
template <class Hand>
struct by_hand {
    std::unique_ptr<Hand> net;
    explicit by_hand(float rate) : net(std::make_unique<Hand>(*weights(), rate)) {}
    float step(int s) {
        int const first = s * batch % pool;
        return net->step(&data.features[first], &data.labels[first]);
    }
};

#if defined(BENCH_TORCH)
constexpr auto by_torch = [](float rate) {
    auto const from = weights();
    auto const w1 = peer::tensor(from->w1).requires_grad_(),
               b1 = peer::tensor(from->b1).requires_grad_(),
               w2 = peer::tensor(from->w2).requires_grad_(),
               b2 = peer::tensor(from->b2).requires_grad_();
    auto const of = [=](torch::Tensor const& features, torch::Tensor const& labels) {
        auto const h = torch::relu(torch::linear(features, w1, b1));
        return torch::cross_entropy_loss(torch::linear(h, w2, b2), labels);
    };
    return peer::torch_step(of, {w1, b1, w2, b2}, peer::tensor(data.features),
                            peer::tensor(data.labels).to(torch::kLong), batch, rate);
};
#endif

}  // namespace

int main(int count, char** arguments) {
    using namespace baseline::wide;
    using bench::make;
    using bench::variant;
    bench::compare("784-128-10, batch 32", 1e-3, 40, variant{"espalier", make<with_espalier>},
                   variant{"espalier, run-time batch", make<with_run_time_batch>},
                   variant{"hand-vectorised", make<by_hand<vectorised>>},
                   variant{"plain loops", make<by_hand<plain>>}
#if defined(BENCH_EIGEN)
                   ,
                   variant{"Eigen", make<by_hand<eigen>>}
#endif
#if defined(BENCH_BLAS)
                   ,
                   variant{"OpenBLAS", make<by_hand<blas>>}
#endif
#if defined(BENCH_TORCH)
                   ,
                   variant{"libtorch", by_torch}
#endif
    );
    return bench::run(count, arguments);
}
