// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <array>

#include <espalier/adapter/archive.hpp>

/// NumPy's `.npz`: a zip archive of `.npy` arrays, stored (numpy.savez), not compressed.
namespace espalier::inline ESPALIER_ABI {
namespace detail {

inline std::uint32_t crc32(std::string_view bytes) {
    static constexpr auto table = [] {
        std::array<std::uint32_t, 256> t{};
        for (std::uint32_t i = 0; i < 256; ++i) {
            std::uint32_t c = i;
            for (int bit = 0; bit < 8; ++bit) c = c & 1 ? 0xEDB88320u ^ (c >> 1) : c >> 1;
            t[i] = c;
        }
        return t;
    }();
    std::uint32_t c = 0xFFFFFFFFu;
    for (char const byte : bytes)
        c = table[(c ^ static_cast<unsigned char>(byte)) & 0xFFu] ^ (c >> 8);
    return ~c;
}

inline std::string npy_of(file_entry const& e) {
    std::string header = "{'descr': '<" + e.type +
                         "', 'fortran_order': False, 'shape': " + text_of_shape(e.shape) + ", }";
    while ((10 + header.size() + 1) % 64 != 0) header += ' ';
    header += '\n';
    std::string npy("\x93NUMPY\x01\x00", 8);
    append_number(npy, static_cast<std::uint16_t>(header.size()));
    return npy + header + e.bytes;
}

/// Reads what stands behind a key of the header of a `.npy`.
inline std::string_view npy_field(std::string_view header, std::string_view key) {
    std::size_t at = header.find(key);
    if (at == std::string_view::npos) return {};
    at = header.find(':', at + key.size());
    if (at == std::string_view::npos) return {};
    ++at;
    while (at < header.size() && header[at] == ' ') ++at;
    return header.substr(at);
}

/// By rows, what stands by columns.
inline std::string rows_of_columns(std::string const& bytes,
                                   std::vector<std::uint64_t> const& shape, std::size_t width) {
    std::string rows(bytes.size(), '\0');
    std::vector<std::size_t> at(shape.size(), 0);
    for (std::size_t i = 0; i * width < bytes.size(); ++i) {
        std::size_t flat = 0;
        for (std::size_t k = 0; k < shape.size(); ++k)
            flat = flat * static_cast<std::size_t>(shape[k]) + at[k];
        std::memcpy(rows.data() + flat * width, bytes.data() + i * width, width);
        for (std::size_t k = 0; k < shape.size() && ++at[k] == shape[k]; ++k) at[k] = 0;
    }
    return rows;
}

inline file_entry entry_of_npy(std::string name, std::string_view npy, std::string const& path) {
    auto refuse = [&](char const* clause) {
        raise_file_error(path, "entry '" + name + "' " + clause);
    };
    if (npy.size() < 12 || npy.substr(0, 6) != std::string_view("\x93NUMPY", 6))
        refuse("is not an .npy array");
    bool const first = npy[6] == 1;
    std::size_t const length =
        first ? number_at<std::uint16_t>(npy, 8) : number_at<std::uint32_t>(npy, 8);
    std::size_t const start = first ? 10 : 12;
    if (length > npy.size() - start) refuse("ends within its header");
    auto const header = npy.substr(start, length);
    auto const type = npy_field(header, "'descr'"), order = npy_field(header, "'fortran_order'");
    auto extents_text = npy_field(header, "'shape'");
    if (type.size() < 5 || type[0] != '\'' || type[4] != '\'')
        refuse("has an element type that is not float32, float64 or uint32");
    file_entry e{std::move(name), std::string(type.substr(2, 2)), {}, {}};
    auto refuse_entry = [&](char const* clause) {
        raise_file_error(path, "entry '" + e.name + "' " + clause);
    };
    if ((type[1] != '<' && type[1] != '>' && type[1] != '=') ||
        (e.type != "f4" && e.type != "f8" && e.type != "u4" &&
         !(e.type == "i8" && is_left_alone(e.name))))
        refuse_entry("has an element type that is not float32, float64 or uint32");
    bool const columns = order.starts_with("True");
    if (!columns && !order.starts_with("False")) refuse_entry("has a header without order");
    if (!extents_text.starts_with('(')) refuse_entry("has a header without shape");
    bool closed = false, digits = false;
    std::uint64_t extent = 0;
    for (char const c : extents_text.substr(1)) {
        if (c >= '0' && c <= '9') {
            if (extent > (~std::uint64_t{0} - 9) / 10)
                refuse_entry("has a shape that is too large");
            extent = extent * 10 + static_cast<std::uint64_t>(c - '0');
            digits = true;
        } else if (c == ',' || c == ')') {
            if (digits) e.shape.push_back(extent);
            digits = false;
            extent = 0;
            closed = c == ')';
            if (closed) break;
        } else if (c != ' ') {
            refuse_entry("has a shape that is no list of numbers");
        }
    }
    std::uint64_t needed = 0;
    if (!closed || !bytes_needed(e.type, e.shape, needed))
        refuse_entry("has a shape that is too large");
    auto const data = npy.substr(start + length);
    if (data.size() != needed) refuse_entry("has another number of bytes than its shape needs");
    e.bytes = data;
    std::size_t const width = static_cast<std::size_t>(e.type.back() - '0');
    if (type[1] == '>')
        for (std::size_t i = 0; i < e.bytes.size(); i += width)
            for (std::size_t k = 0; k < width / 2; ++k)
                std::swap(e.bytes[i + k], e.bytes[i + width - 1 - k]);
    if (columns) e.bytes = rows_of_columns(e.bytes, e.shape, width);
    return e;
}

inline std::string npz_of(std::vector<file_entry> const& entries, std::string const& path) {
    std::string zip, directory;
    for (auto const& e : entries) {
        std::string const name = e.name + ".npy", npy = npy_of(e);
        if (zip.size() + npy.size() > 0xFFFF0000u || entries.size() > 0xFFFEu)
            raise_file_error(path, "more than 4 GB or 65534 entries: save as .safetensors");
        std::string common;
        append_number(common, std::uint32_t{20});  // version 2.0, no flags
        append_number(common, std::uint16_t{0});   // stored
        append_number(common,
                      std::uint32_t{0x00210000});  // 1980-01-01: equal data make equal files
        append_number(common, crc32(npy));
        append_number(common, static_cast<std::uint32_t>(npy.size()));
        append_number(common, static_cast<std::uint32_t>(npy.size()));
        append_number(common, static_cast<std::uint16_t>(name.size()));
        append_number(common, std::uint16_t{0});
        directory += std::string("PK\x01\x02\x14\x00", 6) + common;
        directory += std::string(10, '\0');
        append_number(directory, static_cast<std::uint32_t>(zip.size()));
        directory += name;
        zip.append("PK\x03\x04", 4).append(common).append(name).append(npy);
    }
    auto const start = static_cast<std::uint32_t>(zip.size());
    zip += directory + std::string("PK\x05\x06\0\0\0\0", 8);
    append_number(zip, static_cast<std::uint16_t>(entries.size()));
    append_number(zip, static_cast<std::uint16_t>(entries.size()));
    append_number(zip, static_cast<std::uint32_t>(directory.size()));
    append_number(zip, start);
    append_number(zip, std::uint16_t{0});
    return zip;
}

/// The zip's central directory is believed, and checked against what stands at each offset.
inline std::vector<file_entry> entries_of_npz(std::string_view zip, std::string const& path) {
    auto refuse = [&](std::string const& clause) { raise_file_error(path, clause); };
    std::size_t end = zip.rfind(std::string_view("PK\x05\x06", 4));
    if (zip.size() < 22 || end == std::string_view::npos || zip.size() - end < 22)
        refuse("is not a whole .npz file");
    std::size_t const count = number_at<std::uint16_t>(zip, end + 10);
    std::size_t at = number_at<std::uint32_t>(zip, end + 16);
    if (at > end) refuse("has a damaged directory");
    std::vector<file_entry> entries;
    std::size_t total = 0;
    for (std::size_t i = 0; i < count; ++i) {
        if (end - at < 46 || zip.substr(at, 4) != std::string_view("PK\x01\x02", 4))
            refuse("has a damaged directory");
        auto const flags = number_at<std::uint16_t>(zip, at + 8),
                   method = number_at<std::uint16_t>(zip, at + 10);
        auto const sum = number_at<std::uint32_t>(zip, at + 16),
                   packed = number_at<std::uint32_t>(zip, at + 20),
                   size = number_at<std::uint32_t>(zip, at + 24),
                   local = number_at<std::uint32_t>(zip, at + 42);
        std::size_t const name_size = number_at<std::uint16_t>(zip, at + 28),
                          extra = number_at<std::uint16_t>(zip, at + 30u),
                          comment = number_at<std::uint16_t>(zip, at + 32);
        if (end - at < 46 + name_size + extra + comment) refuse("has a damaged directory");
        std::string name(zip.substr(at + 46, name_size));
        at += 46 + name_size + extra + comment;
        if (name.ends_with(".npy")) name.resize(name.size() - 4);
        if (flags & 1) refuse("entry '" + name + "' is encrypted");
        if (method != 0)
            refuse("entry '" + name +
                   "' is compressed; write it with numpy.savez, not savez_compressed");
        if (packed != size) refuse("entry '" + name + "' is damaged");
        if (local > end || end - local < 30 ||
            zip.substr(local, 4) != std::string_view("PK\x03\x04", 4))
            refuse("entry '" + name + "' is not where the directory says");
        std::size_t const begin = std::size_t{local} + 30 +
                                  number_at<std::uint16_t>(zip, local + 26u) +
                                  number_at<std::uint16_t>(zip, local + 28u);
        if (begin > end || size > end - begin) refuse("entry '" + name + "' ends behind the file");
        total += size;  // entries that share bytes could ask for far more memory than the file has
        if (total > end) refuse("entry '" + name + "' overlaps another");
        auto const npy = zip.substr(begin, size);
        if (crc32(npy) != sum) refuse("entry '" + name + "' is damaged: its checksum differs");
        entries.push_back(entry_of_npy(std::move(name), npy, path));
    }
    refuse_duplicates(entries, path);
    return entries;
}

}  // namespace detail

/// Saves variables by leaf name (`fc1.weight`); numpy.load reads the file.
template <class Variables>
    requires detail::is_variables<Variables>
void save_npz(Variables const& vars, std::string const& path) {
    detail::write_whole_file(path,
                             detail::npz_of(detail::entries_of(detail::places_of(vars)), path));
}
/// Saves variables and the trainer's state (`fc1.weight@momentum_buffer`); a run that loads both
/// goes on bit for bit. Run-time options are not saved: they stand in the program.
template <class Variables, class Spec>
void save_npz(Variables const& vars, trainer_t<Spec> const& trainer, std::string const& path) {
    detail::check_nothing_waits(trainer, path);
    detail::write_whole_file(
        path, detail::npz_of(detail::entries_of(detail::places_of(vars, trainer)), path));
}
/// Loads every variable, or throws `file_error` and changes nothing.
template <class Variables>
    requires detail::is_variables<Variables>
void load_npz(Variables& vars, std::string const& path) {
    detail::put_entries(detail::places_of(vars),
                        detail::entries_of_npz(detail::read_whole_file(path), path), false, path);
}
template <class Variables, class Spec>
void load_npz(Variables& vars, trainer_t<Spec>& trainer, std::string const& path) {
    detail::put_entries(detail::places_of(vars, trainer),
                        detail::entries_of_npz(detail::read_whole_file(path), path), true, path);
}

}  // namespace espalier::inline ESPALIER_ABI
