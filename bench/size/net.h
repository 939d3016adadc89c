// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

// One training step of 10-20-5-2 (ReLU, mean squared error, SGD with momentum, batch 1), by hand
// and by the library; `all` trains every layer, `head` the last one over weights in flash.
#ifdef __cplusplus
extern "C" {
#endif

float step(float const* x, float const* t);
// Sets the trained weights (in the order w1, b1, w2, b2, w3, b3) and zeroes the velocities.
void set_weights(float const* w);
void get_weights(float* w);

#ifdef __cplusplus
}
#endif
