// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../laws.hpp"

namespace es = espalier;

// Programs of more than 32 loops are walked row by row, with one function for loops of one form:
// what they compute is what their parts compute as straight lines.
namespace {

template <int I>
consteval auto name_of_layer() {
    es::fixed_string text("layer 00");
    text.text[6] = static_cast<char>('0' + I / 10);
    text.text[7] = static_cast<char>('0' + I % 10);
    return text;
}
template <int I>
constexpr auto fc = es::linear<name_of_layer<I>(), 3, 3>;
template <int I, class H>
constexpr auto block(H h) {
    return h + tanh(fc<I>(h));
}
template <int N, class H>
constexpr auto deep(H h) {
    if constexpr (N == 0)
        return h;
    else
        return block<N>(deep<N - 1>(h));
}

constexpr auto x = es::input<"x", es::shape<3>>;
constexpr auto t = es::input<"t", es::shape<3>>;
constexpr int depth = 24;
constexpr auto y = deep<depth>(x);
constexpr auto loss = es::mse(y, t);
static_assert(es::plan(y).loop_count > 32);

constexpr float features[] = {0.3f, -0.4f, 0.2f}, targets[] = {0.5f, -1.0f, 0.1f};

template <int N>
auto layer_by_layer(auto const& vars, es::tensor<float, 3> h) {
    constexpr auto in = es::input<"h", es::shape<3>>;
    if constexpr (N > 1) h = layer_by_layer<N - 1>(vars, h);
    return es::evaluate(block<N>(in), vars, in = h);
}

auto started(auto e) {
    es::variables vars{e};
    es::initialize(vars, 7);
    return vars;
}
/// Steps with updates inside the backward pass, and with stored gradients, give the same numbers.
void train_alike(auto e, auto optimizer, auto... bound) {
    auto vars = started(e), other = vars;
    auto fused = es::trainer(e, optimizer);
    auto stored = es::trainer(e, optimizer, es::batched);
    for (int i = 0; i < 5; ++i) {
        float const a = fused.step(vars, bound...), b = stored.step(other, bound...);
        CHECK(a == Approx(b).epsilon(1e-5));
    }
    es::variables const start = started(e);
    CHECK_FALSE(vars == start);
    fused.for_each_trained([&]<std::size_t I, class Leaf>() {
        auto const& one = vars.template at<Leaf>(vars);
        auto const& two = other.template at<Leaf>(other);
        for (es::index_t n = 0; n < Leaf::shape_type::size; ++n)
            CHECK(one.flat(n) == Approx(two.flat(n)).epsilon(1e-4).margin(1e-6));
    });
}

}  // namespace

TEST_CASE("a long program has the value of its parts, and the gradient of differences") {
    auto const vars = started(y);
    auto const whole = es::evaluate(y, vars, x = features);
    auto const parts = layer_by_layer<depth>(vars, {{features[0], features[1], features[2]}});
    for (es::index_t i = 0; i < 3; ++i) CHECK(whole(i) == Approx(parts(i)).epsilon(1e-5));
    CHECK(es::check_gradient(loss, vars, x = features, t = targets));
}

TEST_CASE("groups of several rules, in a long program") {
    train_alike(loss,
                es::optimizer(es::groups(
                    es::group(fc<3>, es::sgd(es::lr = 0.05f)),
                    es::group(fc<4>, es::sgd(es::lr = 0.05f, es::momentum = 0.9f)),
                    es::group(fc<5>, es::sgd(es::lr = es::zero)),
                    es::group(es::rest, es::adamw(es::lr = 1e-2f, es::weight_decay = 1e-2f)))),
                x = features, t = targets);
}

TEST_CASE("buffers and indices, in a long program") {
    constexpr auto ids = es::input<"ids", es::shape<4>, std::int32_t>;
    constexpr auto wanted = es::input<"wanted", es::shape<4, 3>>;
    constexpr auto norm = es::batch_norm<"norm", 3>;
    constexpr auto rows = deep<10>(norm(deep<4>(es::embedding<"table", 5, 3>(ids))));
    constexpr float some[4][3] = {{0.1f, 0.2f, 0.3f}, {1, 2, 3}, {0, -1, 0}, {-1, 1, -1}};
    constexpr std::int32_t which[] = {0, 3, 3, 1};
    train_alike(es::mse(rows, wanted), es::sgd(es::lr = 0.05f), ids = which, wanted = some);
    auto vars = started(es::mse(rows, wanted));
    auto const before = vars[norm.running_mean];
    es::trainer(es::mse(rows, wanted), es::sgd(es::lr = 0.05f))
        .step(vars, ids = which, wanted = some);
    CHECK_FALSE(vars[norm.running_mean] == before);
}

TEST_CASE("the head of a long program in an overlay") {
    constexpr auto head = es::linear<"head", 3, 3>;
    constexpr auto tuned = es::mse(head(es::stop_gradient(y)), t);
    auto const flash = started(tuned);
    auto whole = flash;
    es::variables ram{head.weight, head.bias};
    ram[head.weight] = flash[head.weight];
    ram[head.bias] = flash[head.bias];
    auto const optimizer = es::sgd(es::lr = 0.1f, es::momentum = 0.9f);
    auto one = es::trainer(tuned, optimizer), other = es::trainer(tuned, optimizer);
    for (int i = 0; i < 5; ++i)
        CHECK(other.step(es::overlay(flash, ram), x = features, t = targets) ==
              one.step(whole, x = features, t = targets));
    CHECK(ram[head.weight] == whole[head.weight]);
}

TEST_CASE("a long program is a constant") {
    constexpr float value = [] {
        es::variables vars{y};
        es::initialize(vars, es::filled(0.1f), 1);
        return es::evaluate(sum(y), vars, x = features);
    }();
    auto vars = started(y);
    es::initialize(vars, es::filled(0.1f), 1);
    CHECK(es::evaluate(sum(y), vars, x = features) == Approx(value).epsilon(1e-4));
}
