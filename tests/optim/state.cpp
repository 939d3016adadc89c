// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../laws.hpp"

namespace es = espalier;
using namespace es::literals;

// Where a parameter is used several times, tied, or read again by a later adjoint, an update inside
// the backward pass must give the bits of: all gradients first, then all updates.
namespace {

constexpr auto u = es::parameter<"u", es::shape<4, 4>, double>;
constexpr auto v = es::parameter<"v", es::shape<4, 4>, double>;
constexpr auto b = es::parameter<"b", es::shape<4>, double>;
constexpr auto x = es::input<"x", es::shape<4>, double>;

template <class Loss, class Optimizer>
void check(Loss loss, Optimizer const& optimizer) {
    es::variables fused{loss};
    es::initialize(fused, es::normal(es::stddev = 0.5), 11);
    auto stored = fused;
    auto in_place = es::trainer(loss, optimizer);
    auto apart = es::trainer(loss, optimizer, es::batched);
    for (int i = 0; i < 6; ++i) {
        double const a = 0.3 * i - 0.7;
        in_place.step(fused, x = {a, 1.0, -a, a * a});
        apart.step(stored, x = {a, 1.0, -a, a * a});
        REQUIRE(fused == stored);
    }
}
template <class Loss>
void check_rules(Loss loss) {
    check(loss, es::sgd(es::lr = 0.05));
    check(loss, es::sgd(es::lr = 0.05, es::momentum = 0.9, es::weight_decay = 0.1));
    check(loss, es::adam(es::lr = 0.05));
}

}  // namespace

TEST_CASE("an update inside the backward pass has the bits of one after it") {
    constexpr auto h = tanh(matmul(u, x) + b);
    check_rules(sum(square(matmul(u, tanh(matmul(u, x))))));                           // used twice
    check_rules(sum(square(matmul(transpose(u), h))));                                 // an alias
    check_rules(sum(matmul(u * v, x) * b) + 0.1_c * sum(square(u)) + sum(square(v)));  // siblings
    check_rules(sum(square(matmul(v, matmul(u, h)))) + sum(u * u));                    // read again
    check_rules(sum(square(matmul(matmul(u, v), matmul(v, x)) - b)));  // products of both
    check_rules(sum(exp(0.1_c * b) * h) + sum(b * b * b * b));         // a bias in many places
    check_rules(sum(es::concat<0>(b, tanh(b)) * es::concat<0>(h, matmul(v, b))));  // in parts
}
