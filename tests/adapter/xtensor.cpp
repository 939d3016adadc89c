// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include <espalier/espalier.hpp>
#include <xtensor/xview.hpp>

#include <string>

#include "../catch.hpp"

namespace es = espalier;

namespace {
constexpr auto x = es::input<"x", es::shape<3>>;
constexpr auto t = es::input<"t", es::shape<>>;
constexpr auto w = es::parameter<"w", es::shape<3>>;
constexpr auto loss = square(dot(w, x) - t);
}  // namespace

TEST_CASE("expressions and views of xtensor are bound as samples and as batches") {
    es::variables vars{loss};
    es::initialize(vars, es::ones, 1);
    xt::xtensor<float, 2> const xs{{1, 2, 3}, {4, 5, 6}};
    xt::xtensor<float, 1> const ts{1, 2};
    CHECK(es::evaluate(loss, vars, x = xt::view(xs, 0, xt::all()), t = ts(0)) == 25);
    CHECK(es::evaluate(loss, vars, x = xs * 1.f, t = ts + 0.f) == (25 + 169) / 2.f);
}

TEST_CASE("what has its number of axes at run time is a sample or a batch then") {
    es::variables vars{loss};
    es::initialize(vars, es::ones, 1);
    std::vector<std::size_t> const two{2, 3}, one{3};
    std::vector<float> const numbers{1, 2, 3, 4, 5, 6};
    auto const batch = xt::adapt(numbers, two);
    auto const sample = xt::adapt(numbers.data(), 3, xt::no_ownership(), one);
    CHECK(es::evaluate(loss, vars, x = sample, t = 1) == 25);
    CHECK(es::evaluate(loss, vars, x = batch, t = 1) == (25 + 196) / 2.f);
    auto trainer = es::trainer(loss, es::sgd(es::lr = 0.f));
    CHECK(trainer.step(vars, x = sample, t = 1) == 25);
    CHECK_THROWS_AS(trainer.step(vars, x = batch, t = 1), es::shape_error);
}

TEST_CASE("tensors become containers of xtensor and take over expressions") {
    constexpr auto fc = es::linear<"fc", 3, 2>;  // the weight is stored by columns
    es::variables vars{fc(x)};
    xt::xtensor<float, 2> const weight{{1, 2, 3}, {4, 5, 6}};
    vars[fc.weight] = weight;
    xt::xtensor<float, 2> const copy = vars[fc.weight];
    xt::xarray<float> const any(vars[fc.weight]);
    CHECK((copy == weight));
    CHECK((any == weight));
    xt::xtensor<float, 2> assigned;
    assigned = vars[fc.weight];
    CHECK((assigned == weight));
}

TEST_CASE("a shape that does not fit is told as a shape") {
    es::variables vars{loss};
    es::tensor<float, 3, 2> m;
    auto const message = [](auto f) {
        try {
            f();
        } catch (es::shape_error const& e) {
            return std::string(e.what());
        }
        return std::string("nothing was thrown");
    };
    xt::xtensor<float, 2> const xs = xt::ones<float>({2, 3}), wide = xt::ones<float>({2, 4});
    CHECK(message([&] { m = xs; }) ==
          "espalier: a tensor is assigned from an array of another shape: (3, 2), got (2, 3)");
    CHECK(message([&] { es::evaluate(loss, vars, x = wide, t = 1); }) ==
          "espalier: input 'x' takes a batch of samples, each of the shape (3), got (2, 4)");
    xt::xtensor<float, 1> const four = xt::ones<float>({4});
    CHECK(message([&] { es::evaluate(loss, vars, x = four, t = 1); }) ==
          "espalier: input 'x' takes an array of the shape (3), got (4)");
}

TEST_CASE("tangents and cotangents are bound as inputs are, expressions of any rank among them") {
    constexpr auto input = es::input<"v", es::shape<2>>;
    xt::xarray<float> const at{3, 4}, along{1, 0.5};
    auto const r = es::jvp(sum(square(input)), input = at, es::tangent(input) = along);
    CHECK(r.tangent == 10);
    auto const h =
        es::hvp(sum(square(input)), es::wrt(input), input = at, es::tangent(input) = along * 2.f);
    CHECK(h[input](0) == 4);
    auto const g =
        es::gradient(square(input), es::wrt(input), input = at, es::cotangent = along + at);
    CHECK(g[input](1) == 36);
}

TEST_CASE("results go into an xtensor of their shape") {
    constexpr auto in = es::input<"in", es::shape<2, 3>>;
    xt::xtensor<float, 2> const given{{1, 2, 3}, {4, 5, 6}};
    xt::xtensor<float, 2> out = xt::zeros<float>({2, 3}), turned = xt::zeros<float>({3, 2});
    es::evaluate_into(in + in, out, in = given);
    CHECK((out == 2 * given));
    CHECK_THROWS_AS(es::evaluate_into(in + in, turned, in = given), es::shape_error);
}
