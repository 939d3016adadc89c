// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
// 10-20-5-2, SGD with momentum, one sample a step and 32: all layers, the last one only, and the
// last one with a rate of 0.0f for the rest.
#include <espalier/espalier.hpp>

#include "baseline/tutorial.hpp"
#include "harness.hpp"
#include "peer/torch.hpp"

namespace es = espalier;
namespace {

constexpr auto x = es::input<"x", es::shape<10>>;
constexpr auto t = es::input<"target", es::shape<2>>;
constexpr auto fc1 = es::linear<"fc1", 10, 20>;
constexpr auto fc2 = es::linear<"fc2", 20, 5>;
constexpr auto fc3 = es::linear<"fc3", 5, 2>;
constexpr auto loss = es::mse(fc3(relu(fc2(relu(fc1(x))))), t);

auto all(float rate) { return es::sgd(es::lr = rate, es::momentum = 0.9f); }
auto groups(float rate, auto rest) {
    return es::sgd(es::groups(es::group(fc3, es::lr = rate), es::group(es::rest, es::lr = rest)),
                   es::momentum = 0.9f);
}
auto head(float rate) { return groups(rate, es::zero); }
auto run_time_zero(float rate) { return groups(rate, 0.0f); }

constexpr int pool = 64 * 32;
struct data_set {
    float features[pool][10], targets[pool][2];
    data_set() {
        bench::numbers numbers(1);
        numbers.fill(features);
        numbers.fill(targets);
    }
} const data;

auto start() {
    es::variables vars{loss};
    es::initialize(vars, es::kaiming_uniform, 42);
    return vars;
}
baseline::tutorial::weights weights() {
    auto const vars = start();
    baseline::tutorial::weights w;
    bench::copy(vars[fc1.weight], w.w1);
    bench::copy(vars[fc1.bias], w.b1);
    bench::copy(vars[fc2.weight], w.w2);
    bench::copy(vars[fc2.bias], w.b2);
    bench::copy(vars[fc3.weight], w.w3);
    bench::copy(vars[fc3.bias], w.b3);
    return w;
}

template <int Batch, auto Optimizer>
struct with_espalier {
    static auto make(float rate) {
        if constexpr (Batch == 1)
            return es::trainer(loss, Optimizer(rate));
        else
            return es::trainer(es::vmap<Batch>(loss, x, t), Optimizer(rate));
    }
    decltype(start()) vars = start();
    decltype(make(1)) trainer;
    explicit with_espalier(float rate) : trainer(make(rate)) {}
    float step(int s) {
        int const first = s * Batch % pool;
        if constexpr (Batch == 1)
            return trainer.step(vars, x = data.features[first], t = data.targets[first]);
        else
            return trainer.step(
                vars, x = reinterpret_cast<float const(&)[Batch][10]>(data.features[first]),
                t = reinterpret_cast<float const(&)[Batch][2]>(data.targets[first]));
    }
};
template <int Batch, auto Optimizer>
struct with_run_time_batch {
    decltype(start()) vars = start();
    decltype(es::trainer(loss, Optimizer(1), es::batched)) trainer;
    explicit with_run_time_batch(float rate)
        : trainer(es::trainer(loss, Optimizer(rate), es::batched)) {}
    float step(int s) {
        int const first = s * Batch % pool;
        return trainer.step(vars, x = es::batch(std::span(data.features[first], Batch * 10)),
                            t = es::batch(std::span(data.targets[first], Batch * 2)));
    }
};
template <template <int, bool> class Hand, int Batch, bool All>
struct by_hand {
    Hand<Batch, All> net;
    explicit by_hand(float rate) : net(weights(), rate) {}
    float step(int s) {
        int const first = s * Batch % pool;
        return net.step(&data.features[first], &data.targets[first]);
    }
};

#if defined(BENCH_TORCH)
template <int Batch, bool All>
constexpr auto by_torch = [](float rate) {
    auto const from = weights();
    auto const w1 = peer::tensor(from.w1).requires_grad_(All),
               b1 = peer::tensor(from.b1).requires_grad_(All),
               w2 = peer::tensor(from.w2).requires_grad_(All),
               b2 = peer::tensor(from.b2).requires_grad_(All),
               w3 = peer::tensor(from.w3).requires_grad_(),
               b3 = peer::tensor(from.b3).requires_grad_();
    auto const of = [=](torch::Tensor const& features, torch::Tensor const& targets) {
        auto const h1 = torch::relu(torch::linear(features, w1, b1));
        auto const h2 = torch::relu(torch::linear(h1, w2, b2));
        return torch::mse_loss(torch::linear(h2, w3, b3), targets);
    };
    return peer::torch_step(of, {w1, b1, w2, b2, w3, b3}, peer::tensor(data.features),
                            peer::tensor(data.targets), Batch, rate);
};
#endif

template <int Batch>
void compare(std::string const& name) {
    using namespace baseline::tutorial;
    using bench::make;
    using bench::variant;
    bench::compare(name + ", all layers", 1e-3, 200,
                   variant{"espalier", make<with_espalier<Batch, all>>},
                   variant{"espalier, run-time batch", make<with_run_time_batch<Batch, all>>},
                   variant{"hand-vectorised", make<by_hand<vectorised, Batch, true>>},
                   variant{"plain loops", make<by_hand<plain, Batch, true>>}
#if defined(BENCH_EIGEN)
                   ,
                   variant{"Eigen", make<by_hand<eigen, Batch, true>>}
#endif
#if defined(BENCH_TORCH)
                   ,
                   variant{"libtorch", by_torch<Batch, true>}
#endif
    );
    bench::compare(name + ", last layer", 1e-3, 200,
                   variant{"espalier", make<with_espalier<Batch, head>>},
                   variant{"espalier, run-time batch", make<with_run_time_batch<Batch, head>>},
                   variant{"espalier, lr 0 at run time", make<with_espalier<Batch, run_time_zero>>},
                   variant{"hand-vectorised", make<by_hand<vectorised, Batch, false>>},
                   variant{"plain loops", make<by_hand<plain, Batch, false>>}
#if defined(BENCH_EIGEN)
                   ,
                   variant{"Eigen", make<by_hand<eigen, Batch, false>>}
#endif
#if defined(BENCH_TORCH)
                   ,
                   variant{"libtorch", by_torch<Batch, false>}
#endif
    );
}

}  // namespace

int main(int count, char** arguments) {
    compare<1>("10-20-5-2, batch 1");
    compare<32>("10-20-5-2, batch 32");
    return bench::run(count, arguments);
}
