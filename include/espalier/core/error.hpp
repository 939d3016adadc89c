// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <cstddef>
#include <string_view>

#include <espalier/core/config.hpp>

#if defined(__cpp_exceptions)
#include <exception>
#endif

namespace espalier::inline ESPALIER_ABI {

/// A run-time extent that does not fit: which input, how many elements it has, how many came.
/// In a build without exceptions the handler of `on_error` gets it instead.
struct shape_error
#if defined(__cpp_exceptions)
    : std::exception
#endif
{
    char message[160]{};

    shape_error(std::string_view input, std::string_view clause, std::size_t expected,
                std::size_t given) {
        char* to = message;
        char* const end = message + sizeof message - 1;
        auto text = [&](std::string_view s) {
            for (char c : s)
                if (to != end) *to++ = c;
        };
        auto digits = [&](std::size_t n) {
            char reversed[20];
            int count = 0;
            do reversed[count++] = static_cast<char>('0' + n % 10);
            while (n /= 10);
            while (count > 0) text({&reversed[--count], 1});
        };
        text("espalier: input '");
        text(input);
        text("' ");
        text(clause);
        text(" ");
        digits(expected);
        text(", got ");
        digits(given);
    }
#if defined(__cpp_exceptions)
    char const* what() const noexcept override { return message; }
#else
    char const* what() const noexcept { return message; }
#endif
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
}  // namespace detail

/// Sets the handler for errors in builds without exceptions.
inline void on_error(error_handler handler) { detail::current_error_handler() = handler; }

}  // namespace espalier::inline ESPALIER_ABI
