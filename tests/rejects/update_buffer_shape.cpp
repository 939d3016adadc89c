// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
//
// error: espalier::update_buffer(x, buffer, next): 'next' must have the shape of the buffer
#include <espalier/core.hpp>

namespace es = espalier;
constexpr auto x = es::input<"x", es::shape<2, 3>>;
#ifdef REJECT
constexpr auto y = update_buffer(x, es::buffer<"m", es::shape<3>>, x);
#else
constexpr auto y = update_buffer(x, es::buffer<"m", es::shape<3>>, sum<0>(x));
#endif
int main() {}
