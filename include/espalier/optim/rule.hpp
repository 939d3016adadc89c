// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <string_view>

#include <espalier/core/hana.hpp>
#include <espalier/core/math.hpp>
#include <espalier/optim/options.hpp>

/// Rules: an optimizer's formula on one element, and the object that makes an optimizer of it.
namespace espalier::inline ESPALIER_ABI {

/// When an update happens: the step of the schedules, and the parameter's own count of updates.
struct rule_step {
    std::uint32_t schedule = 0;
    std::uint32_t count = 0;
};

/// Whether a rule was given a flag, such as `es::nesterov`.
template <class Flags, class Flag>
inline constexpr bool has_flag = false;
template <class... F, class Flag>
inline constexpr bool has_flag<list<F...>, Flag> = (std::is_same_v<F, Flag> || ... || false);

/// Whether an option is given and not a compile-time zero.
template <class O, class Tag>
inline constexpr bool gives = O::template has<Tag> && !O::template is_zero<Tag>;

/// g + strength w for a weight decay of that strength, or g where there is none.
template <class O, class T, class V>
ESPALIER_INLINE constexpr V decayed(V const& w, V const& g, T strength) {
    if constexpr (gives<O, tag::weight_decay>)
        return g + strength * w;
    else
        return g;
}

/// The I-th of `es::betas = {0.9f, 0.999f}`.
template <class T, std::size_t I, class O>
constexpr T beta_of(O const& o, double fallback) {
    if constexpr (requires { o.betas[I]; })
        return static_cast<T>(o.betas[I]);
    else
        return static_cast<T>(fallback);
}

/// 1 - b^t without cancellation.
template <class T>
constexpr T one_minus_power(T b, std::uint32_t t) {
    return -math::expm1(static_cast<T>(t) * math::log1p(-(T{1} - b)));
}

/// For moments m and v that start at 0, c1 = 1 - beta1^t and c2 = 1 - beta2^t:
///     (m / c1) / (sqrt(v / c2) + eps) = size m / (sqrt(v) + root eps).
template <class T>
struct moment_correction {
    T size, root;
};
/// A function of its own: one for all parameters of a group, since it is large.
template <class T, class O>
[[gnu::noinline]] constexpr moment_correction<T> correct_moments(O const& o, std::uint32_t t) {
    T const root = math::sqrt(one_minus_power(beta_of<T, 1>(o, 0.999), t));
    return {root / one_minus_power(beta_of<T, 0>(o, 0.9), t), root};
}

namespace detail {

template <fixed_string Rule, fixed_string Option>
struct option_not_of_this_rule {
    static_assert(never<Rule>, "espalier: this optimizer has no option of that name");
};

template <fixed_string Option, class V>
struct option_value_not_understood {
    static_assert(never_type<V>,
                  "espalier: an option of an optimizer is a number, a constant such as 0.1_c, "
                  "es::zero, or a schedule, which is a callable of the step");
};
template <class V>
struct betas_are_a_pair {
    static_assert(never_type<V>,
                  "espalier: betas are two numbers in braces: es::betas = {0.9f, 0.999f}");
};
template <class A>
struct not_an_option {
    static_assert(never_type<A>,
                  "espalier: an optimizer takes es::groups(es::group(...), ...), then options by "
                  "name, such as es::lr = 0.1f, and flags");
};
template <fixed_string Option>
struct option_given_twice {
    static_assert(never<Option>, "espalier: an option of an optimizer is given twice");
};
template <class V>
inline constexpr bool is_pair = requires(V const& v) { v[1]; };
template <class T, std::size_t N>
inline constexpr bool is_pair<values<T, N>> = N == 2;

template <class V>
inline constexpr bool is_option_value = std::is_arithmetic_v<V> || std::is_same_v<V, zero_t> ||
                                        compile_time_number<V> || schedule_option<V>;

template <class A>
struct split_argument {
    using option = list<>;
    using flag = list<A>;
};
template <class Tag, class V>
struct split_argument<option<Tag, V>> {
    using option = list<espalier::option<Tag, V>>;
    using flag = list<>;
};

template <class One>
struct option_tag_or_type {
    using type = One;
};
template <class Tag, class V>
struct option_tag_or_type<option<Tag, V>> {
    using type = Tag;
};

/// What is wrong with the options given to a rule: void, or a type that says the first fault.
template <class Rule, class... A>
struct option_error {
    template <class Sought, class... Known>
    static constexpr int count(list<Known...>) {
        return (int{std::is_same_v<Sought, Known>} + ... + 0);
    }
    template <class One>
    static constexpr auto find() {
        using what = typename option_tag_or_type<One>::type;
        if constexpr (requires { One::shared_option; })
            return list<>{};
        else if constexpr (!requires { what::name; })
            return list<not_an_option<One>>{};
        else if constexpr (count<what>(typename Rule::options{}) +
                                   count<what>(typename Rule::flags{}) ==
                               0 &&
                           !std::is_same_v<One, frozen_t>)
            return list<option_not_of_this_rule<Rule::name, what::name>>{};
        else if constexpr (count<what>(list<typename option_tag_or_type<A>::type...>{}) > 1)
            return list<option_given_twice<what::name>>{};
        else if constexpr (std::is_same_v<what, One>)
            return list<>{};  // a flag
        else if constexpr (!std::is_same_v<what, tag::betas>)
            return std::conditional_t<is_option_value<typename One::value_type>, list<>,
                                      list<option_value_not_understood<what::name, One>>>{};
        else
            return std::conditional_t<is_pair<typename One::value_type>, list<>,
                                      list<betas_are_a_pair<typename One::value_type>>>{};
    }
    using type = first_or_void<concat_lists_t<decltype(find<A>())...>>;
    static constexpr bool none = std::is_void_v<type>;
    using told = std::conditional_t<none, list<>, type>;
};
}  // namespace detail

/// A rule with its groups and the options shared by all groups. `Rule` is void where each group
/// brings its own.
template <class Rule, class Groups, class... Option>
struct optimizer_t {
    using rule = Rule;
    Groups groups;
    hana::tuple<Option...> options;
};

template <class G>
inline constexpr bool is_groups = false;

/// `sgd(options...)` or `sgd(groups(...), options...)`.
template <class Rule>
struct rule_object {
    constexpr auto operator()() const { return optimizer_t<Rule, hana::tuple<>>{}; }
    template <class First, class... Rest>
    constexpr auto operator()(First first, Rest... others) const {
        if constexpr (is_groups<First>)
            return with_groups(first, others...);
        else
            return with_groups(hana::tuple<>{}, first, others...);
    }

private:
    template <class Groups, class... Option>
    static constexpr auto with_groups(Groups const& given, Option... named) {
        using error = detail::option_error<Rule, Option...>;
        static_assert(sizeof(typename error::told) > 0);
        if constexpr (error::none)
            return optimizer_t<Rule, Groups, Option...>{given, hana::tuple<Option...>{named...}};
        else
            return optimizer_t<Rule, Groups>{given, {}};  // one mistake is one error
    }
};

}  // namespace espalier::inline ESPALIER_ABI
