// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
//
// Fuzzing of the readers of files: whatever the bytes, a reader gives entries that the file
// justifies or throws file_error; what does not fit leaves the variables alone. The first byte
// chooses the reader. With libFuzzer:  clang++-16 -fsanitize=fuzzer,address,undefined ... Without
// (ESPALIER_FUZZ_REPLAY): runs the files of a folder, each whole, cut off and with bytes changed.
#include <cstdlib>
#include <espalier/adapter/npz.hpp>
#include <espalier/adapter/safetensors.hpp>
#include <espalier/core.hpp>

namespace es = espalier;

namespace {

constexpr auto x = es::input<"x", es::shape<3>>;
constexpr auto layer = es::linear<"fc1", 3, 2>;
constexpr auto loss = sum(layer(x));

void require(bool holds) {
    if (!holds) std::abort();
}

void check_entries(std::vector<es::detail::file_entry> const& entries, std::size_t file_size) {
    std::size_t bytes = 0;
    for (auto const& e : entries) {
        std::uint64_t needed = 0;
        require(es::detail::bytes_needed(e.type, e.shape, needed) && needed == e.bytes.size());
        require(e.shape.size() <= file_size && e.name.size() <= file_size);
        bytes += e.bytes.size();
    }
    require(bytes <= file_size);
    for (std::size_t i = 0; i < entries.size(); ++i)
        for (std::size_t j = 0; j < i; ++j) require(entries[i].name != entries[j].name);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(unsigned char const* data, std::size_t size) {
    if (size == 0) return 0;
    std::string_view const file(reinterpret_cast<char const*>(data) + 1, size - 1);
    std::string const path = "file";
    try {
        std::vector<es::detail::file_entry> entries;
        switch (data[0] % 3) {
            case 0: entries = es::detail::entries_of_npz(file, path); break;
            case 1: entries = es::detail::entries_of_safetensors(file, path); break;
            default: entries.push_back(es::detail::entry_of_npy("array", file, path)); break;
        }
        check_entries(entries, file.size());
        es::variables vars{loss};
        es::initialize(vars, 1);
        auto const before = vars;
        try {
            es::detail::put_entries(es::detail::places_of(vars), entries, false, path);
        } catch (es::file_error const&) {
            require(vars == before);
        }
    } catch (es::file_error const& e) {
        require(std::string_view(e.what()).starts_with("espalier: 'file': "));
    }
    return 0;
}

#if defined(ESPALIER_FUZZ_REPLAY)
int main(int, char** argv) {
    unsigned long inputs = 0;
    auto run = [&inputs](std::string const& bytes) {
        ++inputs;
        LLVMFuzzerTestOneInput(reinterpret_cast<unsigned char const*>(bytes.data()), bytes.size());
    };
    for (auto const& file : std::filesystem::directory_iterator(argv[1])) {
        std::string const whole = es::detail::read_whole_file(file.path().string());
        run(whole);
        for (std::size_t at = 0; at < whole.size(); ++at) {
            run(whole.substr(0, at));
            for (char const flip : {'\x01', '\x20', '\x80', '\xff'}) {
                std::string damaged = whole;
                damaged[at] = static_cast<char>(damaged[at] ^ flip);
                run(damaged);
            }
        }
    }
    std::printf("%lu inputs\n", inputs);
    return inputs > 1000 ? 0 : 1;
}
#endif
