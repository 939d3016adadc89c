// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <espalier/espalier.hpp>
#include <string>
#include <type_traits>
#include <vector>

/// What the programs of this folder share: variants of one computation are first compared number by
/// number, then registered with Google Benchmark as `workload/variant`.
namespace bench {

/// Numbers that are the same on each machine, between -1 and 1.
class numbers {
    unsigned state;

public:
    explicit numbers(unsigned seed) : state(seed) {}
    template <class T = float>
    T next() {
        state = state * 1664525u + 1013904223u;
        return static_cast<T>(static_cast<int>(state >> 8) - (1 << 23)) / static_cast<T>(1 << 23);
    }
    template <class Array>
    void fill(Array& array, double scale = 1, double shift = 0) {
        if constexpr (std::is_arithmetic_v<Array>)
            array = static_cast<Array>(scale * next<double>() + shift);
        else
            for (auto& part : array) fill(part, scale, shift);
    }
};

/// The learning rate while variants are compared, and while they are timed: then the weights hardly
/// move, so that no unit dies and leaves denormal numbers behind, which cost what no step costs.
inline constexpr float checked_rate = 0.01f, timed_rate = 1e-7f;

/// One way to compute a workload: `make(rate)` gives an object whose `step(s)` is timed. Its values
/// are what is compared, and `results()`, a range of numbers, where an object has it.
template <class Make>
struct variant {
    char const* name;
    Make make;
};
template <class Make>
variant(char const*, Make) -> variant<Make>;

/// A tensor's elements in logical order, into a (nested) array.
template <class Tensor, class Array>
void copy(Tensor const& from, Array& to) {
    auto const logical = espalier::view(from);
    std::copy(logical.begin(), logical.end(),
              reinterpret_cast<std::remove_all_extents_t<Array>*>(&to));
}

/// Makes an object of a type that has a learning rate or none.
template <class T>
inline constexpr auto make = [](float rate) {
    if constexpr (std::is_constructible_v<T, float>)
        return T(rate);
    else
        return T();
};

template <class Object>
std::vector<double> numbers_of(Object& object, int steps) {
    std::vector<double> found;
    for (int s = 0; s < steps; ++s) found.push_back(static_cast<double>(object.step(s)));
    if constexpr (requires { object.results(); })
        for (auto number : object.results()) found.push_back(static_cast<double>(number));
    return found;
}

inline void must_agree(std::string const& what, std::vector<double> const& expected,
                       std::vector<double> const& found, double tolerance) {
    double largest = 0;
    for (double number : expected) largest = std::fmax(largest, std::fabs(number));
    bool same = expected.size() == found.size();
    for (std::size_t i = 0; same && i < found.size(); ++i)
        same = std::fabs(found[i] - expected[i]) <=
               tolerance * (std::fabs(expected[i]) + 1e-3 * largest);
    if (same) return;
    std::fprintf(stderr, "%s: the results differ from those of the first variant\n", what.c_str());
    for (std::size_t i = 0, shown = 0; i < found.size() && i < expected.size() && shown < 10; ++i)
        if (std::fabs(found[i] - expected[i]) > tolerance * std::fabs(expected[i])) {
            std::fprintf(stderr, "  [%zu] %.9g, expected %.9g\n", i, found[i], expected[i]);
            ++shown;
        }
    std::exit(1);
}

/// Checks that the variants agree with the first one over `steps` steps, each from its start, and
/// registers them.
template <class First, class... Other>
void compare(std::string const& workload, double tolerance, int steps, First first,
             Other... other) {
    auto const expected = [&] {
        auto object = first.make(checked_rate);
        return numbers_of(object, steps);
    }();
    auto const check = [&](auto const& one) {
        auto object = one.make(checked_rate);
        must_agree(workload + "/" + one.name, expected, numbers_of(object, steps), tolerance);
    };
    (check(other), ...);
    auto const add = [&](auto const& one) {
        benchmark::RegisterBenchmark((workload + "/" + one.name).c_str(),
                                     [make = one.make](benchmark::State& state) {
                                         auto object = make(timed_rate);
                                         int s = 0;
                                         benchmark::DoNotOptimize(&object);
                                         for (auto _ : state) {
                                             benchmark::DoNotOptimize(object.step(s++));
                                             benchmark::ClobberMemory();
                                         }
                                     });
    };
    add(first);
    (add(other), ...);
}

/// Runs what was registered, as the command line says; states the compiler in the output.
inline int run(int count, char** arguments) {
#if defined(__clang__)
    benchmark::AddCustomContext("compiler", "clang " __clang_version__);
#else
    benchmark::AddCustomContext("compiler", "g++ " __VERSION__);
#endif
    benchmark::Initialize(&count, arguments);
    if (benchmark::ReportUnrecognizedArguments(count, arguments)) return 1;
    benchmark::RunSpecifiedBenchmarks();
    return 0;
}

}  // namespace bench
