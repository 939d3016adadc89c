// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <cstddef>

#include <espalier/core/config.hpp>

namespace espalier::inline ESPALIER_ABI {

using index_t = std::size_t;

/// Extents as data: what shape rules and plan passes compute with.
struct extents {
    static constexpr int max_rank = 6;
    index_t axis[max_rank]{};
    int rank = 0;

    constexpr index_t size() const {
        index_t n = 1;
        for (int i = 0; i < rank; ++i) n *= axis[i];
        return n;
    }
    constexpr index_t operator[](int i) const { return axis[i]; }
    constexpr void push(index_t extent) { axis[rank++] = extent; }
    constexpr extents without(int drop) const {
        extents rest;
        for (int i = 0; i < rank; ++i)
            if (i != drop) rest.push(axis[i]);
        return rest;
    }
    friend constexpr bool operator==(extents const&, extents const&) = default;
};

/// A static shape: `shape<20, 10>` is 20 x 10, `shape<>` a scalar.
template <index_t... D>
struct shape {
    static_assert(sizeof...(D) <= extents::max_rank, "espalier::shape: at most 6 axes");
    static_assert(((D > 0) && ... && true), "espalier::shape: every extent is at least 1");
    static constexpr int rank = static_cast<int>(sizeof...(D));
    static constexpr index_t size = (index_t{1} * ... * D);
    static constexpr extents value{{D...}, rank};
};

template <class>
inline constexpr bool is_shape = false;
template <index_t... D>
inline constexpr bool is_shape<shape<D...>> = true;

namespace detail {


/// The shape type of extents that a shape rule computed.
template <extents E, class = void>
struct to_shape;
template <extents E>
    requires(E.rank == 0)
struct to_shape<E> { using type = shape<>; };
template <extents E>
    requires(E.rank == 1)
struct to_shape<E> { using type = shape<E[0]>; };
template <extents E>
    requires(E.rank == 2)
struct to_shape<E> { using type = shape<E[0], E[1]>; };
template <extents E>
    requires(E.rank == 3)
struct to_shape<E> { using type = shape<E[0], E[1], E[2]>; };
template <extents E>
    requires(E.rank == 4)
struct to_shape<E> { using type = shape<E[0], E[1], E[2], E[3]>; };
template <extents E>
    requires(E.rank == 5)
struct to_shape<E> { using type = shape<E[0], E[1], E[2], E[3], E[4]>; };
template <extents E>
    requires(E.rank == 6)
struct to_shape<E> { using type = shape<E[0], E[1], E[2], E[3], E[4], E[5]>; };

}  // namespace detail

template <extents E>
using shape_of_extents = typename detail::to_shape<E>::type;

}  // namespace espalier::inline ESPALIER_ABI
