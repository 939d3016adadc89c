// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include <string.h>

#include "net.h"

// The weights of either side lie in one block, in one order.
extern float net[337];

void set_weights(float const* w) { memcpy(net, w, sizeof net); }
void get_weights(float* w) { memcpy(w, net, sizeof net); }
