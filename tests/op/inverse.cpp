// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../laws.hpp"

namespace es = espalier;

TEST_CASE("inverse: a product with it is the identity; gradients; batches") {
    constexpr auto a = es::input<"a", es::shape<2, 3, 3>, double>;
    es::tensor<double, 2, 3, 3> as{};
    for (es::index_t i = 0; i < 18; ++i) as[i] = std::sin(0.3 * static_cast<double>(i * i)) + (i % 4 == 1 ? 1.5 : 0);
    as(1, 0, 0) = 0;  // needs another pivot
    auto const y = es::evaluate(matmul(a, inverse(a)), a = as);
    for (es::index_t b = 0; b < 2; ++b)
        for (es::index_t i = 0; i < 3; ++i)
            for (es::index_t j = 0; j < 3; ++j)
                CHECK(y(b, i, j) == Approx(i == j ? 1 : 0).margin(1e-11));
    laws::gradient_is_difference(inverse(a), a, as);
}
