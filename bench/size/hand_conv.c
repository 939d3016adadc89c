// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "hand.h"
#include "net.h"

struct layers {
    float k[4 * 5], bk[4], w[2 * 112], b[2];
} net, velocity;

float step(float const* x, float const* t) {
    float h[112], dh[112], d[2];
    float* y = h;
    for (int c = 0; c < 4; ++c)
        for (int i = 0; i < 28; ++i) {
            float sum = net.bk[c];
            for (int j = 0; j < 5; ++j) sum += net.k[c * 5 + j] * x[i + j];
            *y++ = sum > 0 ? sum : 0;
        }
    float const loss = forward_loss(net.w, net.b, h, t, d, 2, 112);
    update_and_back(net.w, velocity.w, net.b, velocity.b, h, dh, d, 2, 112);
    for (int c = 0; c < 4; ++c) {
        float const* const g = dh + c * 28;
        for (int j = 0; j < 5; ++j) {
            float sum = 0;
            for (int i = 0; i < 28; ++i) sum += g[i] * x[i + j];
            move(&net.k[c * 5 + j], &velocity.k[c * 5 + j], sum);
        }
        float sum = 0;
        for (int i = 0; i < 28; ++i) sum += g[i];
        move(&net.bk[c], &velocity.bk[c], sum);
    }
    return loss;
}
