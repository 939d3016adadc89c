// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../catch.hpp"

#include <cmath>
#include <espalier/core.hpp>

namespace es = espalier;

namespace {
constexpr auto x = es::input<"x", es::shape<4, 64>>;
constexpr auto fc = es::linear<"fc", 64, 48>;
constexpr auto norm = es::batch_norm<"norm", 48>;
constexpr auto head = es::linear<"head", 48, 64, double>;
constexpr auto y = norm(fc(x));
constexpr auto w = es::parameter<"w", es::shape<100, 30>, double>;
constexpr auto tall = es::parameter<"tall", es::shape<9, 4>, double>;
constexpr auto kernel = es::parameter<"kernel", es::shape<20, 8, 3, 3>, double>;

struct moments {
    double mean = 0, deviation = 0, largest = 0;
};
template <class Tensor>
moments moments_of(Tensor const& t) {
    moments m;
    double squares = 0;
    for (auto const v : t) {
        m.mean += static_cast<double>(v) / static_cast<double>(t.size());
        squares += static_cast<double>(v) * static_cast<double>(v) / static_cast<double>(t.size());
        m.largest = std::fmax(m.largest, std::fabs(static_cast<double>(v)));
    }
    m.deviation = std::sqrt(squares - m.mean * m.mean);
    return m;
}
/// The deviation of a rule's draws, over that which its formula states.
template <class Leaf, class Rule>
double spread(Leaf leaf, Rule const& rule, double stated) {
    es::variables vars{leaf};
    es::initialize(vars, rule, 3);
    moments const m = moments_of(vars[leaf]);
    CHECK(std::fabs(m.mean) < 0.1 * stated);
    return m.deviation / stated;
}
}  // namespace

TEST_CASE("rules draw with the deviations of their formulas") {
    auto const near_one = [](double r) { return r > 0.95 && r < 1.05; };
    // fan_in 30, fan_out 100; of the kernel 72 and 180
    CHECK(near_one(spread(w, es::xavier_uniform, std::sqrt(2.0 / 130))));
    CHECK(near_one(spread(w, es::xavier_normal(es::gain = 2.0), 2 * std::sqrt(2.0 / 130))));
    CHECK(near_one(spread(w, es::kaiming_uniform, std::sqrt(2.0 / 30))));
    CHECK(near_one(spread(kernel, es::kaiming_normal, std::sqrt(2.0 / 72))));
    CHECK(near_one(spread(kernel, es::xavier_uniform, std::sqrt(2.0 / 252))));
    CHECK(near_one(spread(w, es::normal(es::stddev = 0.02), 0.02)));
    CHECK(near_one(spread(w, es::uniform(es::low = -3.0, es::high = 3.0), std::sqrt(3.0))));
    CHECK(near_one(spread(w, es::kaiming_normal(es::negative_slope = 1.0), std::sqrt(1.0 / 30))));
}

TEST_CASE("orthogonal makes the shorter side orthonormal") {
    es::variables vars{tall};
    es::initialize(vars, es::orthogonal(es::gain = 3.0), 5);
    for (int a = 0; a < 4; ++a)
        for (int b = 0; b < 4; ++b) {
            double dot = 0;
            for (int i = 0; i < 9; ++i) dot += vars[tall](i, a) * vars[tall](i, b);
            CHECK(std::fabs(dot - (a == b ? 9 : 0)) < 1e-12);
        }
}

TEST_CASE("layers start as PyTorch's do: linear within 1/sqrt(fan_in), norms at one and zero") {
    es::variables vars{y};
    es::initialize(vars, 42);
    for (auto const& m : {moments_of(vars[fc.weight]), moments_of(vars[fc.bias])}) {
        CHECK(m.largest <= 0.125);
        CHECK(m.largest > 0.11);
    }
    CHECK(vars[norm.weight](7) == 1.0f);
    CHECK(vars[norm.bias](7) == 0.0f);
    CHECK(vars[norm.running_var](7) == 1.0f);
}

TEST_CASE("a draw depends on seed, name and position alone") {
    es::variables vars{y};
    es::variables larger{y, head(es::input<"h", es::shape<48>, double>)};
    es::initialize(vars, es::normal, 42);
    es::initialize(larger, es::normal, 42);
    CHECK(vars[fc.weight] == larger[fc.weight]);
    es::initialize(larger, es::normal, 43);
    CHECK(!(vars[fc.weight] == larger[fc.weight]));
}

TEST_CASE("a part: a leaf, a layer, a tuple or a selector, by a rule or by its layer's default") {
    es::variables vars{y};
    es::initialize(vars, es::filled(5), 1);
    es::initialize(vars, fc.bias, es::zeros, 1);
    CHECK(vars[fc.bias](3) == 0.0f);
    CHECK(vars[fc.weight](3, 3) == 5.0f);
    es::initialize(vars, es::matching<"norm.*">, es::ones, 1);
    CHECK(vars[norm.bias](3) == 1.0f);
    CHECK(vars[fc.weight](3, 3) == 5.0f);
    es::initialize(vars, es::parameters_where([](auto p) { return p.rank == 1; }), es::filled(2),
                   1);
    CHECK(vars[norm.weight](3) == 2.0f);
    CHECK(vars[norm.running_var](3) == 1.0f);  // a buffer: its layer's default
    CHECK(vars[fc.weight](3, 3) == 5.0f);
    es::initialize(vars, boost::hana::make_tuple(fc.weight, norm), es::filled(4), 1);
    CHECK(vars[fc.weight](3, 3) == 4.0f);
    CHECK(vars[norm.bias](3) == 4.0f);
    es::variables whole{y};
    es::initialize(whole, 42);
    es::initialize(vars, fc, 42);
    CHECK(vars[fc.weight] == whole[fc.weight]);
    CHECK(vars[norm.bias](3) == 4.0f);
}

static_assert([] {
    es::variables vars{fc.bias};
    es::initialize(vars, es::all, es::filled(0.5), 1);
    return vars[fc.bias](47) == 0.5f;
}());
