// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

// Layers by hand: products with bias and mask in one loop, gradients never stored, a weight read
// once for the gradient of the input and its own update.
#define LR 0.01f
#define MOMENTUM 0.9f

// y = max(W x + b, 0)
static inline void forward_relu(float const* w, float const* b, float const* x, float* y, int out,
                                int in) {
    for (int o = 0; o < out; ++o) {
        float sum = b[o];
        for (int i = 0; i < in; ++i) sum += *w++ * x[i];
        y[o] = sum > 0 ? sum : 0;
    }
}
// d = W x + b - t; the mean of d^2 with out = 2
static inline float forward_loss(float const* w, float const* b, float const* x, float const* t,
                                 float* d, int out, int in) {
    float loss = 0;
    for (int o = 0; o < out; ++o) {
        float sum = b[o];
        for (int i = 0; i < in; ++i) sum += *w++ * x[i];
        sum -= t[o];
        d[o] = sum * (2.0f / (float)out);
        loss += sum * sum;
    }
    return loss / (float)out;
}
static inline void move(float* w, float* v, float g) {
    float const next = MOMENTUM * *v + g;
    *v = next;
    *w -= LR * next;
}
// W -= lr (momentum V + d x^T), and the same of the bias
static inline void update(float* w, float* v, float* b, float* vb, float const* x, float const* d,
                          int out, int in) {
    for (int o = 0; o < out; ++o) {
        float const g = d[o];
        for (int i = 0; i < in; ++i) move(w++, v++, g * x[i]);
        move(&b[o], &vb[o], g);
    }
}
// ... and dx = W^T d where x > 0, with W as it was
static inline void update_and_back(float* w, float* v, float* b, float* vb, float const* x,
                                   float* dx, float const* d, int out, int in) {
    for (int i = 0; i < in; ++i) dx[i] = 0;
    for (int o = 0; o < out; ++o) {
        float const g = d[o];
        for (int i = 0; i < in; ++i) {
            dx[i] += *w * g;
            move(w++, v++, g * x[i]);
        }
        move(&b[o], &vb[o], g);
    }
    for (int i = 0; i < in; ++i)
        if (!(x[i] > 0)) dx[i] = 0;
}
