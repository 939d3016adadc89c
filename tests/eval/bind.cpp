// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../catch.hpp"

#include <array>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include <espalier/core.hpp>

namespace es = espalier;
using namespace es::literals;

namespace {

constexpr auto x = es::input<"x", es::shape<2>>;
constexpr auto y = sum(square(x));

std::string message_of(auto const& call) {
    try {
        call();
    } catch (es::shape_error const& e) {
        return e.what();
    }
    return {};
}

/// Numbers in a row that cannot be copied.
struct only_moved {
    std::unique_ptr<float[]> numbers;
    float const* data() const { return numbers.get(); }
    std::size_t size() const { return 4; }
};

}  // namespace

TEST_CASE("es::batch takes whole samples") {
    std::vector<float> const seven(7), four{1, 2, 3, 4};
    CHECK(es::evaluate(y, x = es::batch(four)) == Approx(15));
    CHECK(message_of([&] { (void)es::evaluate(y, x = es::batch(seven)); }) ==
          "espalier: input 'x' takes a batch: a positive multiple of this many elements: 2, got 7");
    std::array<float, 4> const as_array{1, 2, 3, 4};
    CHECK(es::evaluate(y, x = es::batch(as_array)) == Approx(15));
    float const rows[2][2] = {{1, 2}, {3, 4}};
    CHECK(es::evaluate(y, x = es::batch(rows)) == Approx(15));
}

TEST_CASE("a temporary batch is moved, not copied, and a kept one is read where it is") {
    auto const made = [] { return only_moved{std::make_unique<float[]>(4)}; };
    CHECK(es::evaluate(y, x = es::batch(made())) == 0);
    auto const kept = es::batch(made());
    CHECK(es::evaluate(y, x = kept) == 0);
}

TEST_CASE("a span of arrays has their axes too") {
    std::array<float, 2> const rows[2] = {{1, 2}, {3, 4}};
    CHECK(es::evaluate(y, x = std::span<std::array<float, 2> const, 2>(rows)) == Approx(15));
    constexpr auto m = es::input<"m", es::shape<2, 2>>;
    CHECK(es::evaluate(sum(m), m = std::span<std::array<float, 2> const, 2>(rows)) == Approx(10));
    // ... and a vector of them, as one matrix or as a batch of rows
    std::vector<std::array<float, 2>> const same{{1, 2}, {3, 4}};
    CHECK(es::evaluate(sum(m), m = same) == Approx(10));
    CHECK(es::evaluate(y, x = same) == Approx(15));
    std::vector<std::array<float, 2>> const more(3);
    CHECK_THROWS_AS(es::evaluate(sum(m), m = more), es::shape_error);
}
