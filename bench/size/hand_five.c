// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "hand.h"
#include "net.h"

struct layers {
    float w1[32 * 16], b1[32], w2[20 * 32], b2[20], w3[12 * 20], b3[12], w4[8 * 12], b4[8],
        w5[4 * 8], b5[4];
} net, velocity;

float step(float const* x, float const* t) {
    float h1[32], h2[20], h3[12], h4[8], d1[32], d2[20], d3[12], d4[8], d5[4];
    forward_relu(net.w1, net.b1, x, h1, 32, 16);
    forward_relu(net.w2, net.b2, h1, h2, 20, 32);
    forward_relu(net.w3, net.b3, h2, h3, 12, 20);
    forward_relu(net.w4, net.b4, h3, h4, 8, 12);
    float const loss = forward_loss(net.w5, net.b5, h4, t, d5, 4, 8);
    update_and_back(net.w5, velocity.w5, net.b5, velocity.b5, h4, d4, d5, 4, 8);
    update_and_back(net.w4, velocity.w4, net.b4, velocity.b4, h3, d3, d4, 8, 12);
    update_and_back(net.w3, velocity.w3, net.b3, velocity.b3, h2, d2, d3, 12, 20);
    update_and_back(net.w2, velocity.w2, net.b2, velocity.b2, h1, d1, d2, 20, 32);
    update(net.w1, velocity.w1, net.b1, velocity.b1, x, d1, 32, 16);
    return loss;
}
