// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../reference/torch.hpp"

namespace es = espalier;

TEST_CASE("logsumexp obeys the laws") {
    laws::hold([](auto x) { return logsumexp<1>(x); }, laws::real<2, 3, 4>());
    laws::constant_is_run_time([](auto x) { return logsumexp<-1>(x, es::keep_dims); },
                               laws::real<2, 3>());
    laws::derivatives([](auto x) { return es::logsumexp(x); }, laws::real<>());
    laws::derivatives([](auto x) { return logsumexp(x); }, laws::real<17>());
    laws::derivatives([](auto x) { return es::logsumexp<0, -1>(x, es::keep_dims); },
                      laws::real<2, 1, 3, 5>());
}

TEST_CASE("logsumexp is torch's, at ties too") {
    torch::agrees("logsumexp", [](auto x) { return logsumexp(x); }, laws::real<2, 3, 4>());
    torch::agrees("logsumexp 1", [](auto x) { return logsumexp<1>(x); }, laws::real<2, 3, 4>());
    torch::agrees(
        "logsumexp 0 2 keep", [](auto x) { return logsumexp<0, 2>(x, es::keep_dims); },
        laws::real<2, 3, 4>());
    torch::agrees("logsumexp ties", [](auto x) { return logsumexp<-1>(x); }, laws::real<3, 1, 4>());
}

namespace {
template <class T, es::index_t N>
void holds_at_the_ends() {
    constexpr auto x = es::input<"x", es::shape<N>, T>;
    constexpr auto e = es::logsumexp(x);
    constexpr T infinity = std::numeric_limits<T>::infinity(), most = std::numeric_limits<T>::max();
    auto const all = [](T v) {
        es::tensor<T, N> a{};
        a.fill(v);
        return a;
    };
    auto const with = [&](T others, T last) {
        auto a = all(others);
        a(N - 1) = last;
        return a;
    };
    auto const value = [&](auto const& at) { return es::evaluate(e, x = at); };
    T const log_of_count = std::log(T(N));
    for (T const v : {T(1000), T(-1000), most / 4, -most / 4})
        CHECK(value(all(v)) == Approx(v + log_of_count));
    CHECK(value(all(-infinity)) == -infinity);
    CHECK(value(all(infinity)) == infinity);
    CHECK(value(with(-infinity, 3)) == Approx(3));
    CHECK(value(with(1, infinity)) == infinity);
    CHECK(value(with(-most, most)) == most);
    CHECK(std::isnan(value(with(1, std::numeric_limits<T>::quiet_NaN()))));
    CHECK(std::isnan(value(all(std::numeric_limits<T>::quiet_NaN()))));
    auto const g = es::gradient(e, es::wrt(x), x = with(-infinity, 3))[x];
    CHECK(g(0) == 0);
    CHECK(g(N - 1) == 1);
    CHECK(es::gradient(e, es::wrt(x), x = with(1, infinity))[x](0) == 0);
}
}  // namespace

TEST_CASE("logsumexp overflows nowhere, and passes infinities and NaN on") {
    holds_at_the_ends<double, 2>();
    holds_at_the_ends<double, 10>();
    holds_at_the_ends<double, 67>();
    holds_at_the_ends<float, 3>();
    holds_at_the_ends<float, 67>();
}
