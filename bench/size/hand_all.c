// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "hand.h"
#include "net.h"

struct layers {
    float w1[20 * 10], b1[20], w2[5 * 20], b2[5], w3[2 * 5], b3[2];
} net, velocity;

float step(float const* x, float const* t) {
    float h1[20], h2[5], d1[20], d2[5], d3[2];
    forward_relu(net.w1, net.b1, x, h1, 20, 10);
    forward_relu(net.w2, net.b2, h1, h2, 5, 20);
    float const loss = forward_loss(net.w3, net.b3, h2, t, d3, 2, 5);
    update_and_back(net.w3, velocity.w3, net.b3, velocity.b3, h2, d2, d3, 2, 5);
    update_and_back(net.w2, velocity.w2, net.b2, velocity.b2, h1, d1, d2, 5, 20);
    update(net.w1, velocity.w1, net.b1, velocity.b1, x, d1, 20, 10);
    return loss;
}
