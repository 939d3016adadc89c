// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include <boost/hana.hpp>
#include <espalier/core.hpp>

#include "../catch.hpp"

namespace es = espalier;
namespace hana = boost::hana;
using namespace es::literals;

namespace {
constexpr auto a = es::parameter<"a", es::shape<2>>;
constexpr auto b = es::parameter<"b", es::shape<2>>;
constexpr auto b_wide = es::parameter<"b", es::shape<3>>;
constexpr auto c = es::input<"c", es::shape<2>>;
}  // namespace

TEST_CASE("leaves are Comparable: one name, kind, shape and element type is one leaf") {
    static_assert(hana::Comparable<decltype(hana::typeid_(a))>::value);
    static_assert(hana::equal(a, a) && hana::equal(a, es::freeze(a)) && !hana::equal(a, b));
    static_assert(!hana::equal(b, b_wide) && hana::not_equal(a + b, b + a) &&
                  hana::equal(a + b, a + b));
    constexpr auto some = hana::make_tuple(a, b, a, c, b);
    static_assert(hana::contains(some, c) && !hana::contains(some, b_wide));
    static_assert(hana::size(hana::unique(hana::make_tuple(a, a, b))) == hana::size_c<2>);
    static_assert(hana::size(hana::difference(hana::to_set(some), hana::make_set(b))) ==
                  hana::size_c<2>);
    static_assert(hana::index_if(some, hana::equal.to(c)) == hana::just(hana::size_c<3>));
}

TEST_CASE("leaves are Hashable: they are keys of maps and sets") {
    auto const rates = hana::make_map(hana::make_pair(a, 0.1f), hana::make_pair(b, 0.2f));
    CHECK(rates[a] == 0.1f);
    CHECK(rates[es::freeze(b)] == 0.2f);
    static_assert(hana::size(hana::to_set(hana::make_tuple(a, b, a, c))) == hana::size_c<3>);
}

TEST_CASE("an integer in the type is an integral constant") {
    static_assert(hana::IntegralConstant<hana::tag_of_t<decltype(3_c)>>::value);
    static_assert(hana::Constant<decltype(3_c)>::value);
    static_assert(hana::value(3_c) == 3 && hana::equal(3_c, hana::int_c<3>) &&
                  hana::less(2_c, 3_c));
    static_assert(hana::at(hana::make_tuple(7, 8, 9), 1_c) == 8);
    static_assert(hana::equal(hana::plus(2_c, 3_c), 5_c));
}
