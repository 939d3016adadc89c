// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <type_traits>
#include <utility>

#include <espalier/kernel/pack.hpp>

/// What a loop reads: arrays of one pointer type, or of several.
namespace espalier::inline ESPALIER_ABI::kernel {

/// An array of which each number stands for a register of it: what samples in lanes share.
template <class V>
struct spread {
    scalar_of<V> const* from;
    ESPALIER_INLINE V operator[](index_t i) const { return broadcast<V>(from[i]); }
};
template <class V>
ESPALIER_INLINE spread<V> operator+(spread<V> a, index_t n) {
    return {a.from + n};
}

/// ... as registers in memory, for kernels that take pointers.
template <class V, index_t Size>
struct gathered {
    V elements[Size];
    ESPALIER_INLINE explicit gathered(spread<V> shared) {
        for (index_t i = 0; i < Size; ++i) elements[i] = shared[i];
    }
    ESPALIER_INLINE V const* data() const { return elements; }
};

template <class T, std::size_t Count>
struct pointers {
    T const* pointer[Count + 1];
    ESPALIER_INLINE constexpr T const* const* all() const { return pointer; }
};
template <std::size_t I, class Pointer>
struct array_slot {
    Pointer pointer;
};
template <class I, class... Pointer>
struct array_set;
template <std::size_t... I, class... Pointer>
struct array_set<std::index_sequence<I...>, Pointer...> : array_slot<I, Pointer>... {
    ESPALIER_INLINE constexpr array_set const& all() const { return *this; }
};
template <std::size_t I, class Pointer>
ESPALIER_INLINE constexpr Pointer array_in(array_slot<I, Pointer> const& slot) {
    return slot.pointer;
}

template <class T, class... Pointer>
ESPALIER_INLINE constexpr auto arrays(Pointer... array) {
    if constexpr ((std::is_convertible_v<Pointer, T const*> && ... && true))
        return pointers<T, sizeof...(Pointer)>{{array...}};
    else
        return array_set<std::index_sequence_for<Pointer...>, Pointer...>{{array}...};
}
/// The I-th of them.
template <int I, class T>
ESPALIER_INLINE constexpr T const* nth(T const* const* in) {
    return in[I];
}
template <int I, class Index, class... Pointer>
ESPALIER_INLINE constexpr auto nth(array_set<Index, Pointer...> const& in) {
    return array_in<static_cast<std::size_t>(I)>(in);
}

}  // namespace espalier::inline ESPALIER_ABI::kernel
