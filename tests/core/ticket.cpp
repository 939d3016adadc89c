// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include <cmath>
#include <cstdint>
#include <espalier/core.hpp>

#include "../catch.hpp"

namespace es = espalier;
using namespace es::literals;

// Types whose names a compiler prints alike are different types all the same.
namespace {

constexpr auto x = es::input<"x", es::shape<4>>;
constexpr float numbers[4]{1, 2, 3, 4};

// g++ prints lambdas of one signature alike
constexpr auto with_tanh = es::residual([]<class H>(H h) { return tanh(h); })(x);
constexpr auto with_relu = es::residual([]<class H>(H h) { return relu(h); })(x);

// clang prints the lambdas of one template alike
template <std::size_t I>
constexpr auto block(auto h) {
    return es::residual(
        [](auto inner) { return es::linear<es::join("block.", es::digits<I>), 4, 4>(inner); })(h);
}

template <class Factor>
struct scale_op : es::elementwise<"scale"> {
    template <class V>
    static constexpr V value(V v) {
        return v * V(Factor{}(1));
    }
    template <int>
    static constexpr auto adjoint(auto g, auto, auto) {
        return es::apply<scale_op>(g);
    }
};
template <class Factor>
constexpr auto scaled(Factor, auto h) {
    return es::apply<scale_op<Factor>>(h);
}
constexpr auto twice = scaled([](int) { return 2.0f; }, x);
constexpr auto thrice = scaled([](int) { return 3.0f; }, x);

}  // namespace

TEST_CASE("functions of one signature are different layers") {
    auto const difference = es::evaluate(with_tanh - with_relu, x = numbers);
    CHECK(difference(3) == Approx(std::tanh(4.0f) - 4.0f));
}

TEST_CASE("functions of one template are different layers") {
    constexpr auto loss = sum(block<2>(block<1>(block<0>(x))));
    static_assert(decltype(boost::hana::size(es::parameters(loss)))::value == 6);
    constexpr auto both = block<1>(x) - block<0>(x);
    static_assert(decltype(boost::hana::size(es::parameters(both)))::value == 4);
}

TEST_CASE("ops of functions of one signature are different ops, forward and backward") {
    auto const r = es::value_and_gradient(sum(thrice * thrice - twice), es::wrt(x), x = numbers);
    CHECK(r.value == Approx(9.0f * 30.0f - 2.0f * 10.0f));
    CHECK(r.gradient[x](1) == Approx(18.0f * 2.0f - 2.0f));
}

TEST_CASE("two schedules, two predicates of one signature in one function") {
    constexpr auto fc = es::linear<"fc", 4, 3>;
    constexpr auto loss = mean(square(fc(x)));
    es::variables vars{loss};
    auto slow = es::trainer(loss, es::sgd(es::lr = [](std::uint32_t) { return 0.1f; }));
    auto fast = es::trainer(loss, es::sgd(es::lr = [](std::uint32_t) { return 0.5f; }));
    CHECK(slow.learning_rate(fc) == 0.1f);
    CHECK(fast.learning_rate(fc) == 0.5f);
    vars[fc.bias].fill(1);
    slow.step(vars, x = numbers);
    CHECK(vars[fc.bias](0) == Approx(1 - 0.1f * 2 / 3));
    fast.step(vars, x = numbers);
    CHECK(vars[fc.weight](0, 1) != 0.0f);

    auto biases = es::trainer(
        loss,
        es::sgd(es::groups(
            es::group(es::parameters_where([](es::leaf_info const& p) { return p.rank == 1; }),
                      es::lr = 0.1f),
            es::group(es::rest, es::frozen))));
    auto weights = es::trainer(
        loss,
        es::sgd(es::groups(
            es::group(es::parameters_where([](es::leaf_info const& p) { return p.rank == 2; }),
                      es::lr = 0.1f),
            es::group(es::rest, es::frozen))));
    static_assert(biases.plan.trained_bytes == 3 * sizeof(float));
    static_assert(weights.plan.trained_bytes == 12 * sizeof(float));
}
