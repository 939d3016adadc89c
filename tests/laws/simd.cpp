// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#define ESPALIER_TEST_HOSTED
#include "../reference/torch.hpp"

namespace es = espalier;

/// One sweep over the SIMD kernels: 17 and 121 elements are no multiples of a register.
TEST_CASE("in registers, functions of one element are torch's") {
    constexpr auto all = [](auto... named) {
        (torch::agrees(named.name, named.f, laws::real<17>()), ...);
    };
    all(torch::named("abs", es::abs), torch::named("sqrt", es::sqrt), torch::named("exp", es::exp),
        torch::named("expm1", es::expm1), torch::named("log", es::log),
        torch::named("log1p", es::log1p), torch::named("sin", es::sin),
        torch::named("tanh", es::tanh), torch::named("erf", es::erf),
        torch::named("relu", es::relu), torch::named("gelu", es::gelu),
        torch::named("silu", es::silu), torch::named("sigmoid", es::sigmoid),
        torch::named("softplus", es::softplus), torch::named("elu", es::elu),
        torch::named("hard_swish", es::hard_swish));
}

TEST_CASE("in registers, functions of two elements are torch's") {
    constexpr laws::real<121> all{};
    torch::agrees("multiply", [](auto a, auto b) { return a * b; }, all, all);
    torch::agrees("divide", [](auto a, auto b) { return a / b; }, all, all);
    torch::agrees("pow", es::pow, all, all);
    torch::agrees("atan2", es::atan2, all, all);
    torch::agrees("maximum", es::maximum, all, all);
    torch::agrees("where", [](auto a, auto b) { return where(a < b, a, b); }, all, all);
}

TEST_CASE("in registers, reductions and products are torch's, and obey the laws") {
    torch::agrees("sum 1", [](auto x) { return sum<1>(x); }, laws::real<2, 3, 4>());
    torch::agrees("max ties", [](auto x) { return max<-1>(x); }, laws::real<3, 1, 4>());
    torch::agrees("softmax far", es::softmax<-1>, laws::real<2, 3>());
    torch::agrees(
        "cross_entropy classes mean", [](auto y, auto t) { return cross_entropy(y, t); },
        laws::real<3, 4>(), laws::index<4, 3>());
    constexpr auto product = [](auto a, auto b) { return tanh(matmul(a, b)); };
    laws::derivatives(product, laws::real<17, 7>(), laws::real<7, 17>());
    laws::derivatives(product, laws::real<3, 17>(), laws::real<17, 1>());
    laws::derivatives([](auto x) { return logsumexp<1>(x) * norm<1>(x); }, laws::real<3, 17>());
}
