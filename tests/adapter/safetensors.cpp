// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include <unistd.h>
#include <espalier/adapter/safetensors.hpp>
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
constexpr auto narrow = es::mse(es::linear<"fc2", 4, 2>(es::linear<"fc1", 3, 4>(x)), t);
constexpr auto more = loss + sum(es::parameter<"extra", es::shape<2>>);
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

TEST_CASE("what is saved is loaded bit for bit, by name") {
    using namespace model;
    temporary const file(".safetensors");
    es::variables vars{loss};
    es::initialize(vars, 3);
    es::save_safetensors(vars, file.path);
    es::variables again{loss};
    es::load_safetensors(again, file.path);
    CHECK(again == vars);
}

TEST_CASE("what does not fit changes nothing and is named") {
    using namespace model;
    temporary const file(".safetensors");
    es::variables vars{loss};
    es::initialize(vars, 3);
    es::save_safetensors(vars, file.path);
    es::variables other{narrow};
    auto const before = other;
    CHECK_THROWS_WITH(es::load_safetensors(other, file.path),
                      Catch::Contains("'fc1.weight' has shape (5, 3)"));
    CHECK(other == before);
    es::variables larger{more};
    CHECK_THROWS_WITH(es::load_safetensors(larger, file.path), Catch::Contains("no entry 'extra'"));
    es::save_safetensors(larger, file.path);
    CHECK_THROWS_WITH(es::load_safetensors(vars, file.path), Catch::Contains("no entry 'extra'"));
    CHECK_THROWS_AS(es::load_safetensors(vars, file.path + ".absent"), es::file_error);
    CHECK_THROWS_AS(es::save_safetensors(vars, file.path + ".absent/file"), es::file_error);
}

TEST_CASE("a run that is resumed from a file is bit for bit the uninterrupted one") {
    using namespace model;
    temporary const file(".safetensors");
    auto run = [&](auto const& optimizer) {
        auto step = [](auto& trainer, auto& vars, int i) {
            float const a = static_cast<float>(i) * 0.1f;
            trainer.step(vars, x = {a, 1.0f - a, 0.5f}, t = {a * a, -a});
        };
        es::variables vars{loss};
        es::initialize(vars, 3);
        auto trainer = es::trainer(loss, optimizer);
        for (int i = 0; i < 4; ++i) step(trainer, vars, i);
        es::save_safetensors(vars, trainer, file.path);
        es::variables resumed{loss};
        auto resumed_trainer = es::trainer(loss, optimizer);
        es::load_safetensors(resumed, resumed_trainer, file.path);
        for (int i = 4; i < 9; ++i) step(trainer, vars, i), step(resumed_trainer, resumed, i);
        CHECK(vars == resumed);
        es::variables weights{loss};
        es::load_safetensors(weights, file.path);  // the state in the file is left alone
        auto fresh = es::trainer(loss, es::adagrad());
        CHECK_THROWS_AS(es::load_safetensors(weights, fresh, file.path), es::file_error);
    };
    run(es::sgd(es::lr = es::cosine(0.1f, 8), es::momentum = 0.9f));
    run(es::nadam(es::groups(es::group(fc1, es::lr = 0.01f), es::group(es::rest, es::lr = 0.1f))));
    run(es::adam(es::lr = 0.01f, es::amsgrad));
}

TEST_CASE("a file that is cut off or has one byte changed throws or loads, and never more") {
    using namespace model;
    temporary const file(".safetensors");
    es::variables vars{loss};
    es::initialize(vars, 3);
    es::save_safetensors(vars, file.path);
    std::string const whole = es::detail::read_whole_file(file.path);
    es::variables other{loss};
    for (std::size_t cut = 0; cut < whole.size(); ++cut) {
        es::detail::write_whole_file(file.path, whole.substr(0, cut));
        CHECK_THROWS_AS(es::load_safetensors(other, file.path), es::file_error);
    }
    for (std::size_t at = 0; at < whole.size(); ++at)
        for (char const flip : {'\x01', '\x80', '\xff'}) {
            std::string damaged = whole;
            damaged[at] = static_cast<char>(damaged[at] ^ flip);
            try {
                (void)es::detail::entries_of_safetensors(damaged, file.path);
            } catch (es::file_error const&) {
            }
        }
}

TEST_CASE("headers that other writers make are read; hostile ones are refused") {
    auto read = [](std::string const& header, std::size_t bytes) {
        std::string file;
        es::detail::append_number(file, static_cast<std::uint64_t>(header.size()));
        return es::detail::entries_of_safetensors(file + header + std::string(bytes, '\0'), "file");
    };
    auto const e = read(
        R"({"__metadata__":{"format":"pt"}, "a\u002eb" : {"dtype":"F32","shape":[2],"data_offsets":[0,8]},
        "s":{"data_offsets":[8,16],"shape":[],"dtype":"F64"}}  )",
        16);
    REQUIRE(e.size() == 2);
    CHECK(e[0].name == "a.b");
    auto const named = [&](std::string const& name) {
        return read("{\"" + name + R"(":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}})", 4)
            .at(0)
            .name;
    };
    CHECK(named(R"(\u00e9\u20ac\ud83d\ude00!)") == "\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80!");
    for (auto const* half : {R"(\ud83d)", R"(\ude00\ud83d)", R"(\ud83d\u0041)", R"(\ud83dxude00)"})
        CHECK_THROWS_WITH(named(half), Catch::Contains("half a character"));
    CHECK(e[1].shape.empty());
    auto refuse = [&](std::string const& entry, std::size_t bytes, char const* sentence) {
        CHECK_THROWS_WITH(read("{" + entry + "}", bytes), Catch::Contains(sentence));
    };
    refuse(R"("a":{"dtype":"F32","shape":[2],"data_offsets":[0,12]})", 12,
           "'a' has another number of bytes");
    refuse(R"("a":{"dtype":"F32","shape":[2],"data_offsets":[8,16]})", 12,
           "'a' has offsets outside");
    refuse(R"("a":{"dtype":"F32","shape":[4611686018427387905],"data_offsets":[0,4]})", 4,
           "'a' has another");
    refuse(R"("a":{"dtype":"BF16","shape":[2],"data_offsets":[0,4]})", 4, "'a' has type 'BF16'");
    refuse(
        R"("a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[0,4]})",
        4, "'b' overlaps");
    refuse(
        R"("a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]})",
        8, "two entries");
    refuse(R"("a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]})", 5, "belong to no entry");
}
