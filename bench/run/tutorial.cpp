// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
// 10-20-5-2, SGD with momentum, one sample a step: all layers, the head only, the rest by 0.0f.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <iterator>

#include <espalier/espalier.hpp>
#if __has_include(<Eigen/Dense>)
#include <Eigen/Dense>
#define HAS_EIGEN 1
#endif

namespace es = espalier;
namespace {
constexpr auto x = es::input<"x", es::shape<10>>;
constexpr auto t = es::input<"target", es::shape<2>>;
constexpr auto fc1 = es::linear<"fc1", 10, 20>;
constexpr auto fc2 = es::linear<"fc2", 20, 5>;
constexpr auto fc3 = es::linear<"fc3", 5, 2>;
constexpr auto loss = es::mse(fc3(relu(fc2(relu(fc1(x))))), t);
constexpr float rate = 0.01f, momentum = 0.9f;
constexpr int samples = 64;

struct data_set {
    float features[samples][10], targets[samples][2];
    data_set() {
        for (int s = 0; s < samples; ++s) {
            for (int i = 0; i < 10; ++i)
                features[s][i] = std::sin(static_cast<float>(7 * s + 3 * i));
            for (int o = 0; o < 2; ++o) targets[s][o] = std::cos(static_cast<float>(5 * s + o));
        }
    }
} const data;

auto start() {
    es::variables vars{loss};
    es::initialize(vars, es::kaiming_uniform, 42);
    return vars;
}
constexpr auto groups(auto rest) {
    return es::sgd(es::groups(es::group(fc3, es::lr = rate), es::group(es::rest, es::lr = rest)),
                   es::momentum = momentum);
}

template <class Optimizer>
struct with_espalier {
    decltype(start()) vars = start();
    decltype(es::trainer(loss, std::declval<Optimizer>())) trainer;
    explicit with_espalier(Optimizer o) : trainer(es::trainer(loss, o)) {}
    float step(int s) { return trainer.step(vars, x = data.features[s], t = data.targets[s]); }
};

/// Plain loops over one layer, as anybody writes them.
template <int In, int Out>
struct plain_layer {
    float w[Out][In], b[Out], vw[Out][In]{}, vb[Out]{};
    explicit plain_layer(auto const& weight, auto const& bias) {
        for (int o = 0; o < Out; ++o) {
            for (int i = 0; i < In; ++i) w[o][i] = weight(o, i);
            b[o] = bias(o);
        }
    }
    void forward(float const* in, float* out) const {
        for (int o = 0; o < Out; ++o) {
            float sum = b[o];
            for (int i = 0; i < In; ++i) sum += w[o][i] * in[i];
            out[o] = sum;
        }
    }
    void backward(float const* g, float* dx) const {
        for (int i = 0; i < In; ++i) dx[i] = 0;
        for (int o = 0; o < Out; ++o)
            for (int i = 0; i < In; ++i) dx[i] += w[o][i] * g[o];
    }
    void update(float const* g, float const* in) {
        for (int o = 0; o < Out; ++o) {
            for (int i = 0; i < In; ++i) {
                vw[o][i] = momentum * vw[o][i] + g[o] * in[i];
                w[o][i] -= rate * vw[o][i];
            }
            vb[o] = momentum * vb[o] + g[o];
            b[o] -= rate * vb[o];
        }
    }
};
template <bool All>
struct by_plain_loops {
    decltype(start()) from = start();
    plain_layer<10, 20> l1{from[fc1.weight], from[fc1.bias]};
    plain_layer<20, 5> l2{from[fc2.weight], from[fc2.bias]};
    plain_layer<5, 2> l3{from[fc3.weight], from[fc3.bias]};
    float step(int s) {
        float h1[20], h2[5], y[2], g[2], g2[5], g1[20], value = 0;
        l1.forward(data.features[s], h1);
        for (float& h : h1) h = std::max(h, 0.0f);
        l2.forward(h1, h2);
        for (float& h : h2) h = std::max(h, 0.0f);
        l3.forward(h2, y);
        for (int o = 0; o < 2; ++o) {
            g[o] = y[o] - data.targets[s][o];
            value += g[o] * g[o];
        }
        if constexpr (All) {
            l3.backward(g, g2);
            for (int i = 0; i < 5; ++i) g2[i] = h2[i] > 0 ? g2[i] : 0;
            l2.backward(g2, g1);
            for (int i = 0; i < 20; ++i) g1[i] = h1[i] > 0 ? g1[i] : 0;
        }
        l3.update(g, h2);
        if constexpr (All) {
            l2.update(g2, h1);
            l1.update(g1, data.features[s]);
        }
        return value / 2;
    }
};

#if defined(HAS_EIGEN)
template <int In, int Out>
struct eigen_layer {
    using matrix = Eigen::Matrix<float, Out, In>;
    using vector = Eigen::Matrix<float, Out, 1>;
    matrix w, vw = matrix::Zero();
    vector b, vb = vector::Zero();
    explicit eigen_layer(auto const& weight, auto const& bias) {
        for (int o = 0; o < Out; ++o) {
            for (int i = 0; i < In; ++i) w(o, i) = weight(o, i);
            b(o) = bias(o);
        }
    }
    template <class In1>
    void update(vector const& g, In1 const& in) {
        vw = momentum * vw + g * in.transpose();
        w.noalias() -= rate * vw;
        vb = momentum * vb + g;
        b -= rate * vb;
    }
};
template <bool All>
struct by_eigen {
    decltype(start()) from = start();
    eigen_layer<10, 20> l1{from[fc1.weight], from[fc1.bias]};
    eigen_layer<20, 5> l2{from[fc2.weight], from[fc2.bias]};
    eigen_layer<5, 2> l3{from[fc3.weight], from[fc3.bias]};
    float step(int s) {
        Eigen::Map<Eigen::Matrix<float, 10, 1> const> const in(data.features[s]);
        Eigen::Map<Eigen::Matrix<float, 2, 1> const> const target(data.targets[s]);
        Eigen::Matrix<float, 20, 1> const h1 = (l1.w * in + l1.b).cwiseMax(0.0f);
        Eigen::Matrix<float, 5, 1> const h2 = (l2.w * h1 + l2.b).cwiseMax(0.0f);
        Eigen::Matrix<float, 2, 1> const g = l3.w * h2 + l3.b - target;
        if constexpr (All) {
            Eigen::Matrix<float, 5, 1> const g2 =
                (h2.array() > 0).select(l3.w.transpose() * g, Eigen::Matrix<float, 5, 1>::Zero());
            Eigen::Matrix<float, 20, 1> const g1 =
                (h1.array() > 0).select(l2.w.transpose() * g2, Eigen::Matrix<float, 20, 1>::Zero());
            l2.update(g2, h1);
            l1.update(g1, in);
        }
        l3.update(g, h2);
        return g.squaredNorm() / 2;
    }
};
#endif

auto every = [] { return with_espalier(es::sgd(es::lr = rate, es::momentum = momentum)); };
auto head = [] { return with_espalier(groups(es::zero)); };
auto run_time_zero = [] { return with_espalier(groups(0.0f)); };

/// The mean loss of 200 steps: variants must agree before they are timed.
template <class Make>
float check(Make const& make) {
    auto one = make();
    float sum = 0;
    for (int s = 0; s < 200; ++s) sum += one.step(s % samples);
    return sum / 200;
}
void agree(char const* what, float a, float b) {
    if (std::abs(a - b) <= 1e-4f * std::abs(a)) return;
    std::fprintf(stderr, "%s: results differ: %g and %g\n", what, static_cast<double>(a),
                 static_cast<double>(b));
    std::exit(1);
}

template <class Make>
void add(char const* name, Make const& make) {
    benchmark::RegisterBenchmark(name, [make](benchmark::State& state) {
        auto one = make();
        int s = 0;
        for (auto _ : state) {
            benchmark::DoNotOptimize(one.step(s));
            s = (s + 1) % samples;
        }
    });
}

int const registered = [] {
    float const of_every = check(every), of_head = check(head);
    agree("0.0f at run time", of_head, check(run_time_zero));
    agree("plain, all", of_every, check([] { return by_plain_loops<true>(); }));
    agree("plain, head", of_head, check([] { return by_plain_loops<false>(); }));
    add("tutorial/all/espalier", every);
    add("tutorial/all/plain", [] { return by_plain_loops<true>(); });
    add("tutorial/head/espalier", head);
    add("tutorial/head/espalier lr 0.0f", run_time_zero);
    add("tutorial/head/plain", [] { return by_plain_loops<false>(); });
#if defined(HAS_EIGEN)
    agree("Eigen, all", of_every, check([] { return by_eigen<true>(); }));
    agree("Eigen, head", of_head, check([] { return by_eigen<false>(); }));
    add("tutorial/all/eigen", [] { return by_eigen<true>(); });
    add("tutorial/head/eigen", [] { return by_eigen<false>(); });
#endif
    return 0;
}();
}  // namespace
