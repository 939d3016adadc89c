// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include <espalier/adapter/threads.hpp>
#include <espalier/core.hpp>

#include <fstream>
#include <stdexcept>
#include <system_error>
#include <vector>

#if defined(__linux__) && !defined(ESPALIER_EMULATED)
#include <sys/resource.h>
#include <unistd.h>
#endif

#include "../catch.hpp"

namespace es = espalier;
using namespace es::literals;

namespace {

constexpr auto x = es::input<"x", es::shape<3>>;
constexpr auto t = es::input<"t", es::shape<2>>;
constexpr auto fc1 = es::linear<"fc1", 3, 7>;
constexpr auto fc2 = es::linear<"fc2", 7, 2>;
constexpr auto y = fc2(tanh(fc1(x)));
constexpr auto loss = es::mse(y, t);

struct samples {
    std::vector<float> xs, ts;
    explicit samples(std::size_t n) : xs(3 * n), ts(2 * n) {
        for (std::size_t i = 0; i < xs.size(); ++i)
            xs[i] = static_cast<float>((i * 37) % 19) / 9 - 1;
        for (std::size_t i = 0; i < ts.size(); ++i)
            ts[i] = static_cast<float>((i * 23) % 17) / 8 - 1;
    }
};

auto fresh_variables() {
    es::variables vars{loss};
    es::initialize(vars, 3);
    return vars;
}

}  // namespace

TEST_CASE("A gradient over threads does not depend on their number, and is the gradient") {
    auto const vars = fresh_variables();
    for (std::size_t n : {1u, 15u, 16u, 17u, 100u, 1000u}) {
        samples const s(n);
        auto const alone =
            es::value_and_gradient(loss, vars, x = es::batch(s.xs), t = es::batch(s.ts));
        es::thread_pool const one(1);
        auto const first =
            es::value_and_gradient(loss, vars, one, x = es::batch(s.xs), t = es::batch(s.ts));
        CHECK(first.value == Approx(alone.value).epsilon(1e-5));
        for (es::index_t i = 0; i < 21; ++i)
            CHECK(first.gradient[fc1.weight][i] ==
                  Approx(alone.gradient[fc1.weight][i]).epsilon(1e-4).margin(1e-6));
        for (unsigned threads : {2u, 3u, 5u}) {
            es::thread_pool const pool(threads);
            CHECK(pool.size() == threads);
            for (int repeated = 0; repeated < 20; ++repeated) {
                auto const many = es::value_and_gradient(loss, vars, pool, x = es::batch(s.xs),
                                                         t = es::batch(s.ts));
                CHECK(many.value == first.value);
                CHECK(many.gradient[fc1.weight] == first.gradient[fc1.weight]);
                CHECK(many.gradient[fc2.bias] == first.gradient[fc2.bias]);
            }
        }
    }
}

TEST_CASE("One pool serves trainers and gradients") {
    samples const s(64);
    auto const xs = es::batch(s.xs), ts = es::batch(s.ts);
    auto vars = fresh_variables();
    // [threads]
    es::thread_pool pool;  // as many threads as processors
    auto trainer = es::trainer(loss, es::sgd(es::lr = 0.1f), es::batched);
    float const before = trainer.step(vars, pool, x = xs, t = ts);
    auto const g = es::gradient(loss, vars, pool, x = xs, t = ts);
    // [/threads]
    CHECK(es::evaluate(loss, vars, x = xs, t = ts) < before);
    CHECK(g[fc2.bias](0) != 0.f);
}

TEST_CASE("A trainer steps and accumulates over threads as over one") {
    samples const s(200);
    auto const optimizer = es::sgd(es::lr = 0.1f, es::momentum = 0.9f);
    auto run = [&](auto const& pool) {
        auto vars = fresh_variables();
        auto trainer = es::trainer(loss, optimizer, es::batched);
        float last = 0;
        for (int i = 0; i < 5; ++i)
            last = trainer.step(vars, pool, x = es::batch(s.xs), t = es::batch(s.ts));
        trainer.accumulate(vars, x = es::batch(s.xs), t = es::batch(s.ts), pool);
        trainer.apply(vars);
        return std::pair{last, vars};
    };
    auto const one = run(es::thread_pool(1));
    auto const three = run(es::thread_pool(3));
    CHECK(one.first == three.first);
    CHECK(one.second == three.second);
    CHECK_FALSE(one.second == fresh_variables());
}

TEST_CASE("Results sample by sample, and means, over threads") {
    auto const vars = fresh_variables();
    samples const s(77);
    std::vector<float> alone(2 * 77), over_threads(2 * 77);
    es::thread_pool const pool(3);
    es::evaluate_into(y, alone, vars, x = es::batch(s.xs));
    es::evaluate_into(y, over_threads, vars, x = es::batch(s.xs), pool);
    CHECK(alone == over_threads);
    CHECK(es::evaluate(loss, vars, pool, x = es::batch(s.xs), t = es::batch(s.ts)) ==
          Approx(es::evaluate(loss, vars, x = es::batch(s.xs), t = es::batch(s.ts))).epsilon(1e-5));
    // one sample needs no threads
    es::tensor<float, 3> const one{1, 2, 3};
    CHECK(es::evaluate(y, vars, pool, x = one) == es::evaluate(y, vars, x = one));
}

TEST_CASE("Draws belong to samples, not to threads") {
    constexpr auto dropped = sum(square(es::dropout<"d">(0.5_c)(x)));
    std::vector<float> const xs(3 * 64, 1.f);
    es::thread_pool const one(1), two(2);
    CHECK(es::evaluate(dropped, one, es::rng = 5, x = es::batch(xs)) ==
          es::evaluate(dropped, two, es::rng = 5, x = es::batch(xs)));
    CHECK(es::evaluate(dropped, two, es::rng = 5, x = es::batch(xs)) ==
          Approx(es::evaluate(dropped, es::rng = 5, x = es::batch(xs))));
}

TEST_CASE("The first exception of a part reaches the caller, and the pool goes on") {
    es::thread_pool const pool(3);
    auto failing = [](es::index_t part, auto const& in_order) {
        if (part == 4 || part == 9) throw std::runtime_error(part == 4 ? "four" : "nine");
        in_order([] {});
    };
    CHECK_THROWS_WITH(pool.run(20, failing), "four");
    int sum = 0;
    pool.run(10, [&](es::index_t part, auto const& in_order) {
        in_order([&] { sum = 2 * sum % 1009 + static_cast<int>(part); });
    });
    int expected = 0;
    for (int part = 0; part < 10; ++part) expected = 2 * expected % 1009 + part;
    CHECK(sum == expected);
    pool.run(0, failing);
}

#if defined(__linux__) && !defined(ESPALIER_EMULATED)
TEST_CASE("A pool whose threads cannot all start throws, and those that did end") {
    // room for the stacks of some threads, but not of all
    rlim_t pages = 0;
    std::ifstream("/proc/self/statm") >> pages;
    rlimit old{};
    REQUIRE(getrlimit(RLIMIT_AS, &old) == 0);
    rlimit tight = old;
    tight.rlim_cur = pages * static_cast<rlim_t>(sysconf(_SC_PAGESIZE)) + (rlim_t{256} << 20);
    REQUIRE(setrlimit(RLIMIT_AS, &tight) == 0);
    auto const make = [] { es::thread_pool const pool(10'000); };
    CHECK_THROWS_AS(make(), std::system_error);
    REQUIRE(setrlimit(RLIMIT_AS, &old) == 0);
}
#endif
