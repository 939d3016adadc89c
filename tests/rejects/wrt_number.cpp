// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
//
// error: espalier::wrt takes leaves, layers, expressions, selectors and tuples of leaves
#include <espalier/core.hpp>

namespace es = espalier;
constexpr auto x = es::input<"x", es::shape<3>>;
int main() {
    es::tensor<float, 3> const at{};
#ifdef REJECT
    (void)es::gradient(sum(x), es::wrt(42), x = at);
#else
    (void)es::gradient(sum(x), es::wrt(x), x = at);
#endif
}
