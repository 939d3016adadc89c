// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include <espalier/adapter/html.hpp>
#include <espalier/adapter/text.hpp>
#include <espalier/core.hpp>

#include "../catch.hpp"

namespace es = espalier;

namespace {

using Catch::Contains;

constexpr auto x = es::input<"x", es::shape<10>>;
constexpr auto t = es::input<"t", es::shape<2>>;
constexpr auto fc1 = es::linear<"fc1", 10, 20>;
constexpr auto fc2 = es::linear<"fc2", 20, 5>;
constexpr auto fc3 = es::linear<"fc3", 5, 2>;
constexpr auto loss = es::mse(fc3(relu(fc2(relu(fc1(x))))), t);
constexpr auto groups =
    es::sgd(es::groups(es::group(fc3, es::lr = 0.1f), es::group(fc2, es::lr = es::cosine(0.5f, 10)),
                       es::group(es::rest, es::lr = es::zero)),
            es::momentum = 0.9f);

}  // namespace

TEST_CASE(
    "the page of a plan has its nodes with reasons, its loops, its workspace and its groups") {
    auto const trainer = es::trainer(loss, groups);
    std::string const page = es::to_html(trainer.plan, "three <layers>");
    CHECK_THAT(page, Contains("\"title\":\"three \\u003clayers>\""));
    CHECK_THAT(page, Contains(R"("layer":"fc1","name":"weight","shape":[20,10])") &&
                         Contains(R"("reason":"frozen")") && Contains(R"("reason":"computed")"));
    CHECK_THAT(page, Contains(R"({"name":"lr","kind":"run time","value":[]})") &&
                         Contains(R"({"name":"lr","kind":"constant","value":[0]})"));
    CHECK_THAT(page, !Contains("http://") || Contains("www.w3.org/2000/svg"));
    CHECK_THAT(page, !Contains("https://") && !Contains(" src="));
    // a trainer also knows the numbers
    CHECK_THAT(es::to_html(trainer),
               Contains(R"({"name":"lr","kind":"schedule","value":[0.5]})") &&
                   Contains(R"({"name":"lr","kind":"run time","value":[0.1]})"));
}

TEST_CASE(
    "the values of a plan's workspace lie within it, and those alive together do not overlap, "
    "unless "
    "a loop writes over what it reads last") {
    constexpr auto trainer = es::trainer(loss, groups);
    constexpr auto plan = trainer.plan;
    static_assert(plan.value_count > 0 && plan.loop_count > 0 && plan.group_count == 3);
    for (std::size_t i = 0; i < plan.value_count; ++i) {
        auto const& a = plan.values[i];
        CHECK(a.offset + a.bytes <= plan.workspace_bytes);
        CHECK((a.first <= a.last && a.last < static_cast<int>(plan.loop_count)));
        for (std::size_t j = 0; j < i; ++j) {
            auto const& b = plan.values[j];
            bool const together = a.first <= b.last && b.first <= a.last;
            bool const taken = a.offset == b.offset && a.bytes == b.bytes &&
                               (a.first == b.last || b.first == a.last);
            CHECK((!together || taken || a.offset + a.bytes <= b.offset ||
                   b.offset + b.bytes <= a.offset));
        }
    }
    es::index_t flops = 0;
    for (auto const& loop : plan.loops) flops += loop.flops;
    CHECK(flops == plan.forward_flops + plan.backward_flops);
}

TEST_CASE("names are quoted in pictures") {
    constexpr auto odd = es::parameter<"a\"b<c>", es::shape<2>>;
    constexpr auto plan = es::plan(sum(odd * odd), es::wrt(odd));
    CHECK_THAT(es::to_dot(plan), Contains("a\\\"b<c>"));
    CHECK_THAT(es::to_mermaid(plan), Contains("a#quot;b#lt;c#gt;"));
    CHECK_THAT(es::to_html(plan), Contains("a\\\"b\\u003cc>"));
}
