// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../laws.hpp"

namespace es = espalier;
using namespace es::literals;

namespace {

constexpr auto x = es::input<"x", es::shape<64>, double>;
template <es::fixed_string Name>
constexpr auto block(auto h) {
    auto const a = tanh(es::linear<Name, 64, 64, double>(h));
    auto const b = tanh(sin(cumsum<0>(a)) * a);
    return cumsum<0>(tanh(b) * sin(b));
}
constexpr auto plain = mean(square(block<"c">(block<"b">(block<"a">(x)))));
constexpr auto saving = mean(
    square(es::checkpoint(block<"c">(es::checkpoint(block<"b">(es::checkpoint(block<"a">(x))))))));

}  // namespace

TEST_CASE("the same value and gradients, bit for bit, in less memory and with more work") {
    constexpr auto kept = es::plan(plain);
    constexpr auto again = es::plan(saving);
    static_assert(again.workspace_bytes < kept.workspace_bytes);
    static_assert(again.backward_flops > kept.backward_flops);
    static es::variables vars{plain};
    es::initialize(vars, 4);
    es::tensor<double, 64> xs{};
    for (es::index_t i = 0; i < 64; ++i) xs[i] = 0.02 * static_cast<double>(i) - 0.5;
    static auto const a = es::value_and_gradient(plain, vars, x = xs);
    static auto const b = es::value_and_gradient(saving, vars, x = xs);
    CHECK(a.value == b.value);
    auto const w = es::linear<"a", 64, 64, double>.weight;
    for (es::index_t i = 0; i < 64 * 64; i += 37)
        CHECK(b.gradient[w][i] == Approx(a.gradient[w][i]).epsilon(1e-12).margin(1e-16));
}

TEST_CASE("checkpoints within checkpoints, and second derivatives") {
    constexpr auto t = es::input<"t", es::shape<3>, double>;
    constexpr auto y = es::checkpoint(exp(es::checkpoint(sin(tanh(t) * t)) * t)) * t;
    constexpr auto flat = exp(sin(tanh(t) * t) * t) * t;
    auto const H = es::hessian(sum(y), es::wrt(t), t = {0.3, -0.7, 1.1});
    auto const same = es::hessian(sum(flat), es::wrt(t), t = {0.3, -0.7, 1.1});
    for (es::index_t i = 0; i < 9; ++i)
        CHECK(H[t][i] == Approx(same[t][i]).epsilon(1e-12).margin(1e-14));
}

TEST_CASE("checkpoint obeys the laws") {
    laws::unary<-200, 200>(
        [](auto a) { return checkpoint(exp(es::checkpoint(sin(tanh(a) * a)) * a)) * a; });
}
