// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
// No call of the library allocates: operator new is counted, and what malloc has given out.
#include <malloc.h>

#include <cstdlib>
#include <new>

#include <catch.hpp>
#include <espalier/core.hpp>

namespace {
int allocations = 0;
}
[[gnu::noinline]] void* operator new(std::size_t size) {
    ++allocations;
    if (void* const memory = std::malloc(size)) return memory;
    throw std::bad_alloc();
}
[[gnu::noinline]] void operator delete(void* memory) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

namespace es = espalier;
namespace {
constexpr auto x = es::input<"x", es::shape<10>>;
constexpr auto t = es::input<"target", es::shape<2>>;
constexpr auto fc1 = es::linear<"fc1", 10, 20>;
constexpr auto fc2 = es::linear<"fc2", 20, 2>;
constexpr auto loss = es::mse(fc2(relu(fc1(x))), t);

template <class F>
int allocations_in(F const& f) {
    int const before = allocations;
    auto const in_use = mallinfo2().uordblks;
    f();
    return allocations - before + (mallinfo2().uordblks == in_use ? 0 : 1);
}
}  // namespace

TEST_CASE("the counter counts") {
    static void* volatile kept = nullptr;  // or the pair would be optimized away
    CHECK(allocations_in([] {
              kept = ::operator new(10);
              ::operator delete(kept);
          }) >= 1);
}

TEST_CASE("step, gradient and evaluate do not allocate") {
    static es::variables vars{loss};
    es::initialize(vars, 1);
    static float const features[40][10]{{1, 2, 3}}, targets[40][2]{{1}};
    auto trainer = es::trainer(loss, es::adamw(es::lr = 1e-3f));
    static auto batches =
        es::trainer(loss, es::sgd(es::lr = 0.1f, es::momentum = 0.9f), es::batched);
    float sink = 0;
    CHECK(allocations_in([&] { sink += trainer.step(vars, x = features[0], t = targets[0]); }) ==
          0);
    CHECK(allocations_in([&] { sink += batches.step(vars, x = features, t = targets); }) == 0);
    CHECK(allocations_in(
              [&] { sink += es::evaluate(loss, vars, x = features[0], t = targets[0]); }) == 0);
    CHECK(allocations_in([&] {
              sink += es::gradient(loss, vars, x = features, t = targets)[fc1.bias](0);
          }) == 0);
    CHECK(sink == sink);
}
