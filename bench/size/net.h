// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

// One training step (ReLU, mean squared error, SGD with momentum, batch 1), by hand and by the
// library: `all` trains every layer of 10-20-5-2, `head` its last one over weights in flash;
// `three` is 16-32-8-4, `five` 16-32-20-12-8-4, `two` 12-24-3, `conv` a convolution of 4 channels in front of 112-2.
#ifdef __cplusplus
extern "C" {
#endif

float step(float const* x, float const* t);

#ifdef __cplusplus
}
#endif
