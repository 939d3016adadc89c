// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include <string.h>

#include "net.h"

// The trained weights of either side lie in one block, in one order.
enum { frozen = 325, trained = 12 };
extern float net[trained];

void set_weights(float const* w) { memcpy(net, w + frozen, sizeof net); }
void get_weights(float* w) { memcpy(w + frozen, net, sizeof net); }
