// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include <cmath>

#include "../catch.hpp"

#include <espalier/core.hpp>

namespace es = espalier;

namespace {

constexpr auto x = es::parameter<"x", es::shape<6>, double>;
constexpr auto c = cumsum<0>(x);  // stands in memory: its loop takes no other op

/// Whether some value of a plan is written where one lies that the same loop reads.
template <class Plan>
consteval bool writes_over(Plan const& plan) {
    for (std::size_t i = 0; i < plan.value_count; ++i)
        for (std::size_t j = 0; j < plan.value_count; ++j)
            if (plan.values[i].last == plan.values[j].first && i != j &&
                plan.values[i].offset == plan.values[j].offset)
                return true;
    return false;
}

/// e against numbers(i, sums of x up to i).
template <class E, class F>
void check(E e, F const& expected) {
    es::variables vars{e};
    double sums[6];
    for (es::index_t i = 0; i < 6; ++i) {
        vars[x](i) = 0.25 * static_cast<double>(i) - 0.5;
        sums[i] = (i ? sums[i - 1] : 0) + vars[x](i);
    }
    auto const made = es::evaluate(e, vars);
    double total = 0;
    for (es::index_t i = 0; i < 6; ++i) {
        total += expected(i, sums);
        CHECK(made(i) == Approx(total));
    }
}

}  // namespace

TEST_CASE("a loop writes over what it reads last, element by element") {
    constexpr auto e = cumsum<0>(exp(c) * c);
    static_assert(writes_over(es::plan(sum(es::stop_gradient(e) * x), es::wrt(x))));
    check(e, [](es::index_t i, double const* s) { return std::exp(s[i]) * s[i]; });
}

TEST_CASE("what the loop also sums, or what is read later, is not written over") {
    auto const sum_of = [](double const* s) {
        double total = 0;
        for (int i = 0; i < 6; ++i) total += s[i];
        return total;
    };
    check(cumsum<0>(exp(c) + sum(c)),
          [&](es::index_t i, double const* s) { return std::exp(s[i]) + sum_of(s); });
    check(cumsum<0>(exp(c) - max(c)),
          [](es::index_t i, double const* s) { return std::exp(s[i]) - std::max(s[0], s[5]); });
    check(cumsum<0>(exp(c) + flip<0>(c)),
          [](es::index_t i, double const* s) { return std::exp(s[i]) + s[5 - i]; });
    constexpr auto kept = exp(c);
    check(cumsum<0>(kept) - cumsum<0>(kept * c) + cumsum<0>(c),
          [](es::index_t i, double const* s) { return std::exp(s[i]) * (1 - s[i]) + s[i]; });
}

TEST_CASE("gradients are those of memory of their own") {
    es::variables vars{sum(x)};
    for (es::index_t i = 0; i < 6; ++i) vars[x](i) = 0.25 * static_cast<double>(i) - 0.5;
    CHECK(es::check_gradient(sum(square(cumsum<0>(exp(c) * sin(c)))), vars));
    CHECK(es::check_gradient(sum(cumsum<0>(tanh(c) + norm(c)) * exp(cumsum<0>(c))), vars));
}
