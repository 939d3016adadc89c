// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../catch.hpp"

#include <espalier/core.hpp>

namespace es = espalier;
using namespace es::literals;

namespace {
/// What generic code does with variables and gradients: copies them, by deduction too.
template <class T>
bool copies_are_equal() {
    constexpr auto x = es::input<"x", es::shape<3>, T>;
    constexpr auto fc = es::linear<"fc", 3, 2, T>;
    auto const loss = sum(square(fc(x)));
    es::variables vars{loss};
    es::initialize(vars, 7);
    es::variables const copy = vars;
    es::variables again{copy};
    static_assert(std::is_same_v<decltype(again), decltype(vars)>);
    T const xs[]{1, 2, 3};
    auto const g = es::gradient(loss, vars, x = xs);
    es::gradients const same = g;
    es::gradients room{loss};
    T const value = es::value_and_gradient_into(room, loss, vars, x = xs);
    es::value_with_gradient const both = es::value_and_gradient(loss, vars, x = xs);
    auto trainer = es::trainer(loss, es::sgd(es::lr = T(0.1)));
    auto next = trainer;
    bool const steps_alike = trainer.step(vars, x = xs) == next.step(again, x = xs);
    return steps_alike && vars == again && !(copy == vars) && same[fc.weight] == room[fc.weight] &&
           both.value == value;
}
}  // namespace

TEST_CASE("variables, gradients and trainers are copied in generic code") {
    CHECK(copies_are_equal<float>());
    CHECK(copies_are_equal<double>());
}

TEST_CASE("variables of several expressions have each leaf once, and serve smaller programs") {
    constexpr auto x = es::input<"x", es::shape<3>>;
    constexpr auto body = es::linear<"body", 3, 4>(x);
    constexpr auto one = sum(es::linear<"one", 4, 2>(body));
    constexpr auto other = sum(es::linear<"other", 4, 2>(es::stop_gradient(body)));
    es::variables all{one, other};
    STATIC_REQUIRE(sizeof(all) ==
                   sizeof(es::variables{body}) + 2 * sizeof(es::variables{es::linear<"one", 4, 2>(
                                                         es::input<"h", es::shape<4>>)}));
    es::initialize(all, es::ones, 1);
    float const xs[]{1, 2, 3};
    CHECK(es::evaluate(one, all, x = xs) == 2 * (4 * 7 + 1));
    CHECK(es::evaluate(other, all, x = xs) == 2 * (4 * 7 + 1));
}
