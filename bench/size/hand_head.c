// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "body.h"
#include "hand.h"
#include "net.h"

struct layers {
    float w3[2 * 5], b3[2];
} net, velocity;

float step(float const* x, float const* t) {
    float h1[20], h2[5], d3[2];
    forward_relu(body_fc1_weight, body_fc1_bias, x, h1, 20, 10);
    forward_relu(body_fc2_weight, body_fc2_bias, h1, h2, 5, 20);
    float const loss = forward_loss(net.w3, net.b3, h2, t, d3, 2, 5);
    update(net.w3, velocity.w3, net.b3, velocity.b3, h2, d3, 2, 5);
    return loss;
}
