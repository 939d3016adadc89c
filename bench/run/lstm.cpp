// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
// An LSTM over 20 steps of 8 numbers, 32 hidden: a training step of one sequence and of 32.
#include <espalier/espalier.hpp>
#include <memory>

#include "baseline/lstm.hpp"
#include "harness.hpp"
#include "peer/torch.hpp"

namespace es = espalier;
namespace {

constexpr auto x = es::input<"x", es::shape<20, 8>>;
constexpr auto target = es::input<"target", es::shape<1>>;
constexpr auto lstm = es::lstm<"lstm", 8, 32>;
constexpr auto readout = es::linear<"readout", 32, 1>;
constexpr auto last = es::reshape<32>(es::slice<0, 19, 20>(lstm(x)));
constexpr auto loss = es::mse(readout(last), target);
auto optimizer(float rate) { return es::sgd(es::lr = rate, es::momentum = 0.9f); }

constexpr int pool = 64;
struct data_set {
    float sequences[pool][20][8], targets[pool][1];
    data_set() {
        bench::numbers numbers(1);
        numbers.fill(sequences);
        numbers.fill(targets);
    }
} const data;

auto start() {
    es::variables vars{loss};
    es::initialize(vars, 42);
    return vars;
}
baseline::lstm::weights weights() {
    auto const vars = start();
    baseline::lstm::weights w;
    bench::copy(vars[lstm.weight_ih], w.ih);
    bench::copy(vars[lstm.weight_hh], w.hh);
    bench::copy(vars[lstm.bias_ih], w.bias_ih);
    bench::copy(vars[lstm.bias_hh], w.bias_hh);
    bench::copy(vars[readout.weight], w.readout);
    bench::copy(vars[readout.bias], w.bias);
    return w;
}

template <int Batch>
struct with_espalier {
    static auto make(float rate) {
        if constexpr (Batch == 1)
            return es::trainer(loss, optimizer(rate));
        else
            return es::trainer(es::vmap<Batch>(loss, x, target), optimizer(rate));
    }
    decltype(start()) vars = start();
    decltype(make(1)) trainer;
    explicit with_espalier(float rate) : trainer(make(rate)) {}
    float step(int s) {
        int const first = s * Batch % pool;
        if constexpr (Batch == 1)
            return trainer.step(vars, x = data.sequences[first], target = data.targets[first]);
        else
            return trainer.step(
                vars, x = reinterpret_cast<float const(&)[Batch][20][8]>(data.sequences[first]),
                target = reinterpret_cast<float const(&)[Batch][1]>(data.targets[first]));
    }
};
template <int Batch>
struct with_run_time_batch {
    decltype(start()) vars = start();
    decltype(es::trainer(loss, optimizer(1), es::batched)) trainer;
    explicit with_run_time_batch(float rate)
        : trainer(es::trainer(loss, optimizer(rate), es::batched)) {}
    float step(int s) {
        int const first = s * Batch % pool;
        return trainer.step(vars, x = es::batch(std::span(data.sequences[first][0], Batch * 160)),
                            target = es::batch(std::span(data.targets[first], Batch)));
    }
};
template <template <int> class Hand, int Batch>
struct by_hand {
    std::unique_ptr<Hand<Batch>> net;
    explicit by_hand(float rate) : net(std::make_unique<Hand<Batch>>(weights(), rate)) {}
    float step(int s) {
        int const first = s * Batch % pool;
        return net->step(&data.sequences[first], data.targets[first]);
    }
};

#if defined(BENCH_TORCH)
template <int Batch>
constexpr auto by_torch = [](float rate) {
    auto const from = weights();
    std::vector<torch::Tensor> const cell{
        peer::tensor(from.ih).requires_grad_(), peer::tensor(from.hh).requires_grad_(),
        peer::tensor(from.bias_ih).requires_grad_(), peer::tensor(from.bias_hh).requires_grad_()};
    auto const w = peer::tensor(from.readout).reshape({1, 32}).detach().requires_grad_(),
               b = peer::tensor(&from.bias, {1}).requires_grad_();
    auto const of = [=](torch::Tensor const& sequences, torch::Tensor const& targets) {
        auto const zero = torch::zeros({1, Batch, 32});
        auto const states = std::get<0>(
            torch::lstm(sequences, {zero, zero}, cell, true, 1, 0.0, true, false, true));
        return torch::mse_loss(torch::linear(states.select(1, 19), w, b), targets);
    };
    auto all = cell;
    all.push_back(w);
    all.push_back(b);
    return peer::torch_step(of, all, peer::tensor(data.sequences), peer::tensor(data.targets),
                            Batch, rate);
};
#endif

}  // namespace

int main(int count, char** arguments) {
    using namespace baseline::lstm;
    using bench::make;
    using bench::variant;
    bench::compare("LSTM, batch 1", 1e-3, 60, variant{"espalier", make<with_espalier<1>>},
                   variant{"hand-vectorised", make<by_hand<vectorised, 1>>},
                   variant{"plain loops", make<by_hand<plain, 1>>}
#if defined(BENCH_TORCH)
                   ,
                   variant{"libtorch", by_torch<1>}
#endif
    );
    bench::compare("LSTM, batch 32", 1e-3, 20, variant{"espalier", make<with_espalier<32>>},
                   variant{"espalier, run-time batch", make<with_run_time_batch<32>>},
                   variant{"hand-vectorised", make<by_hand<vectorised, 32>>},
                   variant{"plain loops", make<by_hand<plain, 32>>}
#if defined(BENCH_TORCH)
                   ,
                   variant{"libtorch", by_torch<32>}
#endif
    );
    return bench::run(count, arguments);
}
