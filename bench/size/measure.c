// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors

// Prints what a training step costs, and what it learned, as `key value` lines.
// INPUTS, OUTPUTS: of the net; WEIGHTS: all it has; TRAINED: the last of these, which are learned.
#include <string.h>

#include "board.h"
#include "net.h"

// The trained weights of either side lie in one block, in the order w1, b1, w2, b2, ...
extern float net[TRAINED];

static unsigned state = 1;
static float next(void) {  // in [-1, 1)
    state = state * 1664525u + 1013904223u;
    return (float)((int)state >> 8) * 0x1p-23f;
}
static float x[INPUTS], t[OUTPUTS];
static float volatile loss;
static void one_step(void) { loss = step(x, t); }
static void print_bits(char const* key, float value) {
    union {
        float number;
        unsigned bits;
    } const as = {value};
    board_print(key);
    board_print_number(as.bits);
    board_print("\n");
}

int main(void) {
    static float weights[WEIGHTS];
    for (int i = 0; i < WEIGHTS; ++i) weights[i] = 0.4f * next();
    memcpy(net, weights + WEIGHTS - TRAINED, sizeof net);
    enum { steps = 64 };
    unsigned total = 0;
    for (int s = 0; s < steps; ++s) {
        for (int i = 0; i < INPUTS; ++i) x[i] = next();
        for (int i = 0; i < OUTPUTS; ++i) t[i] = next();
        unsigned const before = board_ticks();
        one_step();
        total += board_ticks() - before;
    }
    board_print("instructions ");
    board_print_number(board_instructions(total / steps));
    board_print("\nstack ");
    board_print_number(board_stack_of(one_step));
    board_print("\n");
    print_bits("loss ", loss);
    for (int i = 0; i < TRAINED; ++i) print_bits("weight ", net[i]);
    return 0;
}
