// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include "subject.hpp"

/// An expression over a run-time batch, against the same expression sample by sample.
namespace laws {

/// A tile of samples, and some that remain.
inline constexpr es::index_t sample_count = 19;
/// Samples of a vmap.
inline constexpr es::index_t mapped_count = 3;

/// Operand I is the parameter of its name plus an input, so that the input can be a batch while
/// the parameter is what all samples share; an operand of indices is an input.
template <class Operand, std::size_t I>
constexpr auto input_of() {
    using leaf = decltype(leaf_of<Operand, I, double, false>());
    if constexpr (Operand::is_real)
        return es::input<es::join(letter<I>, " of a sample"), typename leaf::shape_type, double>;
    else
        return leaf{};
}
template <class Operand, std::size_t I>
constexpr auto sum_with_input() {
    if constexpr (Operand::is_real)
        return leaf_of<Operand, I, double, false>() + input_of<Operand, I>();
    else
        return input_of<Operand, I>();
}
template <class F, class... Operand>
constexpr auto expression_of_samples() {
    return []<std::size_t... I>(std::index_sequence<I...>) {
        return F{}(sum_with_input<Operand, I>()...);
    }(std::index_sequence_for<Operand...>{});
}

/// What the inputs are bound to: small offsets, and indices, for each sample.
template <class Operand, std::size_t I>
struct samples_of {
    using operand = Operand;
    using input = decltype(input_of<Operand, I>());
    using T = typename input::value_type;
    static constexpr es::index_t size = Operand::size;
    template <es::index_t B>
    using many = decltype(es::input<input::op_type::name,
                                    es::detail::prepended_t<B, typename input::shape_type>, T>);
    std::vector<T> all;
    explicit samples_of(Operand const& from_operand) : all(sample_count * size) {
        draws from{977 + I};
        for (T& x : all) {
            if constexpr (Operand::is_real)
                x = from.next(-0.02, 0.02);
            else
                x = static_cast<T>(from_operand.draw(from));
        }
    }
    auto one(es::index_t b) const {
        return input{} = std::span<T const, size>(all.data() + b * size, size);
    }
    /// The first B samples, or one for all.
    template <es::index_t B, bool Mapped>
    auto mapped() const {
        if constexpr (Mapped)
            return std::remove_const_t<many<B>>{} =
                       std::span<T const, B * size>(all.data(), B * size);
        else
            return one(0);
    }
};

template <class Gradients>
void append(numbers& to, Gradients const& g, auto leaf) {
    auto const& part = g[leaf];
    to.insert(to.end(), begin_of(part), begin_of(part) + decltype(leaf)::shape_type::size);
}
template <class E, class Gradients>
numbers of_parameters(Gradients const& g) {
    numbers all;
    trained_leaves<E>::each([&](auto leaf) { append(all, g, leaf); });
    return all;
}
inline numbers added(numbers a, numbers const& b, double factor = 1) {
    a.resize(b.size());
    for (std::size_t i = 0; i < b.size(); ++i) a[i] += factor * b[i];
    return a;
}

/// vmap over the inputs in `Mask`: its value and the gradients of its inputs are, sample by sample,
/// those of the expression; the gradients of what the samples share are sums over them.
template <unsigned Mask, class E, class Variables, class... Samples>
void mapped_is_sample_by_sample(Variables const& vars, Samples const&... samples) {
    constexpr es::index_t B = mapped_count, size = E::shape_type::size;
    constexpr auto mapped = [](std::size_t i) { return ((Mask >> i) & 1u) != 0; };
    [&]<std::size_t... I>(std::index_sequence<I...>) {
        auto const if_mapped = []<bool Is>(std::bool_constant<Is>, auto input) {
            if constexpr (Is)
                return std::tuple{input};
            else
                return std::tuple{};
        };
        auto const wanted = [&](auto... input) {
            return std::apply(
                [](auto... x) { return es::wrt(es::all, x...); },
                std::tuple_cat(if_mapped(
                    std::bool_constant < mapped(I) && Samples::operand::is_real > {}, input)...));
        };
        using M = decltype(std::apply([](auto... x) { return es::vmap<mapped_count>(E{}, x...); },
                                      std::tuple_cat(if_mapped(std::bool_constant<mapped(I)>{},
                                                               typename Samples::input{})...)));
        es::tensor<double, B, size> s{};
        draws from{55};
        for (double& x : s) x = from.next(-1, 1);
        auto const value = es::evaluate(M{}, vars, samples.template mapped<B, mapped(I)>()...);
        auto const g =
            es::gradient(M{}, wanted(std::remove_const_t<typename Samples::template many<B>>{}...),
                         es::cotangent = s, vars, samples.template mapped<B, mapped(I)>()...);
        numbers values, sums, of_inputs[sizeof...(I)];
        for (es::index_t b = 0; b < B; ++b) {
            es::tensor<double, size> s_one{};
            for (es::index_t i = 0; i < size; ++i) s_one[i] = s(b, i);
            auto const v = es::evaluate(E{}, vars, samples.one(mapped(I) ? b : 0)...);
            values.insert(values.end(), v.begin(), v.end());
            auto const one =
                es::gradient(E{}, wanted(typename Samples::input{}...), es::cotangent = s_one, vars,
                             samples.one(mapped(I) ? b : 0)...);
            sums = added(sums, of_parameters<E>(one));
            auto const take = [&]<std::size_t K, class S>(std::integral_constant<std::size_t, K>,
                                                          S const&) {
                if constexpr (mapped(K) && S::operand::is_real)
                    append(of_inputs[K], one, typename S::input{});
            };
            (take(std::integral_constant<std::size_t, I>{}, samples), ...);
        }
        INFO("vmap, mask " << Mask);
        CHECK(agree(numbers(value.begin(), value.end()), values, 1e-12, 1));
        CHECK(agree(of_parameters<E>(g), sums, 1e-11, 1));
        auto const compare = [&]<std::size_t K, class S>(std::integral_constant<std::size_t, K>,
                                                         S const&) {
            if constexpr (mapped(K) && S::operand::is_real) {
                numbers found;
                append(found, g, std::remove_const_t<typename S::template many<B>>{});
                CHECK(agree(found, of_inputs[K], 1e-11, 1));
            }
        };
        (compare(std::integral_constant<std::size_t, I>{}, samples), ...);
    }(std::index_sequence_for<Samples...>{});
}

/// Over a run-time batch the value and the gradients of a scalar are means over the samples.
template <class E, class Variables, class... Samples>
void batch_is_a_mean(Variables const& vars, Samples const&... samples) {
    constexpr auto loss = sum(square(E{}));
    auto const r =
        es::value_and_gradient(loss, vars, (typename Samples::input{} = es::batch(samples.all))...);
    double value = 0;
    numbers g;
    for (es::index_t b = 0; b < sample_count; ++b) {
        auto const one = es::value_and_gradient(loss, vars, samples.one(b)...);
        value += one.value / sample_count;
        g = added(g, of_parameters<E>(one.gradient), 1.0 / sample_count);
    }
    INFO("a run-time batch");
    CHECK(agree({r.value}, {value}, 1e-12, 1));
    CHECK(agree(of_parameters<E>(r.gradient), g, 1e-11, 1));
}

/// The product of the Hessian of a scalar with a direction = differences of its gradients.
template <class E, class Variables, class... Binding>
void second_derivatives_agree(Variables& vars, Binding const&... binding) {
    constexpr auto loss = sum(square(E{}));
    draws from{71};
    [&]<class... Leaf>(es::list<Leaf...>) {
        auto const direction = [&]<class L>(std::type_identity<L>) {
            es::basic_tensor<double, typename L::shape_type, es::row_major> d{};
            if constexpr (es::detail::trainable_leaf<L>)
                for (double& x : d) x = from.next(-1, 1);
            return d;
        };
        std::tuple<decltype(direction(std::type_identity<Leaf>{}))...> const directions{
            direction(std::type_identity<Leaf>{})...};
        auto const tangent = [&]<class L>(std::type_identity<L>, auto const& d) {
            if constexpr (es::detail::trainable_leaf<L>)
                return std::tuple{es::tangent(es::detail::leaf_expression<L>{}) = d};
            else
                return std::tuple{};
        };
        auto const h = std::apply(
            [&](auto const&... d) {
                return std::apply(
                    [&](auto const&... t) {
                        return of_parameters<E>(es::hvp(loss, vars, t..., binding...));
                    },
                    std::tuple_cat(tangent(std::type_identity<Leaf>{}, d)...));
            },
            directions);
        auto const moved = [&](double by) {
            auto const start = vars;
            auto const move = [&]<class L>(std::type_identity<L>, auto const& d) {
                auto& tensor = vars[es::detail::leaf_expression<L>{}];
                for (es::index_t i = 0; i < d.size(); ++i) tensor.flat(i) += by * d[i];
            };
            std::apply([&](auto const&... d) { (move(std::type_identity<Leaf>{}, d), ...); },
                       directions);
            numbers const g = of_parameters<E>(es::gradient(loss, vars, binding...));
            vars = start;
            return g;
        };
        double const step = 1e-4;
        numbers const near = added(moved(step), moved(-step), -1),
                      far = added(moved(2 * step), moved(-2 * step), -1);
        numbers const differences = added(added({}, near, 8 / (12 * step)), far, -1 / (12 * step));
        double scale = 1;
        for (double x : differences) scale = std::max(scale, std::abs(x));
        INFO("Hessian times direction = differences of gradients");
        CHECK(agree(h, differences, 1e-7, scale));
    }(es::detail::variables_of_graph<es::detail::flat_of<E>>{});
}

}  // namespace laws
