// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include "catch.hpp"
#include "laws/samples.hpp"
#include "laws/subject.hpp"
#include "laws/trap.hpp"

/// Laws that every op, layer and loss obeys, each stated once, for y = f(a, b, ...):
///
///     laws::hold([](auto a, auto b) { return matmul(a, b); }, laws::real<3, 4>(),
///     laws::real<4>());
namespace laws {

inline double product(numbers const& a, numbers const& b) {
    double total = 0;
    for (std::size_t i = 0; i < a.size(); ++i) total += a[i] * b[i];
    return total;
}
inline numbers some(std::size_t count, draws from) {
    numbers n(count);
    for (double& x : n) x = from.next(-1, 1);
    return n;
}
inline numbers combined(numbers const& a, double factor, numbers const& b) {
    numbers sum = a;
    for (std::size_t i = 0; i < a.size(); ++i) sum[i] += factor * b[i];
    return sum;
}

/// Reverse mode = central differences of <s, y>, of the fourth order; forward mode = reverse mode;
/// reverse mode is linear in the cotangent; the array made has the shape of the rule.
template <class Subject>
void derivatives_agree(Subject const& y, draws from) {
    numbers const s = some(Subject::size, from), other = some(Subject::size, {from.state + 1});
    numbers const value = y.value(), g = y.gradient(s);
    INFO("the value fills the array, and no more");
    CHECK(agree(y.value(-7), value, 0, 0));

    numbers differences;
    double scale = 1;
    for (double v : value) scale = std::max(scale, std::abs(v));
    y.each_number([&](double& x) {
        double const at = x, h = 2e-4 * (1 + std::abs(at));
        auto const moved = [&](double by) { return x = at + by, product(s, y.value()); };
        double const near = moved(h) - moved(-h), far = moved(2 * h) - moved(-2 * h);
        x = at;
        differences.push_back((8 * near - far) / (12 * h));
    });
    INFO("reverse mode = central differences");
    CHECK(agree(g, differences, 1e-7, scale));

    INFO("forward mode = reverse mode");
    numbers const d = some(g.size(), {from.state + 2}), along = y.tangent(d);
    CHECK(product(along, s) == Approx(product(g, d)).epsilon(1e-9).margin(1e-11 * scale));

    INFO("reverse mode is linear in the cotangent");
    numbers const sum = combined(g, -3, y.gradient(other));
    CHECK(agree(y.gradient(combined(s, -3, other)), sum, 1e-11, scale));
}

/// Values for the variables of y that a seed decides: of the operands as they say, of a layer's own
/// parameters between -1 and 1.
template <class E, class... Operand>
auto variables_for(unsigned long long seed, Operand const&... operand) {
    using T = typename E::value_type;
    es::variables vars{E{}};
    es::initialize(vars, static_cast<std::uint32_t>(seed));
    trained_leaves<E>::each([&](auto leaf) {
        draws from{seed ^ es::detail::hash(decltype(leaf)::op_type::name.view())};
        for (T& x : vars[leaf]) x = static_cast<T>(from.next(-1, 1));
    });
    auto const set = [&]<std::size_t K, class O>(std::integral_constant<std::size_t, K>,
                                                 O const& o) {
        if constexpr (O::is_real) {
            auto& tensor = vars[leaf_of<O, K, T, false>()];
            numbers const n = drawn(seed, K, o);
            for (std::size_t i = 0; i < n.size(); ++i) tensor.flat(i) = static_cast<T>(n[i]);
        }
    };
    [&]<std::size_t... I>(std::index_sequence<I...>) {
        (set(std::integral_constant<std::size_t, I>{}, operand), ...);
    }(std::index_sequence_for<Operand...>{});
    return vars;
}
/// Calls use(subject) for y with such values.
template <class E, class Use, class... Operand>
void with_values(unsigned long long seed, Use const& use, Operand const&... operand) {
    auto vars = variables_for<E>(seed, operand...);
    [&]<std::size_t... I>(std::index_sequence<I...>) {
        auto const bound = std::tuple_cat(bindings_of<I>(operand, drawn(seed, I, operand))...);
        std::apply(
            [&](auto const&... b) {
                use(subject<E, decltype(vars), std::remove_cvref_t<decltype(b)>...>{vars, bound});
            },
            bound);
    }(std::index_sequence_for<Operand...>{});
}

/// A frozen operand: the same value and the same other gradients, no adjoint named, no workspace
/// but what its gradient took before. A factor that is trained stands for the rest of a program.
template <int Frozen, class F, class... Operand>
void frozen_operand_costs_nothing(unsigned long long seed, Operand const&... operand) {
    constexpr auto factor = es::parameter<"factor", es::shape<>, double>;
    using all = decltype(expression_of<double, -1, F, Operand...>() * factor);
    using rest = decltype(expression_of<double, Frozen, F, Operand...>() * factor);
    constexpr auto is_frozen = [](auto const& node) { return node.name == letter<Frozen>.view(); };
    constexpr es::index_t own =
        sizeof(double) * std::tuple_element_t<Frozen, std::tuple<Operand...>>::size;
    static_assert(es::plan(rest{}).workspace_bytes <= es::plan(all{}).workspace_bytes + own);
    for (auto const& node : es::plan(rest{}))
        if (is_frozen(node)) CHECK(!node.adjoint);
    numbers value, g, cotangent = some(all::shape_type::size, {seed});
    std::size_t skip = 0, skipped = 0;
    with_values<all>(
        seed,
        [&](auto const& y) {
            value = y.value();
            g = y.gradient(cotangent);
            bool before = true;
            trained_leaves<all>::each([&](auto leaf) {
                constexpr es::index_t size = decltype(leaf)::shape_type::size;
                if (decltype(leaf)::op_type::name.view() == letter<Frozen>.view())
                    skipped = size, before = false;
                if (before) skip += size;
            });
        },
        operand...);
    g.erase(g.begin() + static_cast<long>(skip), g.begin() + static_cast<long>(skip + skipped));
    INFO("operand " << Frozen << " is frozen");
    with_values<trapped<rest>>(
        seed,
        [&](auto const& y) {
            // the same numbers for the leaves that are left
            CHECK(agree(y.value(), value, 1e-13, 1));
            CHECK(agree(y.gradient(cotangent), g, 1e-12, 1));
        },
        operand...);
}

/// Derivatives alone, for one more shape.
template <class F, class... Operand>
void derivatives(F, Operand... operand) {
    for (unsigned long long seed : {11u, 12u, 13u})
        with_values<decltype(expression_of<double, -1, F, Operand...>())>(
            seed, [&](auto const& y) { derivatives_agree(y, {seed}); }, operand...);
}

/// The value in a constant expression, for operands of real numbers only.
template <class F, class... Operand>
constexpr auto constant_value(Operand... operand) {
    using E = decltype(expression_of<double, -1, F, Operand...>());
    es::variables vars{E{}};
    [&]<std::size_t... I>(std::index_sequence<I...>) {
        auto const set = [&](auto& tensor, std::size_t i, auto const& o) {
            draws own{21 * 1000 + i};
            for (double& x : tensor) x = o.draw(own);
        };
        (set(vars[leaf_of<Operand, I, double, false>()], I, operand), ...);
    }(std::index_sequence_for<Operand...>{});
    return es::evaluate(E{}, vars);
}

/// float agrees with double to 1e-5, values and gradients.
template <class F, class... Operand>
void float_agrees_with_double(F, Operand... operand) {
    using E = decltype(expression_of<double, -1, F, Operand...>());
    numbers value, g, s = some(E::shape_type::size, {5});
    with_values<E>(21, [&](auto const& y) { value = y.value(), g = y.gradient(s); }, operand...);
    with_values<decltype(expression_of<float, -1, F, Operand...>())>(
        21,
        [&](auto const& y) {
            INFO("float");
            CHECK(agree(y.value(), value, 1e-5, 1));
            CHECK(agree(y.gradient(s), g, 1e-5, 1));
        },
        operand...);
}

/// Of what has no gradient: the other laws.
template <class F, class... Operand>
void no_gradient(F, Operand... operand) {
    using E = decltype(expression_of<double, -1, F, Operand...>());
    trained_leaves<E>::each([](auto leaf) { static_assert(!es::has_gradient(E{}, leaf)); });
    numbers value;
    with_values<E>(
        21,
        [&](auto const& y) {
            value = y.value();
            CHECK(agree(y.value(-7), value, 0, 0));
        },
        operand...);
    with_values<decltype(expression_of<float, -1, F, Operand...>())>(
        21, [&](auto const& y) { CHECK(agree(y.value(), value, 1e-5, 1)); }, operand...);
}

/// Second derivatives: the product of the Hessian of sum(y^2) with a direction.
template <class F, class... Operand>
void second_derivatives(F, Operand... operand) {
    using E = decltype(expression_of<double, -1, F, Operand...>());
    with_values<E>(
        21,
        [&](auto const& y) {
            std::apply([&](auto const&... b) { second_derivatives_agree<E>(y.vars, b...); },
                       y.bound);
        },
        operand...);
}

/// Over samples, each by itself: with all operands mapped, and with one of them.
template <class F, class... Operand>
void samples_agree(F, Operand... operand) {
    using y = decltype(expression_of_samples<F, Operand...>());
    using E = decltype(es::reshape<y::shape_type::size>(y{}));
    auto vars = variables_for<E>(21, operand...);
    [&]<std::size_t... I>(std::index_sequence<I...>) {
        auto const run = [&](auto const&... samples) {
            constexpr std::size_t count = sizeof...(I);
            batch_is_a_mean<E>(vars, samples...);
            mapped_is_sample_by_sample<(1u << count) - 1u, E>(vars, samples...);
            if constexpr (count > 1)
                (mapped_is_sample_by_sample<1u << I, E>(vars, samples...), ...);
        };
        run(samples_of<Operand, I>(operand)...);
    }(std::index_sequence_for<Operand...>{});
}

/// Of what mixes samples or draws for each of them: all laws but those over samples.
template <class F, class... Operand>
void hold_without_samples(F f, Operand... operand) {
    derivatives(f, operand...);
    float_agrees_with_double(f, operand...);
    [&]<int... I>(std::integer_sequence<int, I...>) {
        auto const one = [&]<int K, class O>(std::integral_constant<int, K>, O const&) {
            if constexpr (O::is_real) frozen_operand_costs_nothing<K, F>(31, operand...);
        };
        (one(std::integral_constant<int, I>{}, operand), ...);
    }(std::make_integer_sequence<int, sizeof...(Operand)>{});
}
/// All laws but the constant expression.
template <class F, class... Operand>
void hold(F f, Operand... operand) {
    hold_without_samples(f, operand...);
    second_derivatives(f, operand...);
    samples_agree(f, operand...);
}
/// A constant expression gives the run-time value to within rounding.
template <class F, class... Operand>
void constant_is_run_time(F, Operand...) {
    using E = decltype(expression_of<double, -1, F, Operand...>());
    [[maybe_unused]] static constexpr auto computed = constant_value<F>(Operand{}...);
    with_values<E>(
        21,
        [&](auto const& y) {
            INFO("constant expression");
            CHECK(agree(numbers(begin_of(computed), begin_of(computed) + E::shape_type::size),
                        y.value(), 1e-13, 1));
        },
        Operand{}...);
}

/// All laws for a function of one element, at the ranks and sizes that matter. `Low` and `High`
/// bound its argument, in hundredths.
template <int Low, int High, class F>
void unary(F f) {
    auto const in = []<es::index_t... D>(es::shape<D...>) { return bounded<Low, High, D...>{}; };
    hold(f, in(es::shape<7>{}));
    constant_is_run_time(f, in(es::shape<3>{}));
    derivatives(f, in(es::shape<>{}));
    derivatives(f, in(es::shape<17>{}));
    derivatives(f, in(es::shape<2, 1, 3>{}));
    derivatives(f, in(es::shape<1, 3, 1, 5>{}));
}
/// All laws for a function of two elements, with broadcasting.
template <int Low, int High, class F>
void binary(F f) {
    auto const in = []<es::index_t... D>(es::shape<D...>) { return bounded<Low, High, D...>{}; };
    hold(f, in(es::shape<3, 1, 2>{}), in(es::shape<4, 1>{}));
    constant_is_run_time(f, in(es::shape<2>{}), in(es::shape<2, 1>{}));
    derivatives(f, in(es::shape<>{}), in(es::shape<>{}));
    derivatives(f, in(es::shape<17>{}), in(es::shape<17>{}));
    derivatives(f, in(es::shape<1>{}), in(es::shape<5>{}));
    derivatives(f, in(es::shape<2, 1, 3, 1>{}), in(es::shape<>{}));
}

}  // namespace laws
