// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../catch.hpp"

#include <espalier/core.hpp>
#include <string>

namespace es = espalier;
using namespace es::literals;

namespace {

constexpr auto x = es::input<"x", es::shape<4, 2, 4, 4>>;
constexpr auto c1 = es::conv2d<"c1", 2, 3, 3, 3>(es::padding = 1_c);
constexpr auto b1 = es::batch_norm<"b1", 3>;
constexpr auto b2 = es::batch_norm<"b2", 3>;
constexpr auto body = es::sequential(c1, b1, es::relu, es::residual(es::sequential(b2, es::relu)),
                                     es::dropout<"d">(0.5_c), [](auto h) { return flatten<1>(h); });
constexpr auto head = es::linear<"head", 48, 2>;

template <class E>
std::string text_of(E plan) {
    std::string text;
    es::to_text(plan, [&](std::string_view piece) { text += piece; });
    return text;
}

}  // namespace

TEST_CASE("an expression is frozen, and made for inference, as its layers are") {
    constexpr auto trained = sum(square(head(body(x))));
    constexpr auto by_layer = sum(square(head(es::freeze(es::inference(body))(x))));
    constexpr auto by_expression = sum(square(head(es::freeze(es::inference(body(x))))));
    constexpr auto other_order = sum(square(head(es::inference(es::freeze(body(x))))));
    static_assert(es::has_gradient(trained, b2.weight));
    static_assert(es::has_gradient(es::inference(trained), b2.weight));
    static_assert(!es::has_gradient(by_layer, b2.weight));
    static_assert(!es::has_gradient(by_expression, b2.weight));
    static_assert(!es::has_gradient(by_expression, c1.weight));
    static_assert(es::has_gradient(by_expression, head.weight));

    es::variables vars{trained};
    es::initialize(vars, 1);
    es::tensor<float, 4, 2, 4, 4> xs{};
    for (es::index_t i = 0; i < xs.size(); ++i) xs[i] = static_cast<float>(i % 7) - 3;
    auto trainer = es::trainer(trained, es::sgd(es::lr = 1e-3f));
    for (int step = 0; step < 3; ++step) trainer.step(vars, x = xs);
    auto const before = vars;
    CHECK_FALSE(before[b2.running_mean](0) == 0);

    float const value = es::evaluate(by_layer, vars, x = xs);  // without es::rng
    CHECK(es::evaluate(by_expression, vars, x = xs) == value);
    CHECK(es::evaluate(other_order, vars, x = xs) == value);
    auto tuner = es::trainer(by_expression, es::sgd(es::lr = 1e-3f));
    tuner.step(vars, x = xs);
    CHECK(vars[c1.weight] == before[c1.weight]);
    CHECK(vars[b1.running_mean] == before[b1.running_mean]);
    CHECK(vars[b2.running_var] == before[b2.running_var]);
    CHECK_FALSE(vars[head.weight] == before[head.weight]);
}

TEST_CASE("inference reaches into vmap and grad") {
    constexpr auto one = es::input<"one", es::shape<8>>;
    constexpr auto f = es::linear<"f", 8, 3>;
    constexpr auto e = sum(square(f(es::dropout<"d">(one))));
    es::tensor<float, 5, 8> ones{};
    ones.fill(1);
    es::tensor<float, 8> single{};
    single.fill(1);
    es::variables vars{e};
    es::initialize(vars, 1);
    float const value = es::evaluate(es::inference(es::vmap<5>(e, one)), vars, one = ones);
    CHECK(value == Approx(es::evaluate(es::inference(e), vars, one = single)));
    static_assert(!es::has_gradient(es::freeze(es::vmap<5>(e, one)), f.weight));

    constexpr auto slope = es::grad(e, es::wrt(one));
    auto const expected = es::gradient(es::inference(e), es::wrt(one), vars, one = single);
    CHECK(es::evaluate(es::inference(slope), vars, one = single) == expected[one]);
}

TEST_CASE("the plan lists a batch_norm that is frozen, but normalises by the batch") {
    constexpr auto loss = sum(square(head(body(x))));
    constexpr auto frozen = sum(square(head(es::freeze(body)(x))));
    std::string const sentence = "b2: frozen, but normalises by the batch";
    auto const listed = [&](auto const& trainer) {
        return text_of(std::remove_cvref_t<decltype(trainer)>::plan).find(sentence) !=
               std::string::npos;
    };
    CHECK(listed(es::trainer(frozen, es::sgd(es::lr = 0.1f))));
    CHECK(listed(es::trainer(loss, es::sgd(es::groups(es::group(head, es::lr = 0.1f),
                                                      es::group(es::rest, es::lr = es::zero))))));
    CHECK_FALSE(listed(es::trainer(loss, es::sgd(es::lr = 0.1f))));
    CHECK_FALSE(listed(es::trainer(es::inference(frozen), es::sgd(es::lr = 0.1f))));
}

TEST_CASE("the summary lists layers within residual and functions") {
    constexpr auto s = es::summarize(head(es::sequential(body)(x)));
    static_assert(s.count == 5);
    static_assert(s.rows[2].layer == "b2" && s.rows[2].parameters == 6);
    static_assert(s.parameters == 3 * 2 * 9 + 3 + 6 + 6 + 98);
    constexpr auto f =
        es::summarize(es::freeze([](auto h) { return head(h); })(es::input<"h", es::shape<48>>));
    static_assert(f.count == 1 && f.parameters == 98 && f.trained == 0);
}
