// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include <boost/hana.hpp>
#include <espalier/core.hpp>

#include "../catch.hpp"

namespace es = espalier;
namespace hana = boost::hana;

namespace {
constexpr auto x = es::input<"x", es::shape<3>>;
constexpr auto fc1 = es::linear<"fc1", 3, 4>;
constexpr auto fc2 = es::linear<"fc2", 4, 2>;
constexpr auto scale = es::buffer<"scale", es::shape<2>>;
constexpr auto loss = sum(square(fc2(relu(fc1(x))) * scale));
constexpr auto parameters = es::parameters(loss);
constexpr auto biases = hana::filter(
    parameters, [](auto p) { return hana::bool_c < decltype(p)::shape_type::rank == 1 > ; });
}  // namespace

TEST_CASE("the parameters of an expression are a Hana tuple of leaves") {
    static_assert(
        hana::equal(parameters, hana::make_tuple(fc1.weight, fc1.bias, fc2.weight, fc2.bias)));
    static_assert(hana::equal(biases, hana::make_tuple(fc1.bias, fc2.bias)));
    static_assert(hana::equal(es::parameters(fc2), hana::make_tuple(fc2.weight, fc2.bias)));
    static_assert(hana::size(es::parameters(sum(fc2(es::freeze(fc1)(x))))) == hana::size_c<4>);
    es::variables vars{loss};
    hana::for_each(parameters, [&](auto p) { vars[p].fill(1); });
    CHECK(vars[fc2.bias](1) == 1);
    CHECK(vars[scale](1) == 0);
}

TEST_CASE("a tuple of leaves is a selector, in wrt and in groups") {
    es::variables vars{loss};
    es::initialize(vars, 3);
    vars[scale].fill(1);
    auto const all = es::gradient(loss, vars, x = {0.1f, 0.2f, 0.3f});
    auto const some = es::gradient(loss, es::wrt(biases), vars, x = {0.1f, 0.2f, 0.3f});
    CHECK(some[fc1.bias] == all[fc1.bias]);
    CHECK(some[fc2.bias] == all[fc2.bias]);
    auto trainer =
        es::trainer(loss, es::sgd(es::groups(es::group(biases, es::lr = 0.1f),
                                             es::group(hana::make_tuple(fc1.weight), es::lr = 0.2f),
                                             es::group(es::rest, es::frozen))));
    static_assert(trainer.plan.trained_bytes == (4 + 2 + 12) * sizeof(float));
    auto const before = vars;
    trainer.step(vars, x = {0.1f, 0.2f, 0.3f});
    for (es::index_t i = 0; i < 2; ++i)
        CHECK(vars[fc2.bias](i) == Approx(before[fc2.bias](i) - 0.1f * all[fc2.bias](i)));
    CHECK(vars[fc2.weight] == before[fc2.weight]);
}
