// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors

// The negative control of symbols.py: heap, a constructor of a global, soft double.
#include <stdlib.h>

struct noisy {
    double volatile* number;
    noisy() : number(static_cast<double volatile*>(malloc(sizeof(double)))) { *number = 1; }
};
noisy object;

int main() {
    *object.number = *object.number * 1.5;
    free(const_cast<double*>(object.number));
    return 0;
}
