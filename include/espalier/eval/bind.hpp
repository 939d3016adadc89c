// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/eval/elements.hpp>
#include <espalier/eval/leaves.hpp>

/// Bindings: what `x = value` holds. A source gives the elements of one sample, in row-major
/// order, as a pointer to the caller's own memory where type and order allow it.
namespace espalier::inline ESPALIER_ABI {

namespace detail {

template <fixed_string Input, class Expected, class Given>
struct input_shape_differs {
    static_assert(
        never_type<Given>,
        "espalier: the value bound to an input has another shape than the input (one more "
        "leading extent would be a batch)");
};
template <fixed_string Input, class Expected, class Given>
struct batch_differs {
    static_assert(
        never_type<Given>,
        "espalier::batch takes one or several whole samples of the input: numbers in a row, or an "
        "array with one more leading extent than the input");
};
template <fixed_string Input, class Expected, class Given>
struct input_type_differs {
    static_assert(never_type<Given>,
                  "espalier: the value bound to an input has another floating-point type; convert "
                  "it before the call");
};
template <fixed_string Input, class Given>
struct input_cannot_hold {
    static_assert(never_type<Given>,
                  "espalier: this kind of value cannot be bound; use a tensor, an array, a span, a "
                  "vector, braces, or (with espalier.hpp) an xtensor expression");
};

/// One sample, or a batch of samples, for one input; what has an open rank is either.
template <class Leaf, class Held, bool Batch, bool Open = false>
struct binding {
    using leaf_type = Leaf;
    using value_type = typename Leaf::value_type;
    using traits = array_traits<std::remove_cvref_t<Held>>;
    static constexpr bool is_batch = Batch;
    static constexpr bool is_open = Open;
    static constexpr index_t sample_size = Leaf::shape_type::size;
    static constexpr bool has_type = std::is_same_v<typename traits::value_type, value_type>;
    /// Whether samples are read where they lie: all of them, ...
    static constexpr bool in_place = has_type && lies_in_a_row<traits, std::remove_cvref_t<Held>>;
    /// ... in constant expressions too.
    static constexpr bool always_in_place =
        has_type && requires(Held const& v) { traits::data(v); };
    /// Elements that a call must provide for a copy of one sample.
    static constexpr index_t scratch_size = always_in_place ? 0 : sample_size;

    Held held;

    constexpr index_t samples() const { return Batch ? traits::size(held) / sample_size : 1; }
    constexpr value_type const* sample(index_t i, value_type* scratch) const {
        if constexpr (always_in_place) {
            return traits::data(held) + i * sample_size;
        } else {
            if constexpr (in_place)
                if (!std::is_constant_evaluated())
                    return first_in_row<traits>(held) + i * sample_size;
            for (index_t e = 0; e < sample_size; ++e)
                scratch[e] = static_cast<value_type>(traits::element(held, i * sample_size + e));
            return scratch;
        }
    }
    /// Run-time extents are checked before anything is computed.
    constexpr void check() const {
        if constexpr (requires { traits::template check_extents<Leaf, Batch>(held); }) {
            if (Open && !traits::template has_axes<Leaf, true>(held))
                traits::template check_extents<Leaf, false>(held);
            else
                traits::template check_extents<Leaf, Batch>(held);
        } else if constexpr (std::is_void_v<typename traits::shape_type>) {
            index_t const given = traits::size(held);
            if (Batch ? given == 0 || given % sample_size != 0 : given != sample_size)
                raise(shape_error(Leaf::name.view(),
                                  Batch
                                      ? "takes a batch: a positive multiple of this many elements:"
                                      : "takes this many elements:",
                                  sample_size, given));
        }
    }
};

/// Whether a value is one sample, a batch, either (as is known at run time only) or neither.
enum class sampling { neither, one, batch, open };
/// What a value is to a leaf where the call does not say, ...
template <class Leaf, class V>
consteval sampling sampling_of() {
    using traits = array_traits<V>;
    constexpr extents wanted = Leaf::shape_type::value;
    if constexpr (!std::is_void_v<typename traits::shape_type>) {
        switch (fit_of(traits::shape_type::value, wanted)) {
            case fit::one: return sampling::one;
            case fit::batch: return sampling::batch;
            case fit::flat:
                return traits::shape_type::size == wanted.size() ? sampling::one
                                                                 : sampling::neither;
            case fit::none: return sampling::neither;
        }
    } else if constexpr (requires { typename traits::element_shape; }) {
        switch (fit_of_range(traits::element_shape::value, wanted)) {
            case fit::batch: return sampling::batch;
            case fit::none: return sampling::neither;
            default: return sampling::one;
        }
    } else {
        return has_open_rank<traits>             ? sampling::open
               : traits::rank == wanted.rank + 1 ? sampling::batch
               : traits::rank == wanted.rank     ? sampling::one
                                                 : sampling::neither;
    }
    return sampling::neither;
}
/// ... and whether it is what `es::batch` says it is.
template <class Leaf, class V>
consteval bool is_told_batch() {
    using traits = array_traits<V>;
    constexpr extents wanted = Leaf::shape_type::value;
    if constexpr (!std::is_void_v<typename traits::shape_type>) {
        constexpr fit found = fit_of(traits::shape_type::value, wanted);
        return traits::shape_type::size > 0 && traits::shape_type::size % wanted.size() == 0 &&
               (found == fit::batch || traits::shape_type::rank == 1);
    } else if constexpr (requires { typename traits::element_shape; }) {
        constexpr fit found = fit_of_range(traits::element_shape::value, wanted);
        return found == fit::batch || found == fit::flat;
    } else {
        return has_open_rank<traits> || traits::rank == wanted.rank + 1;
    }
}

/// What a message says of a value: its shape, where that is static.
template <class V>
using shape_or_type = std::conditional_t<std::is_void_v<typename array_traits<V>::shape_type>, V,
                                         typename array_traits<V>::shape_type>;

/// What is wrong with a value bound to a leaf (`Told`: as a batch): void, or a type that says it.
template <class Leaf, class V, bool Told>
constexpr auto find_binding_error() {
    if constexpr (!array_traits<V>::known) {
        return held_type<input_cannot_hold<Leaf::name, V>>{};
    } else {
        using given = typename array_traits<V>::value_type;
        if constexpr (!std::is_same_v<given, typename Leaf::value_type> &&
                      !std::is_integral_v<given>)
            return held_type<input_type_differs<Leaf::name, typename Leaf::value_type, given>>{};
        else if constexpr (Told && !is_told_batch<Leaf, V>())
            return held_type<batch_differs<Leaf::name, typename Leaf::shape_type, V>>{};
        else if constexpr (!Told && sampling_of<Leaf, V>() == sampling::neither)
            return held_type<
                input_shape_differs<Leaf::name, typename Leaf::shape_type, shape_or_type<V>>>{};
        else
            return held_type<void>{};
    }
}
template <class Leaf, class V, bool Told = false>
using binding_error = typename decltype(find_binding_error<Leaf, V, Told>())::type;

template <class Leaf>
struct only_inputs_are_bound {
    static_assert(never_type<Leaf>, "espalier: only an input can be bound with '='");
};
/// What a binding that has said what is wrong with it leaves behind.
template <class Leaf>
struct failed_binding {};
template <class Binding>
inline constexpr bool is_failed_binding = false;
template <class Leaf>
inline constexpr bool is_failed_binding<only_inputs_are_bound<Leaf>> = true;
template <class Leaf>
inline constexpr bool is_failed_binding<failed_binding<Leaf>> = true;
template <class Op>
inline constexpr bool is_input_leaf = false;
template <class Leaf>
    requires is_leaf_type<Leaf>
inline constexpr bool is_input_leaf<Leaf> = Leaf::kind == leaf_kind::input;

/// A value held by reference where it is an lvalue, a temporary by value.
template <class V>
using held_by_binding = std::conditional_t<std::is_lvalue_reference_v<V>,
                                           std::remove_cvref_t<V> const&, std::remove_cvref_t<V>>;

/// `Told`: the call says that the value is a batch.
template <class Leaf, bool Told, class V>
constexpr auto bind_value(V&& value) {
    using plain = std::remove_cvref_t<V>;
    using error = binding_error<Leaf, plain, Told>;
    if constexpr (!std::is_void_v<error>) {
        static_assert(sizeof(error) > 0);
        return failed_binding<Leaf>{};
    } else {
        constexpr sampling found = Told ? sampling::batch : sampling_of<Leaf, plain>();
        binding<Leaf, held_by_binding<V>, found >= sampling::batch, found == sampling::open> b{
            std::forward<V>(value)};
        b.check();
        return b;
    }
}
template <class Leaf, class V>
constexpr auto bind(V&& value) {
    if constexpr (!is_input_leaf<Leaf>)
        return only_inputs_are_bound<Leaf>{};
    else if constexpr (requires { typename std::remove_cvref_t<V>::is_batch_of; })
        return bind_value<Leaf, true>(std::forward<V>(value).given());
    else
        return bind_value<Leaf, false>(std::forward<V>(value));
}

/// Braces are temporaries: their elements are copied.
template <class Leaf, class V>
constexpr auto bind_array(V const& value) {
    using traits = array_traits<V>;
    if constexpr (!std::is_void_v<binding_error<Leaf, V>>) {
        static_assert(sizeof(binding_error<Leaf, V>) > 0);
        return failed_binding<Leaf>{};
    } else {
        tensor_of<typename Leaf::value_type, typename traits::shape_type> copy{};
        for (index_t i = 0; i < copy.size(); ++i)
            copy.flat(i) = static_cast<typename Leaf::value_type>(traits::element(value, i));
        return bind<Leaf>(static_cast<decltype(copy)&&>(copy));
    }
}

template <class B>
inline constexpr bool is_binding = false;
template <class Leaf, class Held, bool Batch, bool Open>
inline constexpr bool is_binding<binding<Leaf, Held, Batch, Open>> = true;

/// `count` of so many samples, from `first` on, side by side: where they are, or copies; behind the
/// last one it is repeated.
template <class Binding, class T>
constexpr T const* side_by_side(Binding const& given, index_t samples, index_t first, index_t count,
                                T* copies) {
    constexpr index_t size = Binding::leaf_type::shape_type::size;
    if constexpr (Binding::in_place)
        if (first + count <= samples)
            if (T const* const there = given.sample(first, copies); there != copies) return there;
    for (index_t b = 0; b < count; ++b) {
        T* const to = copies + b * size;
        T const* const from = given.sample(first + b < samples ? first + b : samples - 1, to);
        if (from != to)
            for (index_t e = 0; e < size; ++e) to[e] = from[e];
    }
    return copies;
}

template <class Binding>
inline constexpr bool is_open = false;
template <class Binding>
    requires requires { Binding::is_open; }
inline constexpr bool is_open<Binding> = Binding::is_open;

/// A binding of open rank where only one sample will do.
template <class Binding>
struct one_sample {
    using leaf_type = typename Binding::leaf_type;
    using value_type = typename Binding::value_type;
    static constexpr bool is_batch = false;
    static constexpr index_t scratch_size = Binding::scratch_size;
    Binding const& given;

    constexpr explicit one_sample(Binding const& of) : given(of) {
        if (given.samples() != 1)
            raise(shape_error(leaf_type::name.view(), "takes one sample here; samples:", 1,
                              given.samples()));
    }
    constexpr value_type const* sample(index_t, value_type* scratch) const {
        return given.sample(0, scratch);
    }
};
template <class Binding>
constexpr decltype(auto) as_one_sample(Binding const& given) {
    if constexpr (is_open<Binding>)
        return one_sample<Binding>(given);
    else
        return (given);
}

template <class Held>
struct batch_of {
    using is_batch_of = void;
    Held held;

    constexpr auto const& given() const& { return held; }
    constexpr Held&& given() && { return static_cast<Held&&>(held); }
};

}  // namespace detail

/// Says that a flat range is a batch: `x = es::batch(values)`. It has one or several whole samples:
/// a static size that is no multiple of the input's does not compile, one of run time throws
/// `es::shape_error`.
template <class V>
constexpr auto batch(V&& values) {
    return detail::batch_of<detail::held_by_binding<V>>{std::forward<V>(values)};
}

}  // namespace espalier::inline ESPALIER_ABI
