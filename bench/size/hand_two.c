// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "hand.h"
#include "net.h"

struct layers {
    float w1[24 * 12], b1[24], w2[3 * 24], b2[3];
} net, velocity;

float step(float const* x, float const* t) {
    float h1[24], d1[24], d2[3];
    forward_relu(net.w1, net.b1, x, h1, 24, 12);
    float const loss = forward_loss(net.w2, net.b2, h1, t, d2, 3, 24);
    update_and_back(net.w2, velocity.w2, net.b2, velocity.b2, h1, d1, d2, 3, 24);
    update(net.w1, velocity.w1, net.b1, velocity.b1, x, d1, 24, 12);
    return loss;
}
