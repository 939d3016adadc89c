// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
// Steps under names that callgrind can collect by; `count NAME` runs one of them 100 times.
#include <cstdio>
#include <cstring>

#include "pruned.hpp"

using namespace net;
using floats10 = float const (&)[10];
using floats2 = float const (&)[2];

namespace {
constinit es::variables vars{loss};
constinit auto all = es::trainer(loss, es::sgd(es::lr = 0.1f, es::momentum = 0.9f));
constinit auto head = es::trainer(loss, head_alone(es::zero));
constinit auto run_time = es::trainer(loss, head_alone(0.0f));

/// The same step by hand: weights in x out, the products vectorised along the outputs.
struct by_hand {
    alignas(64) float w1[10][24]{}, b1[24]{}, w2[20][8]{}, b2[8]{}, w3[2][5]{}, b3[2]{};
    alignas(64) float v3[2][5]{}, c3[2]{};
};
constinit by_hand hand{};
typedef float eight __attribute__((vector_size(32), aligned(4), may_alias));

template <int Registers, int In, int Stride>
inline void layer(float const (&w)[In][Stride], float const (&b)[Stride], float const* in,
                  float* out) {
    eight sum[Registers];
    for (int r = 0; r < Registers; ++r) sum[r] = *reinterpret_cast<eight const*>(b + 8 * r);
    for (int i = 0; i < In; ++i)
        for (int r = 0; r < Registers; ++r)
            sum[r] += in[i] * *reinterpret_cast<eight const*>(w[i] + 8 * r);
    for (int r = 0; r < Registers; ++r)
        *reinterpret_cast<eight*>(out + 8 * r) = sum[r] > 0 ? sum[r] : eight{};
}
}  // namespace

extern "C" {
[[gnu::noinline]] float step_all(floats10 a, floats2 b) { return all.step(vars, x = a, t = b); }
[[gnu::noinline]] float step_head(floats10 a, floats2 b) { return head.step(vars, x = a, t = b); }
[[gnu::noinline]] float step_run_time(floats10 a, floats2 b) {
    return run_time.step(vars, x = a, t = b);
}
[[gnu::noinline]] float gradient_of_one(floats10 a, floats2 b) {
    return es::gradient(loss, es::wrt(fc3.bias), vars, x = a, t = b)[fc3.bias](0);
}
[[gnu::noinline]] float gradient_where_nothing_else(floats10 a, floats2 b) {
    constexpr auto other =
        es::mse(es::matmul(es::freeze(fc3.weight), es::stop_gradient(hidden)) + fc3.bias, t);
    return es::gradient(other, es::wrt(fc3.bias), vars, x = a, t = b)[fc3.bias](0);
}
[[gnu::noinline]] float step_by_hand(floats10 a, floats2 b) {
    alignas(64) float h1[24], h2[8];
    layer<3>(hand.w1, hand.b1, a, h1);
    layer<1>(hand.w2, hand.b2, h1, h2);
    float value = 0, d[2];
    for (int o = 0; o < 2; ++o) {
        float y = hand.b3[o];
        for (int i = 0; i < 5; ++i) y += hand.w3[o][i] * h2[i];
        value += (y - b[o]) * (y - b[o]);
        d[o] = y - b[o];
    }
    for (int o = 0; o < 2; ++o) {
        for (int i = 0; i < 5; ++i) {
            hand.v3[o][i] = 0.9f * hand.v3[o][i] + d[o] * h2[i];
            hand.w3[o][i] -= 0.1f * hand.v3[o][i];
        }
        hand.c3[o] = 0.9f * hand.c3[o] + d[o];
        hand.b3[o] -= 0.1f * hand.c3[o];
    }
    return value / 2;
}
}

int main(int, char** argument) {
    es::initialize(vars, es::kaiming_uniform, 42);
    struct {
        char const* name;
        float (*step)(floats10, floats2);
    } const steps[]{{"step_all", step_all},
                    {"step_head", step_head},
                    {"step_run_time", step_run_time},
                    {"step_by_hand", step_by_hand},
                    {"gradient_of_one", gradient_of_one},
                    {"gradient_where_nothing_else", gradient_where_nothing_else}};
    for (int i = 0; i < 10; ++i)
        for (int o = 0; o < 20; ++o) hand.w1[i][o] = vars[fc1.weight](o, i);
    for (int o = 0; o < 20; ++o) hand.b1[o] = vars[fc1.bias](o);
    for (int i = 0; i < 20; ++i)
        for (int o = 0; o < 5; ++o) hand.w2[i][o] = vars[fc2.weight](o, i);
    for (int o = 0; o < 5; ++o) hand.b2[o] = vars[fc2.bias](o);
    for (int o = 0; o < 2; ++o) {
        for (int i = 0; i < 5; ++i) hand.w3[o][i] = vars[fc3.weight](o, i);
        hand.b3[o] = vars[fc3.bias](o);
    }
    float a[10], b[2]{0.5f, -0.5f};
    for (int i = 0; i < 10; ++i) a[i] = 0.1f * static_cast<float>(i) - 0.3f;
    for (auto const& one : steps)
        if (std::strcmp(one.name, argument[1]) == 0) {
            float last = 0;
            for (int i = 0; i < 100; ++i) last = one.step(a, b);
            std::printf("%.6g\n", static_cast<double>(last));
            return 0;
        }
    return 1;
}
