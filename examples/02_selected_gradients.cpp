// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
//
// The gradient of any expression, an intermediate one included, and only what is asked for.
#include <cstdio>
#include <espalier/espalier.hpp>

namespace es = espalier;
using namespace es::literals;

// [program]
constexpr auto x = es::input<"x", es::shape<3>>;
constexpr auto y = 2_c * x;
constexpr auto z = y * y + 3_c;
// [/program]

int main() {
    float const xs[3] = {1.0f, 2.0f, 3.0f};
    es::tensor<float, 3> const ones{1.0f, 1.0f, 1.0f};

    // [gradient]
    auto const r = es::value_and_gradient(z, es::wrt(x, y), es::cotangent = ones, x = xs);
    // [/gradient]

    bool right = true;
    for (es::index_t i = 0; i < 3; ++i) {
        std::printf("x %.0f  y %.0f  z %.0f  dz/dy %.0f  dz/dx %.0f\n", static_cast<double>(xs[i]),
                    static_cast<double>(2 * xs[i]), static_cast<double>(r.value(i)),
                    static_cast<double>(r.gradient[y](i)), static_cast<double>(r.gradient[x](i)));
        right = right && r.gradient[y](i) == 2 * (2 * xs[i]) && r.gradient[x](i) == 8 * xs[i];
    }

    // Asked for y alone, the step from y to x is not computed.
    auto const only_y = es::gradient(z, es::wrt(y), es::cotangent = ones, x = xs);
    right = right && only_y[y] == r.gradient[y];
    return right ? 0 : 1;
}
