// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
//
// error: espalier::check_gradient: es::wrt(...) takes inputs bound without a batch, parameters, layers and selectors here
#include <espalier/core.hpp>

namespace es = espalier;
constexpr auto x = es::input<"x", es::shape<3>>;
constexpr auto h = exp(x);
int main() {
    es::tensor<float, 3> const at{};
#ifdef REJECT
    return es::check_gradient(sum(h * h), es::wrt(h), x = at) ? 0 : 1;
#else
    return es::check_gradient(sum(h * h), es::wrt(x), x = at) ? 0 : 1;
#endif
}
