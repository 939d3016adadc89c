// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <cstddef>
#include <string_view>

#include <espalier/core/shape.hpp>

#if defined(__cpp_exceptions)
#include <exception>
#endif

namespace espalier::inline ESPALIER_ABI {

/// A run-time extent that does not fit: which input, what it takes, what came.
/// In a build without exceptions the handler of `on_error` gets it instead.
struct shape_error
#if defined(__cpp_exceptions)
    : std::exception
#endif
{
    char message[160]{};

    /// What is said of `input` (a tensor of the caller's where it has no name), in elements ...
    shape_error(std::string_view input, std::string_view clause, std::size_t expected,
                std::size_t given) {
        char* to = begin(input, clause);
        to = digits(to, expected);
        to = text(to, ", got ");
        digits(to, given);
    }
    /// ... or in shapes.
    shape_error(std::string_view input, std::string_view clause, extents const& expected,
                extents const& given) {
        char* to = begin(input, clause);
        to = axes(to, expected);
        to = text(to, ", got ");
        axes(to, given);
    }
    /// ... or a sentence, with two numbers where it has '%'.
    shape_error(char const* sentence, std::size_t first, std::size_t second) {
        char* to = message;
        for (; *sentence != 0; ++sentence)
            if (*sentence == '%')
                to = digits(to, first), first = second;
            else
                to = put(to, *sentence);
    }
#if defined(__cpp_exceptions)
    char const* what() const noexcept override { return message; }
#else
    char const* what() const noexcept { return message; }
#endif

private:
    char* put(char* to, char c) {
        if (to != message + sizeof message - 1) *to++ = c;
        return to;
    }
    [[gnu::noinline, gnu::cold]] char* text(char* to, std::string_view s) {
        for (char c : s) to = put(to, c);
        return to;
    }
    /// A negative number is one above all extents.
    [[gnu::noinline, gnu::cold]] char* digits(char* to, std::size_t n) {
        if (n > ~std::size_t{} / 2) {
            to = put(to, '-');
            n = 0 - n;
        }
        if (n >= 10) to = digits(to, n / 10);
        return put(to, static_cast<char>('0' + n % 10));
    }
    char* axes(char* to, extents const& e) {
        to = text(to, "(");
        for (int i = 0; i < e.rank; ++i) to = digits(text(to, i > 0 ? ", " : ""), e.axis[i]);
        return text(to, ")");
    }
    char* begin(std::string_view input, std::string_view clause) {
        char* to = text(message, input.empty() ? "espalier: a tensor " : "espalier: input '");
        if (!input.empty()) to = text(text(to, input), "' ");
        return text(text(to, clause), " ");
    }
};

/// What is called with a message where an exception would be thrown; it must not return.
using error_handler = void (*)(char const* message);

namespace detail {
inline error_handler& current_error_handler() {
    static constinit error_handler handler = nullptr;
    return handler;
}
[[noreturn]] inline void raise(shape_error const& error) {
#if defined(__cpp_exceptions)
    throw error;
#else
    if (auto const handler = current_error_handler()) handler(error.what());
    __builtin_trap();
#endif
}
/// The one place that says so of an index, apart from all that use one.
[[noreturn, gnu::noinline, gnu::cold]] inline void raise_index(std::size_t extent,
                                                               std::size_t given) {
    raise(shape_error("espalier: an index must be in [0, %), got %", extent, given));
}
}  // namespace detail

/// Sets the handler for errors in builds without exceptions.
inline void on_error(error_handler handler) { detail::current_error_handler() = handler; }

}  // namespace espalier::inline ESPALIER_ABI
