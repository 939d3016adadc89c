// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
// One training step per object, chosen by MODE: 0 all layers; 1 the head, the rest by es::zero;
// 2 the head, behind a stop_gradient; 3 the head, the rest by a run-time 0.0f.
#include "pruned.hpp"

using namespace net;
#if MODE == 0
constinit auto trainer = es::trainer(loss, es::sgd(es::lr = 0.1f, es::momentum = 0.9f));
#elif MODE == 1
constinit auto trainer = es::trainer(loss, head_alone(es::zero));
#elif MODE == 2
constinit auto trainer = es::trainer(cut, es::sgd(es::lr = 0.1f, es::momentum = 0.9f));
#else
constinit auto trainer = es::trainer(loss, head_alone(0.0f));
#endif
constinit es::variables vars{loss};

float step(float const (&features)[10], float const (&target)[2]) {
    return trainer.step(vars, x = features, t = target);
}
