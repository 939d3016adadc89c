// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
//
// error: espalier::prod: differentiated at most twice
#include <espalier/core.hpp>

namespace es = espalier;
constexpr auto x = es::input<"x", es::shape<3>>;
constexpr auto once = es::grad(prod(x), es::wrt(x));
constexpr auto twice = es::grad(sum(square(once)), es::wrt(x));
int main() {
    es::tensor<float, 3> const at{};
#ifdef REJECT
    (void)es::gradient(sum(twice), es::wrt(x), x = at);
#else
    (void)es::gradient(sum(once), es::wrt(x), x = at);
#endif
}
