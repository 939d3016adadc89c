// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/core/constant.hpp>
#include <espalier/core/keyword.hpp>
#include <espalier/core/random.hpp>
#include <espalier/core/tensor.hpp>
#include <espalier/core/type_list.hpp>

/// The rules that parameters start by. Every draw depends on the seed, the parameter's name and the
/// position alone.
namespace espalier::inline ESPALIER_ABI {

namespace detail {

template <class Tag>
constexpr double option_or(double fallback) {
    return fallback;
}
template <class Tag, class First, class... Rest>
constexpr double option_or(double fallback, First const& first, Rest const&... others) {
    if constexpr (std::is_same_v<typename First::tag, Tag>) {
        if constexpr (requires { First::value_type::program_type::size; })
            return value_of_number<typename First::value_type::op_type>;
        else
            return static_cast<double>(first.value);
    } else {
        return option_or<Tag>(fallback, others...);
    }
}

struct fans {
    double in = 1, out = 1;
};
/// torch.nn.init's fans: extent 1 and extent 0, each times the receptive field behind them.
constexpr fans fans_of(extents const& e) {
    if (e.rank == 0) return {};
    if (e.rank == 1) return {static_cast<double>(e[0]), static_cast<double>(e[0])};
    double field = 1;
    for (int i = 2; i < e.rank; ++i) field *= static_cast<double>(e[i]);
    return {static_cast<double>(e[1]) * field, static_cast<double>(e[0]) * field};
}

template <class Tensor>
constexpr void fill_uniform(Tensor& t, key name, std::uint64_t seed, double low, double high) {
    using T = typename Tensor::value_type;
    for (index_t i = 0; i < t.size(); ++i)
        t.flat(i) =
            static_cast<T>(low) + static_cast<T>(high - low) * random_uniform<T>(seed, name, i);
}
template <class Tensor>
constexpr void fill_normal(Tensor& t, key name, std::uint64_t seed, double center, double spread) {
    using T = typename Tensor::value_type;
    for (index_t i = 0; i < t.size(); ++i)
        t.flat(i) =
            static_cast<T>(center) + static_cast<T>(spread) * random_normal<T>(seed, name, i);
}
/// Rows (or, of a tall matrix, columns) made orthonormal by Gram-Schmidt, twice.
template <class Tensor>
constexpr void fill_orthogonal(Tensor& t, key name, std::uint64_t seed, double factor) {
    using T = typename Tensor::value_type;
    index_t const rows = Tensor::extent(0), cols = t.size() / rows;
    bool const wide = rows <= cols;
    index_t const count = wide ? rows : cols, length = wide ? cols : rows;
    auto element = [&](index_t v, index_t i) -> T& {
        return t.flat(wide ? v * cols + i : i * cols + v);
    };
    fill_normal(t, name, seed, 0, 1);
    for (index_t v = 0; v < count; ++v) {
        for (int pass = 0; pass < 2; ++pass)
            for (index_t u = 0; u < v; ++u) {
                T dot{};
                for (index_t i = 0; i < length; ++i) dot += element(u, i) * element(v, i);
                for (index_t i = 0; i < length; ++i) element(v, i) -= dot * element(u, i);
            }
        T norm{};
        for (index_t i = 0; i < length; ++i) norm += element(v, i) * element(v, i);
        norm = math::sqrt(norm);
        for (index_t i = 0; i < length; ++i) element(v, i) /= norm;
    }
    for (index_t i = 0; i < t.size(); ++i) t.flat(i) *= static_cast<T>(factor);
}

}  // namespace detail

namespace detail {
template <class Argument, class... Known>
struct initializer_has_no_such_option {
    static_assert(never_type<Argument>,
                  "espalier: this rule of es::initialize has no such option; they are written by "
                  "name: es::normal(es::stddev = 0.02f)");
};
/// What is wrong with an argument of a rule that has the options `Known`: a list of errors.
template <class Known, class Argument>
struct initializer_errors;
template <class... Known, class Argument>
struct initializer_errors<list<Known...>, Argument> {
    using type = error_if<!(std::is_same_v<option_tag<Argument>, Known> || ... || false),
                          initializer_has_no_such_option<Argument, Known...>>;
};
}  // namespace detail

/// A rule with its options: `fill(tensor, name, seed)`.
template <class Rule>
struct initializer {
    Rule rule{};
    /// The same rule with options by name.
    template <class... Option>
    constexpr auto operator()(Option... named) const {
        using error = detail::first_or_void<detail::concat_lists_t<
            typename detail::initializer_errors<typename Rule::options, Option>::type...>>;
        if constexpr (!std::is_void_v<error>) {
            static_assert(sizeof(error) > 0);
            return *this;
        } else {
            return initializer<Rule>{Rule::with(named...)};
        }
    }
    template <class Tensor>
    constexpr void fill(Tensor& t, key name, std::uint64_t seed) const {
        rule.fill(t, name, seed);
    }
};

struct constant_start {
    using options = list<>;
    double number = 0;
    template <class Tensor>
    constexpr void fill(Tensor& t, key, std::uint64_t) const {
        t.fill(static_cast<typename Tensor::value_type>(number));
    }
};
/// Every element 0.
inline constexpr initializer<constant_start> zeros{{0}};
/// Every element 1.
inline constexpr initializer<constant_start> ones{{1}};
/// Every element v.
constexpr initializer<constant_start> filled(double v) { return {{v}}; }

struct uniform_start {
    using options = list<tag::low, tag::high>;
    double from = 0, to = 1;
    template <class... Option>
    static constexpr uniform_start with(Option... named) {
        return {detail::option_or<tag::low>(0, named...),
                detail::option_or<tag::high>(1, named...)};
    }
    template <class Tensor>
    constexpr void fill(Tensor& t, key name, std::uint64_t seed) const {
        detail::fill_uniform(t, name, seed, from, to);
    }
};
/// Uniform in [low, high): `es::uniform(es::low = -1.f, es::high = 1.f)`; [0, 1) by default.
inline constexpr initializer<uniform_start> uniform{};

struct normal_start {
    using options = list<tag::average, tag::stddev>;
    double center = 0, spread = 1;
    template <class... Option>
    static constexpr normal_start with(Option... named) {
        return {detail::option_or<tag::average>(0, named...),
                detail::option_or<tag::stddev>(1, named...)};
    }
    template <class Tensor>
    constexpr void fill(Tensor& t, key name, std::uint64_t seed) const {
        detail::fill_normal(t, name, seed, center, spread);
    }
};
/// Normal: `es::normal(es::stddev = 0.02f, es::average = 0.f)`.
inline constexpr initializer<normal_start> normal{};

template <bool Normal>
struct xavier_start {
    using options = list<tag::gain>;
    double factor = 1;
    template <class... Option>
    static constexpr xavier_start with(Option... named) {
        return {detail::option_or<tag::gain>(1, named...)};
    }
    template <class Tensor>
    constexpr void fill(Tensor& t, key name, std::uint64_t seed) const {
        auto const f = detail::fans_of(Tensor::shape_type::value);
        if constexpr (Tensor::rank < 2)
            t.fill(0);
        else if constexpr (Normal)
            detail::fill_normal(t, name, seed, 0, factor * math::sqrt(2 / (f.in + f.out)));
        else
            detail::fill_uniform(t, name, seed, -factor * math::sqrt(6 / (f.in + f.out)),
                                 factor * math::sqrt(6 / (f.in + f.out)));
    }
};
/// Glorot and Bengio 2010, uniform: variance gain^2 2 / (fan_in + fan_out); vectors (biases) become
/// zero. `es::xavier_uniform(es::gain = 2.f)`; the gain is 1 by default.
inline constexpr initializer<xavier_start<false>> xavier_uniform{};
/// The same, normal.
inline constexpr initializer<xavier_start<true>> xavier_normal{};

template <bool Normal>
struct kaiming_start {
    using options = list<tag::negative_slope>;
    double slope = 0;
    template <class... Option>
    static constexpr kaiming_start with(Option... named) {
        return {detail::option_or<tag::negative_slope>(0, named...)};
    }
    template <class Tensor>
    constexpr void fill(Tensor& t, key name, std::uint64_t seed) const {
        auto const f = detail::fans_of(Tensor::shape_type::value);
        double const spread = math::sqrt(2 / ((1 + slope * slope) * f.in));
        if constexpr (Tensor::rank < 2)
            t.fill(0);
        else if constexpr (Normal)
            detail::fill_normal(t, name, seed, 0, spread);
        else
            detail::fill_uniform(t, name, seed, -math::sqrt(3.0) * spread,
                                 math::sqrt(3.0) * spread);
    }
};
/// He et al. 2015, uniform: variance 2 / ((1 + negative_slope^2) fan_in); vectors (biases) become
/// zero. The slope is 0 by default.
inline constexpr initializer<kaiming_start<false>> kaiming_uniform{};
/// The same, normal.
inline constexpr initializer<kaiming_start<true>> kaiming_normal{};

struct orthogonal_start {
    using options = list<tag::gain>;
    double factor = 1;
    template <class... Option>
    static constexpr orthogonal_start with(Option... named) {
        return {detail::option_or<tag::gain>(1, named...)};
    }
    template <class Tensor>
    constexpr void fill(Tensor& t, key name, std::uint64_t seed) const {
        if constexpr (Tensor::rank < 2)
            t.fill(0);
        else
            detail::fill_orthogonal(t, name, seed, factor);
    }
};
/// Orthonormal rows or columns (Saxe et al. 2013). Vectors (biases) become zero.
inline constexpr initializer<orthogonal_start> orthogonal{};

}  // namespace espalier::inline ESPALIER_ABI
