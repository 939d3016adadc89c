// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
//
// error: espalier: class indices have the shape of the logits without the last axis
#include <espalier/core.hpp>

namespace es = espalier;
constexpr auto x = es::input<"x", es::shape<2, 3>>;
#ifdef REJECT
constexpr auto y = cross_entropy(x, es::input<"t", es::shape<3>, std::int32_t>);
#else
constexpr auto y = cross_entropy(x, es::input<"t", es::shape<2>, std::int32_t>);
#endif
int main() {}
