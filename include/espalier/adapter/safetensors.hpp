// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/adapter/archive.hpp>

/// `.safetensors`: the length of a JSON header, the header, and the arrays behind it.
namespace espalier::inline ESPALIER_ABI {
namespace detail {

inline std::string json_string(std::string const& text) {
    std::string quoted = "\"";
    for (char const c : text) {
        if (c == '"' || c == '\\') quoted += '\\';
        quoted += c;
    }
    return quoted + '"';
}

inline std::string safetensors_of(std::vector<file_entry> const& entries) {
    std::string header = "{", data;
    for (auto const& e : entries) {
        char const* const type = e.type == "f4" ? "F32" : e.type == "f8" ? "F64" : "U32";
        header += (header.size() > 1 ? "," : "") + json_string(e.name) + ":{\"dtype\":\"" + type +
                  "\",\"shape\":[";
        for (std::size_t i = 0; i < e.shape.size(); ++i)
            header += (i ? "," : "") + std::to_string(e.shape[i]);
        header += "],\"data_offsets\":[" + std::to_string(data.size()) + "," +
                  std::to_string(data.size() + e.bytes.size()) + "]}";
        data += e.bytes;
    }
    header += '}';
    while (header.size() % 8 != 0) header += ' ';
    std::string file;
    append_number(file, static_cast<std::uint64_t>(header.size()));
    return file + header + data;
}

/// As much JSON as such a header may have: objects of strings, numbers and lists of numbers.
struct safetensors_reader {
    std::string_view text;
    std::string const& path;
    std::size_t at = 0;

    [[noreturn]] void refuse(std::string const& clause) const { raise_file_error(path, clause); }
    void skip_space() {
        while (at < text.size() &&
               (text[at] == ' ' || text[at] == '\n' || text[at] == '\t' || text[at] == '\r'))
            ++at;
    }
    bool accept(char c) {
        skip_space();
        if (at == text.size() || text[at] != c) return false;
        ++at;
        return true;
    }
    void expect(char c) {
        if (!accept(c))
            refuse(std::string("has a damaged header: no '") + c + "' at " + std::to_string(at));
    }
    std::string string() {
        expect('"');
        std::string s;
        for (; at < text.size() && text[at] != '"'; ++at) {
            if (text[at] != '\\') {
                s += text[at];
                continue;
            }
            if (++at == text.size()) break;
            switch (text[at]) {
                case '"':
                case '\\':
                case '/': s += text[at]; break;
                case 'n': s += '\n'; break;
                case 't': s += '\t'; break;
                case 'r': s += '\r'; break;
                case 'b': s += '\b'; break;
                case 'f': s += '\f'; break;
                case 'u': unicode(s); break;
                default: refuse("has a damaged header: an unknown escape");
            }
        }
        expect('"');
        return s;
    }
    /// The four digits behind `\u`.
    unsigned code_unit() {
        unsigned code = 0;
        for (int i = 0; i < 4; ++i) {
            char const c = ++at < text.size() ? text[at] : '?';
            unsigned const digit = c >= '0' && c <= '9'   ? static_cast<unsigned>(c - '0')
                                   : c >= 'a' && c <= 'f' ? static_cast<unsigned>(c - 'a') + 10
                                   : c >= 'A' && c <= 'F' ? static_cast<unsigned>(c - 'A') + 10
                                                          : 16;
            if (digit == 16) refuse("has a damaged header: an unknown escape");
            code = code * 16 + digit;
        }
        return code;
    }
    /// A character as UTF-8; those beyond 16 bits are two escapes, \ud83d\ude00.
    void unicode(std::string& s) {
        unsigned code = code_unit();
        if (code >= 0xD800 && code < 0xE000) {
            bool const second = text.substr(at + 1, 2) == "\\u";
            at += second ? 2 : 0;
            unsigned const low = second ? code_unit() : 0;
            if (code >= 0xDC00 || low < 0xDC00 || low >= 0xE000)
                refuse("has a damaged header: half a character");
            code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
        }
        if (code < 0x80) {
            s += static_cast<char>(code);
        } else if (code < 0x800) {
            s += static_cast<char>(0xC0 | (code >> 6));
            s += static_cast<char>(0x80 | (code & 0x3F));
        } else {
            if (code < 0x10000) {
                s += static_cast<char>(0xE0 | (code >> 12));
            } else {
                s += static_cast<char>(0xF0 | (code >> 18));
                s += static_cast<char>(0x80 | ((code >> 12) & 0x3F));
            }
            s += static_cast<char>(0x80 | ((code >> 6) & 0x3F));
            s += static_cast<char>(0x80 | (code & 0x3F));
        }
    }
    std::uint64_t number() {
        skip_space();
        std::uint64_t n = 0;
        std::size_t const begin = at;
        for (; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at) {
            if (n > (~std::uint64_t{0} - 9) / 10)
                refuse("has a damaged header: a number that is too large");
            n = n * 10 + static_cast<std::uint64_t>(text[at] - '0');
        }
        if (at == begin) refuse("has a damaged header: no number at " + std::to_string(at));
        return n;
    }
    std::vector<std::uint64_t> numbers() {
        std::vector<std::uint64_t> list_of;
        expect('[');
        if (accept(']')) return list_of;
        do list_of.push_back(number());
        while (accept(','));
        expect(']');
        return list_of;
    }
    /// `f(key)` reads the value of each member.
    template <class F>
    void object(F const& f) {
        expect('{');
        if (accept('}')) return;
        do {
            std::string const key = string();
            expect(':');
            f(key);
        } while (accept(','));
        expect('}');
    }
};

inline std::vector<file_entry> entries_of_safetensors(std::string_view file,
                                                      std::string const& path) {
    if (file.size() < 8) raise_file_error(path, "is not a whole .safetensors file");
    auto const stated = number_at<std::uint64_t>(file, 0);
    if (stated > file.size() - 8) raise_file_error(path, "is not a whole .safetensors file");
    auto const length = static_cast<std::size_t>(stated);
    safetensors_reader r{file.substr(8, length), path};
    auto const data = file.substr(8 + length);
    std::vector<file_entry> entries;
    struct span_of_entry {
        std::uint64_t begin, end;
        std::size_t entry;
    };
    std::vector<span_of_entry> used;
    std::uint64_t bytes_used = 0;
    r.object([&](std::string const& name) {
        if (name == "__metadata__") return r.object([&](std::string const&) { r.string(); });
        file_entry e{name, "", {}, {}};
        std::string type;
        std::vector<std::uint64_t> offsets;
        unsigned seen = 0;
        r.object([&](std::string const& key) {
            unsigned const bit = key == "dtype"          ? 1
                                 : key == "shape"        ? 2
                                 : key == "data_offsets" ? 4
                                                         : 0;
            if (bit == 0 || seen & bit)
                r.refuse("entry '" + name + "' has '" + key + "' unexpectedly");
            seen |= bit;
            if (bit == 1)
                type = r.string();
            else if (bit == 2)
                e.shape = r.numbers();
            else
                offsets = r.numbers();
        });
        e.type = type == "F32"                          ? "f4"
                 : type == "F64"                        ? "f8"
                 : type == "U32"                        ? "u4"
                 : type == "I64" && is_left_alone(name) ? "i8"
                                                        : "";
        if (e.type.empty())
            r.refuse("entry '" + name + "' has type '" + type + "', not F32, F64 or U32");
        std::uint64_t needed = 0;
        if (seen != 7 || offsets.size() != 2 || offsets[0] > offsets[1] || offsets[1] > data.size())
            r.refuse("entry '" + name + "' has offsets outside the file");
        if (!bytes_needed(e.type, e.shape, needed) || needed != offsets[1] - offsets[0])
            r.refuse("entry '" + name + "' has another number of bytes than its shape needs");
        bytes_used += needed;
        if (bytes_used > data.size()) r.refuse("entry '" + name + "' overlaps another");
        used.push_back({offsets[0], offsets[1], entries.size()});
        e.bytes =
            data.substr(static_cast<std::size_t>(offsets[0]), static_cast<std::size_t>(needed));
        entries.push_back(std::move(e));
    });
    r.skip_space();
    if (r.at != r.text.size()) r.refuse("has a damaged header: something behind it");
    refuse_duplicates(entries, path);
    if (bytes_used != data.size()) r.refuse("has bytes that belong to no entry");
    std::sort(used.begin(), used.end(), [](auto const& a, auto const& b) {
        return a.begin != b.begin ? a.begin < b.begin : a.end < b.end;
    });
    for (std::size_t i = 1; i < used.size(); ++i)
        if (used[i].begin < used[i - 1].end)
            r.refuse("entry '" + entries[used[i].entry].name + "' overlaps another");
    return entries;
}

}  // namespace detail

/// Saves variables by leaf name (`fc1.weight`).
template <class Variables>
    requires detail::is_variables<Variables>
void save_safetensors(Variables const& vars, std::string const& path) {
    detail::write_whole_file(path,
                             detail::safetensors_of(detail::entries_of(detail::places_of(vars))));
}
/// Saves variables and the trainer's state, as `save_npz` does.
template <class Variables, class Spec>
void save_safetensors(Variables const& vars, trainer_t<Spec> const& trainer,
                      std::string const& path) {
    detail::check_nothing_waits(trainer, path);
    detail::write_whole_file(
        path, detail::safetensors_of(detail::entries_of(detail::places_of(vars, trainer))));
}
/// Loads every variable, or throws `file_error` and changes nothing.
template <class Variables>
    requires detail::is_variables<Variables>
void load_safetensors(Variables& vars, std::string const& path) {
    detail::put_entries(detail::places_of(vars),
                        detail::entries_of_safetensors(detail::read_whole_file(path), path), false,
                        path);
}
template <class Variables, class Spec>
void load_safetensors(Variables& vars, trainer_t<Spec>& trainer, std::string const& path) {
    detail::put_entries(detail::places_of(vars, trainer),
                        detail::entries_of_safetensors(detail::read_whole_file(path), path), true,
                        path);
}

}  // namespace espalier::inline ESPALIER_ABI
