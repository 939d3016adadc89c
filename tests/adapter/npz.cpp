// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include <unistd.h>
#include <espalier/adapter/npz.hpp>
#include <espalier/core.hpp>

#include "../catch.hpp"

namespace es = espalier;
using namespace es::literals;

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
    temporary const file(".npz");
    es::variables vars{loss};
    es::initialize(vars, 3);
    es::save_npz(vars, file.path);
    es::variables again{loss};
    es::load_npz(again, file.path);
    CHECK(again == vars);
}

TEST_CASE("what does not fit changes nothing and is named") {
    using namespace model;
    temporary const file(".npz");
    es::variables vars{loss};
    es::initialize(vars, 3);
    es::save_npz(vars, file.path);
    es::variables other{narrow};
    auto const before = other;
    CHECK_THROWS_WITH(es::load_npz(other, file.path),
                      Catch::Contains("'fc1.weight' has shape (5, 3)"));
    CHECK(other == before);
    es::variables larger{more};
    CHECK_THROWS_WITH(es::load_npz(larger, file.path), Catch::Contains("no entry 'extra'"));
    es::save_npz(larger, file.path);
    CHECK_THROWS_WITH(es::load_npz(vars, file.path), Catch::Contains("no entry 'extra'"));
    CHECK_THROWS_AS(es::load_npz(vars, file.path + ".absent"), es::file_error);
    CHECK_THROWS_AS(es::save_npz(vars, file.path + ".absent/file"), es::file_error);
}

TEST_CASE("a run that is resumed from a file is bit for bit the uninterrupted one") {
    using namespace model;
    temporary const file(".npz");
    auto run = [&](auto const& optimizer) {
        auto step = [](auto& trainer, auto& vars, int i) {
            float const a = static_cast<float>(i) * 0.1f;
            trainer.step(vars, x = {a, 1.0f - a, 0.5f}, t = {a * a, -a});
        };
        es::variables vars{loss};
        es::initialize(vars, 3);
        auto trainer = es::trainer(loss, optimizer);
        for (int i = 0; i < 4; ++i) step(trainer, vars, i);
        es::save_npz(vars, trainer, file.path);
        es::variables resumed{loss};
        auto resumed_trainer = es::trainer(loss, optimizer);
        es::load_npz(resumed, resumed_trainer, file.path);
        for (int i = 4; i < 9; ++i) step(trainer, vars, i), step(resumed_trainer, resumed, i);
        CHECK(vars == resumed);
        es::variables weights{loss};
        es::load_npz(weights, file.path);  // the state in the file is left alone
        auto fresh = es::trainer(loss, es::adagrad());
        CHECK_THROWS_AS(es::load_npz(weights, fresh, file.path), es::file_error);
    };
    run(es::sgd(es::lr = es::cosine(0.1f, 8), es::momentum = 0.9f));
    run(es::nadam(es::groups(es::group(fc1, es::lr = 0.01f), es::group(es::rest, es::lr = 0.1f))));
    run(es::adam(es::lr = 0.01f, es::amsgrad));
}

TEST_CASE("a file that is cut off or has one byte changed throws or loads, and never more") {
    using namespace model;
    temporary const file(".npz");
    es::variables vars{loss};
    es::initialize(vars, 3);
    es::save_npz(vars, file.path);
    std::string const whole = es::detail::read_whole_file(file.path);
    es::variables other{loss};
    for (std::size_t cut = 0; cut < whole.size(); ++cut) {
        es::detail::write_whole_file(file.path, whole.substr(0, cut));
        CHECK_THROWS_AS(es::load_npz(other, file.path), es::file_error);
    }
    for (std::size_t at = 0; at < whole.size(); ++at)
        for (char const flip : {'\x01', '\x80', '\xff'}) {
            std::string damaged = whole;
            damaged[at] = static_cast<char>(damaged[at] ^ flip);
            try {
                (void)es::detail::entries_of_npz(damaged, file.path);
            } catch (es::file_error const&) {
            }
        }
}

// the files were made with: numpy.savez(file, **arrays), one array by columns, one big-endian
TEST_CASE("NumPy's files are read, whatever the order of their elements and bytes") {
    using namespace model;
    std::string const folder = std::filesystem::path(__FILE__).parent_path().string() + "/data/";
    es::variables vars{loss};
    es::load_npz(vars, folder + "numpy_savez.npz");
    for (es::index_t i = 0; i < 15; ++i) CHECK(vars[fc1.weight][i] == static_cast<float>(i) / 8);
    for (es::index_t i = 0; i < 5; ++i) CHECK(vars[fc1.bias][i] == static_cast<float>(i));
    for (es::index_t i = 0; i < 10; ++i) CHECK(vars[fc2.weight][i] == -static_cast<float>(i));
    CHECK(vars[fc2.bias][1] == 2.5f);
    CHECK_THROWS_WITH(es::load_npz(vars, folder + "numpy_savez_compressed.npz"),
                      Catch::Contains("is compressed; write it with numpy.savez"));
}

TEST_CASE("a state_dict of PyTorch is loaded as it is") {
    constexpr auto x = es::input<"x", es::shape<1, 2, 4, 4>>;
    constexpr auto ids = es::input<"ids", es::shape<9>, std::int32_t>;
    constexpr auto pixels =
        relu(es::inference(es::batch_norm<"norm", 3>)(es::conv2d<"conv", 2, 3, 2, 2>(x)));
    constexpr auto sequence =
        es::gru<"gru", 4, 4>(es::lstm<"lstm", 3, 4>(transpose(es::reshape<3, 9>(pixels))));
    constexpr auto h = es::layer_norm<"scale", 4>(sequence + es::embedding<"words", 5, 4>(ids));
    constexpr auto y =
        es::linear<"out", 4, 1>(h + es::multi_head_attention<"attention", 4, 2>(h, h, h));
    es::variables vars{y};
    std::string const folder = std::filesystem::path(__FILE__).parent_path().string() + "/data/";
    es::load_npz(vars, folder + "state_dict.npz");
    es::tensor<float, 1, 2, 4, 4> pattern{};
    for (es::index_t i = 0; i < 32; ++i) pattern.flat(i) = static_cast<float>(i * 7 % 11) / 8;
    es::tensor<std::int32_t, 9> words{};
    for (int i = 0; i < 9; ++i) words.flat(static_cast<es::index_t>(i)) = i * 3 % 5;
    auto const found = es::evaluate(y, vars, x = pattern, ids = words);
    // printed by data/state_dict.py
    float const expected[]{0.3941351f, 0.460923f,  0.510761f,  0.2809046f, 0.2143059f,
                           0.3377249f, 0.4176109f, 0.4983947f, 0.2268846f};
    for (es::index_t i = 0; i < 9; ++i) CHECK(found.flat(i) == Approx(expected[i]).epsilon(1e-5));
}

TEST_CASE("entries that share bytes are refused before they are copied") {
    std::vector<es::detail::file_entry> const one{{"a", "f4", {1000}, std::string(4000, '\0')}};
    std::string zip = es::detail::npz_of(one, "file");
    std::size_t const directory = zip.find("PK\x01\x02"), end = zip.rfind("PK\x05\x06");
    std::string const entry = zip.substr(directory, end - directory);
    std::string tail = zip.substr(end);
    zip.resize(directory);
    for (int i = 0; i < 9; ++i) zip += entry;
    tail[8] = tail[10] = 9;
    CHECK_THROWS_WITH(es::detail::entries_of_npz(zip + tail, "file"),
                      Catch::Contains("'a' overlaps another"));
}

TEST_CASE("a resumed run draws the masks of the uninterrupted one") {
    using namespace model;
    temporary const file(".npz");
    constexpr auto dropped = es::mse(fc2(es::dropout<"d">(0.5_c)(tanh(fc1(x)))), t);
    es::variables vars{dropped}, resumed{dropped};
    es::initialize(vars, 3);
    auto a = es::trainer(dropped, es::sgd(es::lr = 0.1f)), b = a;
    auto const step = [](auto& trainer, auto& on) {
        return trainer.step(on, x = {0.3f, 1.0f, 0.5f}, t = {0.2f, -0.7f});
    };
    for (int i = 0; i < 3; ++i) step(a, vars);
    es::save_npz(vars, a, file.path);
    es::load_npz(resumed, b, file.path);
    for (int i = 0; i < 9; ++i) CHECK(step(a, vars) == step(b, resumed));
    CHECK(vars == resumed);
}

TEST_CASE("two entries for one leaf are refused") {
    constexpr auto sequence = es::input<"sequence", es::shape<2, 3>>;
    es::variables vars{es::rnn<"rnn", 3, 4>(sequence)};
    auto entries = es::detail::entries_of(es::detail::places_of(vars));
    auto again = entries[0];
    REQUIRE(again.name == "rnn.weight_ih");
    again.name += "_l0";
    entries.push_back(again);
    CHECK_THROWS_WITH(
        es::detail::put_entries(es::detail::places_of(vars), entries, false, "file"),
        Catch::Contains("'rnn.weight_ih' and 'rnn.weight_ih_l0' both belong to 'rnn.weight_ih'"));
}
