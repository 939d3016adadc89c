// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
// A small convolutional net on 28 x 28 images: a training step of one image and of 32.
#include <espalier/espalier.hpp>

#include "baseline/cnn.hpp"
#include "harness.hpp"
#include "peer/torch.hpp"

namespace es = espalier;
using namespace es::literals;
namespace {

constexpr auto image = es::input<"image", es::shape<1, 28, 28>>;
constexpr auto label = es::input<"label", es::shape<>, std::int32_t>;
constexpr auto conv1 = es::conv2d<"conv1", 1, 8, 3, 3>(es::padding = 1_c);
constexpr auto conv2 = es::conv2d<"conv2", 8, 16, 3, 3>(es::padding = 1_c);
constexpr auto fc = es::linear<"fc", 784, 10>;
constexpr auto body = es::sequential(conv1, es::relu, es::max_pool2d<2, 2>, conv2, es::relu,
                                     es::max_pool2d<2, 2>, es::flatten);
constexpr auto loss = es::cross_entropy(fc(body(image)), label);
auto optimizer(float rate) { return es::sgd(es::lr = rate, es::momentum = 0.9f); }

constexpr int pool = 64;
struct data_set {
    float images[pool][1][28][28];
    std::int32_t labels[pool];
    data_set() {
        bench::numbers numbers(1);
        numbers.fill(images);
        for (int i = 0; i < pool; ++i) labels[i] = i * 7 % 10;
    }
} const data;

auto start() {
    es::variables vars{loss};
    es::initialize(vars, 42);
    return vars;
}

template <int Batch>
struct with_espalier {
    decltype(start()) vars = start();
    static auto make(float rate) {
        if constexpr (Batch == 1)
            return es::trainer(loss, optimizer(rate));
        else
            return es::trainer(es::vmap<Batch>(loss, image, label), optimizer(rate));
    }
    decltype(make(1)) trainer;
    explicit with_espalier(float rate) : trainer(make(rate)) {}
    float step(int s) {
        int const first = s * Batch % pool;
        if constexpr (Batch == 1)
            return trainer.step(vars, image = data.images[first], label = data.labels[first]);
        else
            return trainer.step(
                vars,
                image = reinterpret_cast<float const(&)[Batch][1][28][28]>(data.images[first]),
                label = reinterpret_cast<std::int32_t const(&)[Batch]>(data.labels[first]));
    }
};
template <int Batch>
struct with_run_time_batch {
    decltype(start()) vars = start();
    decltype(es::trainer(loss, optimizer(1), es::batched)) trainer;
    explicit with_run_time_batch(float rate)
        : trainer(es::trainer(loss, optimizer(rate), es::batched)) {}
    float step(int s) {
        auto const first = static_cast<std::size_t>(s * Batch % pool);
        return trainer.step(vars,
                            image = es::batch(std::span(&data.images[first][0][0][0], Batch * 784)),
                            label = es::batch(std::span(&data.labels[first], Batch)));
    }
};

/// Copies espalier's weights into arrays of the logical order.
struct leaves {
    template <class Variables, class... Array>
    static void copy(Variables const& from, Array&... array) {
        [&](auto... leaf) { (bench::copy(from[leaf], array), ...); }(
            conv1.weight, conv1.bias, conv2.weight, conv2.bias, fc.weight, fc.bias);
    }
};
template <template <int> class Hand, int Batch>
struct by_hand {
    std::unique_ptr<Hand<Batch>> net;
    explicit by_hand(float rate) : net(std::make_unique<Hand<Batch>>(start(), leaves{}, rate)) {}
    float step(int s) {
        int const first = s * Batch % pool;
        return net->step(data.images[first], &data.labels[first]);
    }
};

#if defined(BENCH_TORCH)
template <int Batch>
constexpr auto by_torch = [](float rate) {
    float k1[8][1][3][3], b1[8], k2[16][8][3][3], b2[16], k3[10][784], b3[10];
    leaves::copy(start(), k1, b1, k2, b2, k3, b3);
    auto const w1 = peer::tensor(k1).requires_grad_(), c1 = peer::tensor(b1).requires_grad_(),
               w2 = peer::tensor(k2).requires_grad_(), c2 = peer::tensor(b2).requires_grad_(),
               w3 = peer::tensor(k3).requires_grad_(), c3 = peer::tensor(b3).requires_grad_();
    auto const of = [=](torch::Tensor const& images, torch::Tensor const& labels) {
        auto const layer = [](auto const& x, auto const& w, auto const& b) {
            return torch::max_pool2d(torch::relu(torch::conv2d(x, w, b, 1, 1)), 2);
        };
        auto const h = layer(layer(images, w1, c1), w2, c2).flatten(1);
        return torch::cross_entropy_loss(torch::linear(h, w3, c3), labels);
    };
    return peer::torch_step(of, {w1, c1, w2, c2, w3, c3}, peer::tensor(data.images),
                            peer::tensor(data.labels).to(torch::kLong), Batch, rate);
};
#endif

}  // namespace

int main(int count, char** arguments) {
    using namespace baseline::cnn;
    using bench::make;
    bench::compare("CNN, batch 1", 1e-3, 40, bench::variant{"espalier", make<with_espalier<1>>},
                   bench::variant{"hand-vectorised", make<by_hand<vectorised, 1>>},
                   bench::variant{"plain loops", make<by_hand<plain, 1>>}
#if defined(BENCH_TORCH)
                   ,
                   bench::variant{"libtorch", by_torch<1>}
#endif
    );
    bench::compare("CNN, batch 32", 1e-3, 10, bench::variant{"espalier", make<with_espalier<32>>},
                   bench::variant{"espalier, run-time batch", make<with_run_time_batch<32>>},
                   bench::variant{"hand-vectorised", make<by_hand<vectorised, 32>>},
                   bench::variant{"plain loops", make<by_hand<plain, 32>>}
#if defined(BENCH_TORCH)
                   ,
                   bench::variant{"libtorch", by_torch<32>}
#endif
    );
    return bench::run(count, arguments);
}
