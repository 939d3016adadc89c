// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../laws.hpp"

namespace es = espalier;
using namespace es::literals;

// A law over random programs that read few parameters many times: updates inside the backward pass
// give the bits of updates after it, and of w - lr dw written out.
namespace {

constexpr auto u = es::parameter<"u", es::shape<4, 4>, double>;
constexpr auto v = es::parameter<"v", es::shape<16>, double>;
constexpr auto b = es::parameter<"b", es::shape<4>, double>;
constexpr auto s = es::parameter<"s", es::shape<>, double>;
constexpr auto x = es::input<"x", es::shape<4>, double>;

constexpr unsigned draw(unsigned seed, int step, unsigned below) {
    unsigned state = seed * 2654435761u + static_cast<unsigned>(step) * 40503u + 12345u;
    for (int i = 0; i < 3; ++i) state = state * 1664525u + 1013904223u;
    return (state >> 16) % below;
}

/// A matrix: a parameter, its transpose, another's memory in another shape, one made of both.
template <unsigned Kind>
constexpr auto matrix() {
    if constexpr (Kind == 0)
        return u;
    else if constexpr (Kind == 1)
        return es::reshape<4, 4>(v);
    else if constexpr (Kind == 2)
        return transpose(u);
    else if constexpr (Kind == 3)
        return es::stop_gradient(u) * es::reshape<4, 4>(v);
    else
        return matmul(es::reshape<4, 4>(v), transpose(u));
}
/// A vector, made of the latest one `h` and an earlier one `e`.
template <unsigned Kind, unsigned M>
constexpr auto next(auto h, auto e) {
    if constexpr (Kind < 3)
        return tanh(matmul(matrix<M>(), h));
    else if constexpr (Kind == 3)
        return h * b + e;
    else if constexpr (Kind == 4)
        return s * sin(h) - e;
    else
        return sum<0>(matrix<M>()) * h + b * e;
}
template <unsigned Seed, int Left>
constexpr auto grow(auto h, auto e) {
    if constexpr (Left == 0)
        return sum(square(h)) + 0.1_c * dot(h, e);
    else {
        constexpr unsigned kind = draw(Seed, 3 * Left, 6), m = draw(Seed, 3 * Left + 1, 5);
        auto const grown = next<kind, m>(h, e);
        if constexpr (draw(Seed, 3 * Left + 2, 2) == 0)
            return grow<Seed, Left - 1>(grown, h);
        else
            return grow<Seed, Left - 1>(grown, e);
    }
}
/// All parameters are read at the end of the program, some of them for the first time.
template <unsigned Seed>
constexpr auto loss =
    grow<Seed, 4>(x, x) + 0.05_c * (sum(square(matmul(u, es::reshape<4, 4>(v)))) + s * sum(b * x));

template <class Variables>
void start(Variables& vars) {
    es::initialize(vars, es::normal(es::stddev = 0.5), 11);
    vars[s] = 0.75;
}
/// Bit for bit. Where multiply and add contract into one rounding, compilers choose per loop which
/// of them do, and the weights, of order 1, differ by some ulps.
template <class Variables>
bool agree(Variables const& p, Variables const& q) {
#if defined(__FMA__) || defined(__ARM_FEATURE_FMA)
    auto const near = [&](auto leaf) {
        for (es::index_t i = 0; i < p[leaf].size(); ++i)
            if (!(std::abs(p[leaf][i] - q[leaf][i]) <= 1e-13 * (1 + std::abs(q[leaf][i]))))
                return false;
        return true;
    };
    return near(u) && near(v) && near(b) && near(s);
#else
    return p == q;
#endif
}
template <unsigned Seed>
void obeys() {
    INFO("seed " << Seed);
    es::variables fused{loss<Seed>};
    start(fused);
    auto stored = fused;
    constexpr auto optimizer = es::sgd(es::lr = 0.03, es::momentum = 0.9, es::weight_decay = 0.1);
    auto in_place = es::trainer(loss<Seed>, optimizer);
    auto apart = es::trainer(loss<Seed>, optimizer, es::batched);
    static_assert(in_place.plan.gradient_bytes < apart.plan.gradient_bytes);
    static_assert(apart.plan.gradient_bytes == 37 * sizeof(double));
    for (int i = 0; i < 4; ++i) {
        double const a = 0.3 * i - 0.7;
        double const value = in_place.step(fused, x = {a, 1.0, -a, a * a});
        REQUIRE(std::isfinite(value));
        apart.step(stored, x = {a, 1.0, -a, a * a});
        REQUIRE(agree(fused, stored));
    }
    // plain descent against the formula
    auto written_out = fused;
    auto trainer = es::trainer(loss<Seed>, es::sgd(es::lr = 0.03));
    for (int i = 0; i < 4; ++i) {
        double const a = 0.4 * i - 0.5;
        auto const g = es::gradient(loss<Seed>, written_out, x = {a, 1.0, -a, a * a});
        auto const descend = [&](auto p) {
            for (es::index_t j = 0; j < written_out[p].size(); ++j)
                written_out[p][j] -= 0.03 * g[p][j];
        };
        descend(u), descend(v), descend(b);
        written_out[s] = written_out[s] - 0.03 * g[s];
        trainer.step(fused, x = {a, 1.0, -a, a * a});
        REQUIRE(agree(fused, written_out));
    }
}
template <unsigned... Seed>
void all_obey(std::integer_sequence<unsigned, Seed...>) {
    (obeys<Seed>(), ...);
}

}  // namespace

TEST_CASE("random programs with tied parameters: fused updates have the bits of stored ones") {
    all_obey(std::make_integer_sequence<unsigned, 6>{});
}

namespace {
constexpr auto left = es::parameter<"left", es::shape<3, 2>, double>;
constexpr auto right = es::parameter<"right", es::shape<2, 5>, double>;
constexpr auto column = es::parameter<"column", es::shape<3>, double>;
constexpr auto row = es::parameter<"row", es::shape<5>, double>;
constexpr auto target = es::input<"target", es::shape<3, 5>, double>;
constexpr auto factors = es::mse(sin(matmul(left, right) * outer(column, row)), target);
}  // namespace

TEST_CASE("a factor is updated after the gradient of the other factor has read it") {
    es::variables vars{factors};
    es::initialize(vars, es::normal, 3);
    es::tensor<double, 3, 5> t;
    for (es::index_t i = 0; i < 15; ++i) t[i] = 0.1 * static_cast<double>(i);
    auto const g = es::gradient(factors, vars, target = t);
    auto stepped = vars;
    auto trainer = es::trainer(factors, es::sgd(es::lr = 0.25));
    trainer.step(stepped, target = t);
    auto const moved = [&](auto p) {
        for (es::index_t i = 0; i < vars[p].size(); ++i)
            CHECK(stepped[p][i] == Approx(vars[p][i] - 0.25 * g[p][i]).epsilon(1e-13));
    };
    moved(left), moved(right), moved(column), moved(row);
}
