// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../catch.hpp"

#include <string>
#include <vector>

#include <espalier/core.hpp>

namespace es = espalier;
using namespace es::literals;

namespace {
constexpr auto x = es::input<"x", es::shape<2, 3>>;
constexpr auto y = 2_c * x;
constexpr float xs[2][3] = {{1, 2, 3}, {4, 5, 6}};
}  // namespace

TEST_CASE("a result keeps its indices in a tensor that is stored by columns") {
    es::basic_tensor<float, es::shape<2, 3>, es::column_major> out{};
    es::evaluate_into(y, out, x = xs);
    CHECK(out == es::tensor<float, 2, 3>{2, 4, 6, 8, 10, 12});
    // the weights of a layer are stored as is best for its product
    constexpr auto fc = es::linear<"fc", 3, 2>;
    constexpr auto in = es::input<"in", es::shape<3>>;
    es::variables vars{fc(in)};
    es::evaluate_into(y, vars[fc.weight], x = xs);
    CHECK(vars[fc.weight](0, 1) == 4);
    CHECK(vars[fc.weight](1, 2) == 12);
}

TEST_CASE("results fit numbers in a row") {
    float flat[6]{};
    es::evaluate_into(y, flat, x = xs);
    CHECK(flat[5] == 12);
    std::vector<std::array<float, 3>> rows(2);
    es::evaluate_into(y, rows, x = xs);
    CHECK(rows[1][2] == 12);
    std::vector<float> few(5);
    std::string message;
    try {
        es::evaluate_into(y, few, x = xs);
    } catch (es::shape_error const& e) {
        message = e.what();
    }
    CHECK(message == "espalier::evaluate_into: 'out' needs room for 6 elements, got 5");
}
