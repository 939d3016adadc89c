// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/kernel/arrays.hpp>
#include <espalier/kernel/transpose.hpp>

/// Matrices that are stored as their transposes.
namespace espalier::inline ESPALIER_ABI::detail {

/// A matrix that is stored as its transpose; without rows, none is.
struct transposed_matrix {
    index_t rows = 0, cols = 0;
    bool operator==(transposed_matrix const&) const = default;
};
/// Elements in the order that is wanted: where they are, or a copy.
template <class Pointer>
struct in_place {
    Pointer where;
    ESPALIER_INLINE constexpr Pointer data() const { return where; }
};
template <class T, transposed_matrix Is, transposed_matrix Wanted>
struct copied {
    static constexpr transposed_matrix matrix = Is.rows > 0 ? Is : Wanted;
    alignas(ESPALIER_ALIGNMENT) T elements[matrix.rows * matrix.cols];
    template <class V>
    explicit copied(kernel::spread<V> from)
        : copied(kernel::gathered<V, matrix.rows * matrix.cols>(from).data()) {}
    constexpr explicit copied(T const* from) {
        if (std::is_constant_evaluated())
            for (T& element : elements) element = T{};
        if constexpr (Is.rows == 0)
            kernel::transposition<T, Wanted.rows, Wanted.cols>::run(from, elements);
        else if constexpr (Wanted.rows == 0)
            kernel::transposition<T, Is.cols, Is.rows>::run(from, elements);
        else
            kernel::transposition<T, Wanted.rows, Wanted.cols>::run(
                copied<T, Is, transposed_matrix{}>(from).elements, elements);
    }
    constexpr T const* data() const { return elements; }
};

}  // namespace espalier::inline ESPALIER_ABI::detail
