// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../laws.hpp"

namespace es = espalier;
using namespace es::literals;

// Cotangents that come through boxes that do not overlap are joined by one op; the others are added.
namespace {

constexpr auto w = es::parameter<"w", es::shape<6, 4>>;

struct counts {
    int joined = 0, scattered = 0;
};
/// What the gradient of `loss` does besides its value.
template <class Loss>
constexpr counts count_ops(Loss) {
    constexpr auto plan = es::plan(Loss{});
    counts c;
    for (auto const& loop : plan.loops)
        if (loop.backward) {
            c.joined += loop.op == "concat";
            c.scattered += loop.op == "scatter_strided";
        }
    return c;
}
template <long Begin, long End>
constexpr auto rows(auto x) {
    return es::slice<0, Begin, End>(x);
}

constexpr auto tiled = sum(sin(rows<0, 2>(w)) * cos(rows<2, 4>(w)) * exp(rows<4, 6>(w)));
static_assert(count_ops(tiled).joined == 1 && count_ops(tiled).scattered == 0);

constexpr auto gaps = sum(sin(rows<1, 3>(w)) * cos(rows<4, 6>(w)));
static_assert(count_ops(gaps).joined == 1 && count_ops(gaps).scattered == 0);

// rows 0 to 2 and columns 0 to 2 overlap; the last columns of the other rows overlap neither
constexpr auto overlapping = sum(sin(rows<0, 2>(w))) + sum(exp(es::slice<1, 0, 2>(w))) +
                             sum(cos(es::slice<1, 2, 4>(rows<2, 6>(w)))) +
                             sum(square(es::slice<0, 0, 6, 2>(w)));
static_assert(count_ops(overlapping).scattered >= 2);

}  // namespace

TEST_CASE("joined cotangents are those of differences") {
    laws::hold([](auto x) { return sin(rows<0, 2>(x)) * cos(rows<2, 4>(x)) * exp(rows<4, 6>(x)); },
               laws::real<6, 3>());
    laws::hold([](auto x) { return sin(rows<1, 3>(x)) * cos(rows<4, 6>(x)) + 1_c; },
               laws::real<6, 3>());
    laws::derivatives(
        [](auto x) {
            auto const corner = es::slice<1, 0, 2>(rows<0, 2>(x));
            return sin(corner) * es::slice<1, 1, 3>(rows<1, 3>(x)) +
                   es::slice<1, 2, 4>(rows<0, 2>(x)) * square(corner);
        },
        laws::real<3, 4>());
}

TEST_CASE("more boxes than an op has operands") {
    laws::derivatives(
        [](auto x) {
            return [&]<long... I>(std::integer_sequence<long, I...>) {
                return (square(rows<I, I + 1>(x)) + ... + sin(rows<33, 34>(x)));
            }(std::make_integer_sequence<long, 33>{});
        },
        laws::real<34>());
}
