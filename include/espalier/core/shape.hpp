// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <cstddef>
#include <utility>

#include <espalier/core/config.hpp>

namespace espalier::inline ESPALIER_ABI {

/// Extents, sizes and positions.
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

/// A static shape: `shape<20, 10>` is 20 x 10, `shape<>` a scalar. As an option of a layer, a pair
/// of numbers, which may be 0.
template <index_t... D>
struct shape {
    static_assert(sizeof...(D) <= extents::max_rank, "espalier::shape: at most 6 axes");
    static constexpr int rank = static_cast<int>(sizeof...(D));
    static constexpr index_t size = (index_t{1} * ... * D);
    static constexpr extents value{{D...}, rank};
};

/// Whether a type is `es::shape<...>`.
template <class>
inline constexpr bool is_shape = false;
template <index_t... D>
inline constexpr bool is_shape<shape<D...>> = true;

namespace detail {

template <index_t N, class Shape>
struct prepended;
template <index_t N, index_t... D>
struct prepended<N, shape<D...>> {
    using type = shape<N, D...>;
};
/// The shape with one more, leading, axis.
template <index_t N, class Shape>
using prepended_t = typename prepended<N, Shape>::type;

/// A sample axis, axes of extent 1 up to `Rank`, and the axes of `Shape`: what makes an operand of
/// one sample broadcast sample by sample.
template <index_t B, class Shape, int Rank>
struct aligned_rule {
    consteval extents operator()() const {
        extents e;
        e.push(B);
        for (int i = Shape::rank; i < Rank; ++i) e.push(1);
        for (int i = 0; i < Shape::rank; ++i) e.push(Shape::value.axis[i]);
        return e;
    }
};

template <class Rule, std::size_t... I>
shape<Rule{}().axis[I]...> shape_of_rule(std::index_sequence<I...>);

/// The shape type of the extents that `Rule{}()` computes.
template <class Rule>
using shape_by = decltype(shape_of_rule<Rule>(
    std::make_index_sequence<static_cast<std::size_t>(Rule{}().rank)>{}));

template <index_t B, class Shape, int Rank>
using aligned_t = shape_by<aligned_rule<B, Shape, Rank>>;

}  // namespace detail

}  // namespace espalier::inline ESPALIER_ABI
