// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <array>
#include <cmath>
#include <span>
#include <tuple>
#include <vector>

#include "../catch.hpp"

#if defined(ESPALIER_TEST_HOSTED)
#include <espalier/espalier.hpp>
#else
#include <espalier/core.hpp>
#endif

/// What laws are stated about: y = f(a, b, ...) with values for its leaves, as flat numbers.
namespace laws {

namespace es = espalier;
using numbers = std::vector<double>;

/// Numbers that a seed decides, each of them a float.
struct draws {
    unsigned long long state;
    constexpr double next(double low, double high) {
        state = state * 6364136223846793005u + 1442695040888963407u;
        double const unit = static_cast<double>(state >> 11) * 0x1p-53;
        return static_cast<double>(static_cast<float>(low + unit * (high - low)));
    }
};

/// |a - b| <= relative max(|b|, floor), element by element; NaN agrees with NaN.
inline bool agree(numbers const& a, numbers const& b, double relative, double floor) {
    if (a.size() != b.size()) {
        UNSCOPED_INFO("there are " << a.size() << " numbers, and " << b.size());
        return false;
    }
    for (std::size_t i = 0; i < a.size(); ++i) {
        if (std::isnan(a[i]) && std::isnan(b[i])) continue;
        if (a[i] == b[i] || std::abs(a[i] - b[i]) <= relative * std::max(std::abs(b[i]), floor))
            continue;
        UNSCOPED_INFO("element " << i << ": " << a[i] << ", expected " << b[i]);
        return false;
    }
    return true;
}

/// An operand of real numbers between two bounds.
template <es::index_t... D>
struct real {
    double low = -2, high = 2;
    static constexpr bool is_real = true;
    static constexpr es::index_t size = es::shape<D...>::size;
    template <class T, es::fixed_string Name>
    static constexpr auto leaf = es::parameter<Name, es::shape<D...>, T>;
    constexpr double draw(draws& from) const { return from.next(low, high); }
};
/// ... with the bounds in the type, in hundredths.
template <int Low, int High, es::index_t... D>
struct bounded : real<D...> {
    constexpr bounded() : real<D...>{Low / 100.0, High / 100.0} {}
};
/// An operand of indices below a number.
template <std::int32_t Below, es::index_t... D>
struct index {
    static constexpr bool is_real = false;
    static constexpr es::index_t size = es::shape<D...>::size;
    template <class T, es::fixed_string Name>
    static constexpr auto leaf = es::input<Name, es::shape<D...>, std::int32_t>;
    constexpr double draw(draws& from) const { return std::floor(from.next(0, Below)); }
};

/// The seed of what an expression draws: not an operand of f.
struct seed {
    static constexpr bool is_real = false;
    static constexpr es::index_t size = 1;
    constexpr double draw(draws&) const { return 7; }
};

/// The values of operand I.
template <class Operand>
numbers drawn(unsigned long long seed, std::size_t i, Operand const& operand) {
    draws own{seed * 1000 + i};
    numbers n(static_cast<std::size_t>(Operand::size));
    for (double& x : n) x = operand.draw(own);
    return n;
}

template <std::size_t I>
inline constexpr es::fixed_string<2> letter{{static_cast<char>('a' + I), '\0'}};
template <class Operand, std::size_t I, class T, bool Frozen>
constexpr auto leaf_of() {
    if constexpr (Frozen)
        return es::freeze(Operand::template leaf<T, letter<I>>);
    else
        return Operand::template leaf<T, letter<I>>;
}
template <class Operand, std::size_t I, class T, bool Frozen>
constexpr auto leaf_tuple() {
    if constexpr (std::is_same_v<Operand, seed>)
        return std::tuple{};
    else
        return std::tuple{leaf_of<Operand, I, T, Frozen>()};
}
/// f(a, b, ...) in elements of T, with operand `Frozen` frozen, or (-1) none.
template <class T, int Frozen, class F, class... Operand>
constexpr auto expression_of() {
    return []<std::size_t... I>(std::index_sequence<I...>) {
        return std::apply(
            F{}, std::tuple_cat(leaf_tuple<Operand, I, T, static_cast<int>(I) == Frozen>()...));
    }(std::index_sequence_for<Operand...>{});
}

/// The bindings of the operands that are inputs, in order.
template <std::size_t I, class Operand>
auto bindings_of(Operand, numbers const& values) {
    if constexpr (Operand::is_real) {
        return std::tuple{};
    } else if constexpr (std::is_same_v<Operand, seed>) {
        return std::tuple{es::rng = static_cast<int>(values[0])};
    } else {
        es::basic_tensor<std::int32_t,
                         typename decltype(leaf_of<Operand, I, double, false>())::shape_type,
                         es::row_major>
            t{};
        for (es::index_t i = 0; i < t.size(); ++i) t[i] = static_cast<std::int32_t>(values[i]);
        return std::tuple{leaf_of<Operand, I, double, false>() = std::move(t)};
    }
}

template <class E>
struct trained_leaves {
    template <class... Leaf, class Visit>
    static void each(es::list<Leaf...>, Visit const& visit) {
        auto const one = [&]<class L>(std::type_identity<L>) {
            if constexpr (es::detail::trainable_leaf<L>) visit(es::detail::leaf_expression<L>{});
        };
        (one(std::type_identity<Leaf>{}), ...);
    }
    template <class Visit>
    static void each(Visit const& visit) {
        each(es::detail::variables_of_graph<es::detail::flat_of<E>>{}, visit);
    }
};

template <class Tensor>
constexpr auto* begin_of(Tensor& t) {
    if constexpr (std::is_arithmetic_v<Tensor>)
        return &t;
    else
        return t.data();
}

/// An expression with values for its variables and inputs.
template <class E, class Variables, class... Binding>
struct subject {
    using T = typename E::value_type;
    static constexpr es::index_t size = E::shape_type::size;
    Variables& vars;
    std::tuple<Binding...> const& bound;

    /// The value, written between two guards; empty if it spoils one.
    numbers value(double filler = 0.5) const {
        T room[size + 2];
        for (T& x : room) x = static_cast<T>(filler);
        std::apply(
            [&](auto const&... b) {
                es::evaluate_into(E{}, std::span<T>(room + 1, size), vars, b...);
            },
            bound);
        if (room[0] != static_cast<T>(filler) || room[size + 1] != static_cast<T>(filler))
            return {};
        return numbers(room + 1, room + 1 + size);
    }
    /// The gradients of all trained parameters for a cotangent, one after the other.
    numbers gradient(numbers const& cotangent) const {
        es::basic_tensor<T, typename E::shape_type, es::row_major> s{};
        for (es::index_t i = 0; i < size; ++i) s[i] = static_cast<T>(cotangent[i]);
        auto const g = std::apply(
            [&](auto const&... b) { return es::gradient(E{}, es::cotangent = s, vars, b...); },
            bound);
        numbers all;
        trained_leaves<E>::each([&](auto leaf) {
            auto const& part = g[leaf];
            all.insert(all.end(), begin_of(part),
                       begin_of(part) + decltype(leaf)::shape_type::size);
        });
        return all;
    }
    /// J d for a direction d of all trained parameters.
    numbers tangent(numbers const& direction) const {
        return [&]<class... Leaf>(es::list<Leaf...>) {
            std::size_t at = 0;
            auto const part = [&]<class L>(std::type_identity<L>) {
                if constexpr (es::detail::trainable_leaf<L>) {
                    es::basic_tensor<T, typename L::shape_type, es::row_major> d{};
                    for (T& x : d) x = static_cast<T>(direction[at++]);
                    return std::tuple{es::tangent(es::detail::leaf_expression<L>{}) = std::move(d)};
                } else {
                    return std::tuple{};
                }
            };
            std::tuple<decltype(part(std::type_identity<Leaf>{}))...> const parts{
                part(std::type_identity<Leaf>{})...};
            auto const all =
                std::apply([&](auto const&... p) { return std::tuple_cat(p..., bound); }, parts);
            auto const d =
                std::apply([&](auto const&... b) { return es::jvp(E{}, vars, b...).tangent; }, all);
            return numbers(begin_of(d), begin_of(d) + size);
        }(es::detail::variables_of_graph<es::detail::flat_of<E>>{});
    }
    /// Calls visit with each number of the trained parameters.
    template <class Visit>
    void each_number(Visit const& visit) const {
        trained_leaves<E>::each([&](auto leaf) {
            for (T& x : vars[leaf]) visit(x);
        });
    }
};

}  // namespace laws
