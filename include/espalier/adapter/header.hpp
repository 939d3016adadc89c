// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <cctype>
#include <charconv>
#include <cmath>

#include <espalier/adapter/archive.hpp>

namespace espalier::inline ESPALIER_ABI {

namespace detail {
/// A finite number as a literal in hexadecimal, whatever the locale.
inline std::string hexadecimal(double number) {
    char digits[48];
    auto const end =
        std::to_chars(digits, digits + sizeof digits, std::fabs(number), std::chars_format::hex);
    return (std::signbit(number) ? "-0x" : "0x") + std::string(digits, end.ptr);
}
}  // namespace detail

/// Writes a C++ header with the variables as `constexpr` arrays, by rows, in a namespace `name`:
/// `name::fc1_weight[200]`. Floating-point numbers stand in hexadecimal, so every bit survives.
template <class Variables>
    requires detail::is_variables<Variables>
void write_header(Variables const& vars, std::string const& path, std::string const& name) {
    auto const entries = detail::entries_of(detail::places_of(vars));
    auto identifier = [&](std::string text) {
        for (char& c : text)
            if (!std::isalnum(static_cast<unsigned char>(c))) c = '_';
        if (text.empty() || std::isdigit(static_cast<unsigned char>(text[0]))) text = "_" + text;
        return text;
    };
    if (identifier(name) != name)
        detail::raise_file_error(path, "'" + name + "' is no name of a namespace");
    std::string text = "#pragma once\n\nnamespace " + name + " {\n";
    std::vector<std::string> used;
    for (auto const& e : entries) {
        std::string const id = identifier(e.name);
        for (auto const& other : used)
            if (other == id)
                detail::raise_file_error(path, "two variables would be called '" + id + "'");
        used.push_back(id);
        bool const single = e.type == "f4";
        std::size_t const width = single ? 4 : 8, count = e.bytes.size() / width;
        text += "\n// '" + e.name + "' " + detail::text_of_shape(e.shape) + "\ninline constexpr " +
                (single ? "float " : "double ") + id + "[" + std::to_string(count) + "] = {";
        for (std::size_t i = 0; i < count; ++i) {
            double const number =
                single ? static_cast<double>(detail::number_at<float>(e.bytes, i * width))
                       : detail::number_at<double>(e.bytes, i * width);
            if (!(number - number == 0.0))
                detail::raise_file_error(
                    path, "entry '" + e.name + "' has an element that is not finite");
            text +=
                (i % 8 == 0 ? "\n    " : " ") + detail::hexadecimal(number) + (single ? "f," : ",");
        }
        text += "\n};\n";
    }
    detail::write_whole_file(path, text + "\n}  // namespace " + name + "\n");
}

}  // namespace espalier::inline ESPALIER_ABI
