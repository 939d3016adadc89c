// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
// error: espalier: an op that mixes samples (batch_norm in training) needs the batch in the shape
#include <espalier/core.hpp>

namespace es = espalier;

constexpr auto x = es::input<"x", es::shape<4, 3>>;
constexpr auto loss = mean(square(es::batch_norm<"bn", 3>(x)));

float run(es::tensor<float, 4, 3> const& one, es::tensor<float, 2, 4, 3> const& batch) {
    es::variables vars{loss};
    (void)batch;
#if defined(REJECT)
    return es::evaluate(loss, vars, x = batch);
#else
    return es::evaluate(loss, vars, x = one);
#endif
}
