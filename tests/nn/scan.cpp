// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../laws.hpp"

namespace es = espalier;

TEST_CASE("scan obeys the laws") {
    laws::hold(
        [](auto x) {
            using T = typename decltype(x)::value_type;
            return es::scan<0>([](auto v, auto h, auto w) { return tanh(v + matmul(h, w)); }, x,
                               es::parameter<"h", es::shape<3>, T>,
                               es::parameter<"w", es::shape<3, 3>, T>);
        },
        laws::real<4, 3>());
}

namespace {

using namespace es::literals;

template <class Shape>
auto wave(double phase) {
    es::basic_tensor<double, Shape, es::row_major> to{};
    for (es::index_t i = 0; i < to.size(); ++i)
        to[i] = std::sin(1.7 * static_cast<double>(i) + phase);
    return to;
}
constexpr auto x = es::input<"x", es::shape<4, 3>, double>;
constexpr auto h = es::parameter<"h", es::shape<3>, double>;
constexpr auto w = es::parameter<"w", es::shape<3, 3>, double>;
constexpr auto step = [](auto v, auto state, auto weight) {
    return state + tanh(v + matmul(state, weight)) * sigmoid(state);
};
constexpr auto states = es::scan<0>(step, x, h, w);

}  // namespace

TEST_CASE("what a scan's derivative reads of its steps is not computed again") {
    constexpr auto loss = sum(square(states));
    constexpr auto trainer = es::trainer(loss, es::sgd(es::lr = 0.1));
    // backwards, the product of a step has two adjoints and is not made a second time
    static_assert(trainer.plan.backward_flops < 3 * trainer.plan.forward_flops);
    constexpr auto plan = trainer.plan;
    int kept = 0;
    for (auto const& value : plan.values) kept += value.op == "kept";
    CHECK(kept == 3);  // tanh and sigmoid, and the cotangent in front of tanh
}

TEST_CASE("a scan in a scan, behind a checkpoint, and twice differentiated") {
    constexpr auto outer = [](auto v, auto state, auto weight) {
        constexpr auto inner = [](auto u, auto part, auto m) { return tanh(u + matmul(part, m)); };
        auto const rows = es::scan<0>(inner, es::outer(v, state), state, weight);
        return es::reshape<3>(es::slice<0, 2, 3>(rows));
    };
    auto const check = [](auto y) {
        es::variables vars{y};
        vars[h] = wave<es::shape<3>>(0.3);
        vars[w] = wave<es::shape<3, 3>>(0.6);
        CHECK(es::check_gradient(y, vars, x = wave<es::shape<4, 3>>(0.1)));
        return vars;
    };
    check(sum(square(es::scan<0>(outer, x, h, w))));
    check(sum(square(es::checkpoint(states))));
    constexpr auto y = sum(square(states));
    auto const vars = check(y);
    check(sum(square(es::grad(y, es::wrt(w)))));
    es::tensor<double, 3> const direction = wave<es::shape<3>>(0.9);
    auto const product =
        es::hvp(y, es::wrt(h), vars, x = wave<es::shape<4, 3>>(0.1), es::tangent(h) = direction);
    auto up = vars, down = vars;
    for (es::index_t i = 0; i < 3; ++i) {
        up[h][i] += 1e-5 * direction[i];
        down[h][i] -= 1e-5 * direction[i];
    }
    auto const above = es::gradient(y, es::wrt(h), up, x = wave<es::shape<4, 3>>(0.1));
    auto const below = es::gradient(y, es::wrt(h), down, x = wave<es::shape<4, 3>>(0.1));
    for (es::index_t i = 0; i < 3; ++i)
        CHECK(product[h][i] == Approx((above[h][i] - below[h][i]) / 2e-5).epsilon(1e-6));
}
