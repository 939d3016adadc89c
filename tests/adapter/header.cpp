// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include <unistd.h>
#include <espalier/adapter/header.hpp>
#include <espalier/core.hpp>

#include "../catch.hpp"

namespace es = espalier;

namespace {

namespace model {
constexpr auto x = es::input<"x", es::shape<3>>;
constexpr auto t = es::input<"t", es::shape<2>>;
constexpr auto fc1 = es::linear<"fc1", 3, 5>;
constexpr auto fc2 = es::linear<"fc2", 5, 2>;
constexpr auto loss = es::mse(fc2(tanh(fc1(x))), t);
}  // namespace model

/// A file that is removed at the end.
struct temporary {
    std::string path;
    explicit temporary(char const* name)
        : path((std::filesystem::temp_directory_path() /
                ("espalier_" + std::to_string(getpid()) + name))
                   .string()) {}
    ~temporary() { std::filesystem::remove(path); }
};

}  // namespace

TEST_CASE("a header has every array, by rows, with every bit") {
    using namespace model;
    temporary const file(".h");
    es::variables vars{loss};
    es::initialize(vars, 3);
    es::write_header(vars, file.path, "weights");
    std::string const text = es::detail::read_whole_file(file.path);
    CHECK_THAT(text, Catch::Contains("namespace weights {") && Catch::Contains("fc2_bias[2] = {"));
    std::size_t at = text.find("fc1_weight[15] = {");
    REQUIRE(at != std::string::npos);
    at = text.find('{', at) + 1;
    char const* from = text.c_str() + at;
    for (es::index_t i = 0; i < 15; ++i) {
        char* end = nullptr;
        CHECK(std::strtof(from, &end) == vars[fc1.weight][i]);
        from = end + 2;  // f and comma
    }
    CHECK_THROWS_AS(es::write_header(vars, file.path, "no name"), es::file_error);
    vars[fc1.bias][0] = std::numeric_limits<float>::infinity();
    CHECK_THROWS_WITH(es::write_header(vars, file.path, "weights"), Catch::Contains("'fc1.bias'"));
}

TEST_CASE("numbers are written without the locale's help") {
    CHECK(es::detail::hexadecimal(1.0) == "0x1p+0");
    CHECK(es::detail::hexadecimal(-0.15625) == "-0x1.4p-3");
    CHECK(es::detail::hexadecimal(-0.0) == "-0x0p+0");
    double const least = std::numeric_limits<double>::denorm_min();
    CHECK(std::strtod(es::detail::hexadecimal(least).c_str(), nullptr) == least);
}
