// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../laws.hpp"

namespace es = espalier;
using namespace es::literals;

namespace {

/// An op with a wrong derivative at elements above 1.
struct wrong_square_op : es::elementwise<"wrong_square"> {
    template <class V>
    static constexpr V value(V x) {
        return x * x;
    }
    template <int>
    static constexpr auto adjoint(auto g, auto, auto x) {
        return g * where(x > 1_c, 3_c * x, 2_c * x);
    }
};

}  // namespace

TEST_CASE("right gradients pass: parameters, inputs, arrays, batches, float") {
    constexpr auto x = es::input<"x", es::shape<3>>;
    constexpr auto fc = es::linear<"fc", 3, 4>;
    constexpr auto y = tanh(fc(x));
    es::variables vars{y};
    es::initialize(vars, 1);
    CHECK(es::check_gradient(mean(square(y)), vars, x = {0.1f, -0.2f, 0.3f}));
    CHECK(es::check_gradient(y, vars, x = {0.1f, -0.2f, 0.3f}));
    CHECK(es::check_gradient(y, es::wrt(x, fc.bias), vars, x = {0.1f, -0.2f, 0.3f}));
    float const xs[2][3] = {{1, 2, 3}, {-1, 0, 1}};
    CHECK(es::check_gradient(mean(square(y)), vars, x = xs));
}

TEST_CASE("a wrong gradient is found: leaf, element, both values") {
    constexpr auto a = es::parameter<"a", es::shape<2>, double>;
    constexpr auto b = es::parameter<"b", es::shape<3>, double>;
    constexpr auto f = sum(a * a) + sum(es::apply<wrong_square_op>(b));
    es::variables vars{f};
    vars[a] = es::tensor<double, 2>{4, 5};
    vars[b] = es::tensor<double, 3>{0.5, 0.75, 2};
    auto const report = es::check_gradient(f, vars);
    CHECK_FALSE(report);
    CHECK(report.leaf == "b");
    CHECK(report.index == 2);
    CHECK(report.computed == Approx(6));
    CHECK(report.difference == Approx(4));
}

TEST_CASE("in a constant expression") {
    constexpr auto x = es::input<"x", es::shape<2>, double>;
    static_assert(es::check_gradient(sum(exp(x) * sin(x)), es::wrt(x), x = {0.5, -0.25}));
    SUCCEED();
}
