// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "hand.h"
#include "net.h"

struct layers {
    float w1[32 * 16], b1[32], w2[8 * 32], b2[8], w3[4 * 8], b3[4];
} net, velocity;

float step(float const* x, float const* t) {
    float h1[32], h2[8], d1[32], d2[8], d3[4];
    forward_relu(net.w1, net.b1, x, h1, 32, 16);
    forward_relu(net.w2, net.b2, h1, h2, 8, 32);
    float const loss = forward_loss(net.w3, net.b3, h2, t, d3, 4, 8);
    update_and_back(net.w3, velocity.w3, net.b3, velocity.b3, h2, d2, d3, 4, 8);
    update_and_back(net.w2, velocity.w2, net.b2, velocity.b2, h1, d1, d2, 8, 32);
    update(net.w1, velocity.w1, net.b1, velocity.b1, x, d1, 32, 16);
    return loss;
}
