// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include <espalier/core.hpp>

#include "../catch.hpp"

namespace es = espalier;
using namespace es::literals;

namespace {

constexpr auto x = es::input<"x", es::shape<3>>;
constexpr auto w = es::parameter<"w", es::shape<4, 3>>;
constexpr auto b = es::parameter<"b", es::shape<4>>;
constexpr auto scale = es::input<"scale", es::shape<>>;

template <class E>
using program = es::detail::program_of<E>;
using samples = es::list<std::remove_cvref_t<decltype(x)>::op_type>;
template <class E>
using shared = es::detail::shared_values<program<E>, samples>;

template <class Graph>
constexpr int count(std::string_view op) {
    int found = 0;
    for (int n = 0; n < Graph::count; ++n)
        found += Graph::view.table[Graph::nodes[n].op].name == op;
    return found;
}
template <class Plan>
constexpr int live(std::string_view op) {
    int found = 0;
    for (std::size_t i = 0; i < Plan::order.order.count; ++i)
        found += Plan::info_of_node(Plan::order.order[i]).name == op;
    return found;
}
template <class E>
constexpr int in_graph(E, std::string_view op) {
    return count<es::detail::flat<program<E>>>(op);
}
template <class E>
constexpr int in_samples(E, std::string_view op) {
    return count<es::detail::flat<typename es::detail::each_sample<program<E>, samples>::type>>(op);
}

}  // namespace

TEST_CASE("what samples share is found: values that are computed, not leaves, views or numbers") {
    constexpr auto f = sum(es::matmul(tanh(w * scale), x) + exp(b)) + sum(square(exp(b)));
    using values = shared<decltype(f)>;
    using graph = es::detail::flat<program<decltype(f)>>;
    // tanh(w * scale), exp(b), the last sum
    STATIC_REQUIRE(values::count == 3);
    for (std::size_t i = 0; i < values::count; ++i) {
        auto const& info = graph::view.table[graph::nodes[values::found[i]].op];
        CHECK((info.name == "tanh" || info.name == "exp" || info.name == "sum"));
    }
    STATIC_REQUIRE(in_graph(f, "exp") == 1);
    STATIC_REQUIRE(in_samples(f, "exp") == 0);
    STATIC_REQUIRE(in_samples(f, "tanh") == 0);
    STATIC_REQUIRE(in_samples(f, "square") == 0);
    STATIC_REQUIRE(in_samples(f, "matmul") == 1);
    // w and scale are read by what is shared alone
    STATIC_REQUIRE(in_samples(f, "w") == 0);
}

TEST_CASE("a program of samples alone is as it was") {
    constexpr auto affine = sum(square(es::matmul(w, x) + b));
    constexpr auto views = sum(square(es::matmul(es::reshape<4, 3>(es::reshape<12>(w)), x)));
    constexpr auto number = sum(x * exp(2_c));
    STATIC_REQUIRE(shared<decltype(affine)>::count == 0);
    STATIC_REQUIRE(shared<decltype(views)>::count == 0);
    STATIC_REQUIRE(shared<decltype(number)>::count == 0);
    STATIC_REQUIRE(std::is_same_v<es::detail::each_sample<program<decltype(affine)>, samples>::type,
                                  program<decltype(affine)>>);
}

TEST_CASE("shared values are differentiated once, from what was kept of them") {
    constexpr auto f = sum(es::matmul(tanh(w * scale), x) + exp(b)) + sum(square(exp(b)));
    using P = program<decltype(f)>;
    using targets = es::detail::targets_t<P, es::wrt_t<es::all_t>>;
    using part = es::detail::shared_part<P, targets, samples>;
    STATIC_REQUIRE(part::seeded.count > 0);
    STATIC_REQUIRE(live<part::forward>("tanh") == 1);
    STATIC_REQUIRE(live<part::forward>("exp") == 1);
    STATIC_REQUIRE(live<part::backward::plan>("tanh") == 0);
    STATIC_REQUIRE(live<part::backward::plan>("exp") == 0);
    STATIC_REQUIRE(live<part::backward::plan>("update") == 2);
    using sums = es::detail::shared_sums<P, targets, true, samples, false, false>;
    using each = sums::samples::plan<1>;
    STATIC_REQUIRE(live<each>("tanh") == 0);
    STATIC_REQUIRE(live<each>("exp") == 0);
    STATIC_REQUIRE(live<each>("update") == 3);
}
