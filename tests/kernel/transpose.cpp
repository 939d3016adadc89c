// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../catch.hpp"

#include <espalier/espalier.hpp>

#include <cmath>
#include <vector>

namespace es = espalier;
namespace kernel = espalier::kernel;
using es::index_t;

namespace {

template <class T, index_t R, index_t C>
bool transposes() {
    std::vector<T> from(R * C), to(R * C + 1, T{77});
    for (index_t i = 0; i < R * C; ++i) from[i] = static_cast<T>(i);
    kernel::transposition<T, R, C>::run(from.data(), to.data());
    bool right = to[R * C] == T{77};
    for (index_t r = 0; r < R; ++r)
        for (index_t c = 0; c < C; ++c) right = right && to[c * R + r] == from[r * C + c];
    return right;
}
template <class T, index_t... N>
bool sweep(std::index_sequence<N...>) {
    return (
        (transposes<T, N + 1, 5>() && transposes<T, 6, N + 1>() && transposes<T, N + 1, N + 1>()) &&
        ...);
}

/// Value and gradients of a batch in the shape against the means over its samples.
template <index_t B, index_t I, index_t H, index_t O>
void batch_is_mean() {
    constexpr auto fc1 = es::linear<"fc1", I, H>;
    constexpr auto fc2 = es::linear<"fc2", H, O>;
    constexpr auto net = [fc1, fc2](auto in) { return fc2(tanh(fc1(in))); };
    constexpr auto x = es::input<"x", es::shape<I>>;
    constexpr auto t = es::input<"t", es::shape<O>>;
    constexpr auto xs = es::input<"x", es::shape<B, I>>;
    constexpr auto ts = es::input<"t", es::shape<B, O>>;
    constexpr auto one = es::mse(net(x), t);
    constexpr auto all = es::mse(net(xs), ts);
    es::variables vars{one};
    es::initialize(vars, 3);
    es::tensor<float, B, I> features{};
    es::tensor<float, B, O> targets{};
    for (index_t i = 0; i < B * I; ++i) features.flat(i) = std::sin(static_cast<float>(i));
    for (index_t i = 0; i < B * O; ++i) targets.flat(i) = std::cos(static_cast<float>(i));
    auto const r = es::value_and_gradient(all, vars, xs = features, ts = targets);
    double value = 0;
    es::tensor<double, H, I> dw1{};
    es::tensor<double, O, H> dw2{};
    es::tensor<double, H> db1{};
    es::tensor<double, O> db2{};
    for (index_t b = 0; b < B; ++b) {
        es::tensor<float, I> feature{};
        es::tensor<float, O> target{};
        for (index_t i = 0; i < I; ++i) feature[i] = features(b, i);
        for (index_t i = 0; i < O; ++i) target[i] = targets(b, i);
        auto const s = es::value_and_gradient(one, vars, x = feature, t = target);
        value += static_cast<double>(s.value) / B;
        auto const add = [&](auto& sum, auto const& part) {
            for (index_t i = 0; i < sum.size(); ++i)
                sum.flat(i) += static_cast<double>(part.flat(i)) / B;
        };
        add(dw1, s.gradient[fc1.weight]);
        add(db1, s.gradient[fc1.bias]);
        add(dw2, s.gradient[fc2.weight]);
        add(db2, s.gradient[fc2.bias]);
    }
    auto const near = [](auto const& a, auto const& b) {
        for (index_t i = 0; i < b.size(); ++i)
            if (!(std::abs(static_cast<double>(a.flat(i)) - b.flat(i)) < 2e-5)) return false;
        return true;
    };
    INFO(B << ' ' << I << ' ' << H << ' ' << O);
    CHECK(static_cast<double>(r.value) == Approx(value).epsilon(1e-5));
    CHECK(near(r.gradient[fc1.weight], dw1));
    CHECK(near(r.gradient[fc1.bias], db1));
    CHECK(near(r.gradient[fc2.weight], dw2));
    CHECK(near(r.gradient[fc2.bias], db2));
}

}  // namespace

TEST_CASE("transposed copies over all kinds of tails") {
    CHECK(sweep<float>(std::make_index_sequence<19>{}));
    CHECK(sweep<double>(std::index_sequence<0, 1, 2, 3, 6, 7, 8, 69>{}));
}
TEST_CASE("programs that run on transposes give the means over their samples") {
    batch_is_mean<32, 10, 5, 2>();
    batch_is_mean<33, 3, 20, 3>();
    batch_is_mean<7, 2, 3, 1>();
}
TEST_CASE("rows, columns and sums of a matrix that is kept as its transpose") {
    constexpr auto x = es::input<"x", es::shape<24, 6>>;
    constexpr auto w = es::input<"w", es::shape<6, 3>>;
    constexpr auto c = es::input<"c", es::shape<3>>;
    constexpr auto r = es::input<"r", es::shape<24, 1>>;
    constexpr auto h = matmul(x, w) * c + r;
    constexpr auto e = sum(square(sum<0>(h))) + sum(square(sum<1>(h))) + es::logsumexp(h) +
                       sum(es::softmax<1>(h) * h) + sum(square(es::transpose(h)));
    es::tensor<float, 24, 6> xs{};
    es::tensor<float, 6, 3> ws{};
    es::tensor<float, 3> const cs{0.5f, -1.f, 2.f};
    es::tensor<float, 24, 1> rs{};
    for (index_t i = 0; i < 24 * 6; ++i) xs.flat(i) = std::sin(static_cast<float>(i)) / 4;
    for (index_t i = 0; i < 6 * 3; ++i) ws.flat(i) = std::cos(static_cast<float>(i)) / 2;
    for (index_t i = 0; i < 24; ++i) rs.flat(i) = static_cast<float>(i) / 50;
    double by_rows = 0, by_columns = 0, squares = 0, exponentials = 0, weighted = 0, of_column[3]{};
    for (index_t i = 0; i < 24; ++i) {
        double row[3], total = 0, share = 0, along = 0;
        for (index_t j = 0; j < 3; ++j) {
            row[j] = 0;
            for (index_t k = 0; k < 6; ++k)
                row[j] += static_cast<double>(xs(i, k)) * static_cast<double>(ws(k, j));
            row[j] = row[j] * static_cast<double>(cs[j]) + static_cast<double>(rs.flat(i));
            total += row[j];
            of_column[j] += row[j];
            squares += row[j] * row[j];
            share += std::exp(row[j]);
            along += std::exp(row[j]) * row[j];
        }
        by_rows += total * total;
        exponentials += share;
        weighted += along / share;
    }
    for (double const column : of_column) by_columns += column * column;
    double const expected = by_rows + by_columns + std::log(exponentials) + weighted + squares;
    CHECK(static_cast<double>(es::evaluate(e, x = xs, w = ws, c = cs, r = rs)) ==
          Approx(expected).epsilon(1e-5));
}
