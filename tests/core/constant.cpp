// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include <cfloat>
#include <espalier/core.hpp>

#include "../catch.hpp"

namespace es = espalier;
using namespace es::literals;

namespace {
constexpr auto zero = es::input<"zero", es::shape<>, double>;
constexpr double as_double(auto number) { return es::evaluate(zero + number, zero = 0.0); }
}  // namespace

TEST_CASE("a literal is the nearest double, however many digits it has") {
    static_assert(as_double(0.1_c) == 0.1 && as_double(0.7_c) == 0.7);
    // where long double is no wider, more than 15 digits may round twice
    constexpr bool rounds_once = LDBL_MANT_DIG > DBL_MANT_DIG;
    static_assert(!rounds_once || as_double(3.14159265358979323846_c) == 3.14159265358979323846);
    static_assert(!rounds_once ||
                  as_double(0.00012345678901234567890123_c) == 0.00012345678901234567890123);
    static_assert(as_double(6.02214076e23_c) == 6.02214076e23);
    static_assert(as_double(1e-6_c) == 1e-6 && as_double(1e22_c) == 1e22);

    static_assert(decltype(1'000'000_c)::value == 1000000);
    static_assert(decltype(0_c)::value == 0 &&
                  decltype(100000000000000000_c)::value == 100000000000000000);
    CHECK(as_double(2.5_c) == 2.5);
}
