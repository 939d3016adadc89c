// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/eval/call.hpp>
#include <espalier/eval/leaves.hpp>
#include <espalier/nn/scan.hpp>
#include <espalier/plan/differentiate.hpp>

/// The body of a scan as a plan, forward and backward: what its loops run at each step.
namespace espalier::inline ESPALIER_ABI::detail {

template <int I>
consteval auto scan_argument_name() {
    fixed_string text("scan 0");
    text.text[5] = static_cast<char>('0' + I);
    return text;
}
template <int I, class Array>
using scan_argument = leaf<leaf_kind::input, scan_argument_name<I>(), typename Array::shape_type,
                           typename Array::value_type>;

template <fixed_string Name>
struct scan_body_reads_a_leaf {
    static_assert(
        never<Name>,
        "espalier::scan<Axis>(f, x, h, shared...): 'f' reads a leaf; pass it as an argument");
};
template <int Argument>
struct scan_body_ignores_an_argument {
    static_assert(
        Argument < 0,
        "espalier::scan<Axis>(f, x, h, shared...): 'f' must depend on each of its arguments");
};

template <class T, class... Leaf>
struct scan_context {
    T const* at[sizeof...(Leaf)];

    template <class>
    static constexpr bool by_columns = false;
    template <class L>
    ESPALIER_INLINE constexpr T const* data() const {
        constexpr std::size_t i = position_of<L>(list<Leaf...>{});
        if constexpr (i >= sizeof...(Leaf)) {
            static_assert(sizeof(scan_body_reads_a_leaf<L::name>) > 0);
            return nullptr;
        } else {
            return at[i];
        }
    }
    template <class>
    constexpr auto updater() const {
        return no_updates{};
    }
};

template <class Indices, class F, class... In>
struct scan_plans;
template <std::size_t... I, class F, class... In>
struct scan_plans<std::index_sequence<I...>, F, In...> {
    using result = decltype(F{}(leaf_expression<scan_argument<static_cast<int>(I), In>>{}...));
    using graph = flat_of<result>;
    using cotangent = cotangent_leaf<typename result::shape_type, typename result::value_type>;
    template <class T>
    using context = scan_context<T, scan_argument<static_cast<int>(I), In>..., cotangent>;
    template <int K>
    static constexpr int node = [] {
        constexpr int found = graph::data.graph.known.find(
            leaf_id(name_key<scan_argument<K, at<static_cast<std::size_t>(K), In...>>>));
        if constexpr (found < 0) static_assert(sizeof(scan_body_ignores_an_argument<K>) > 0);
        return found;
    }();
    using forward = planned<graph, graph::result>;
    template <int... K>
    struct reverse {
        using differentiated_graph = differentiated<graph, std::integer_sequence<int, node<K>...>,
                                                    seed_leaf<graph::result, cotangent>>;
        template <std::size_t... N>
        static auto make(std::index_sequence<N...>)
            -> planned<differentiated_graph, differentiated_graph::data.gradient[N]...>;
        using plan = decltype(make(std::make_index_sequence<sizeof...(K)>{}));
    };
};

template <class F, class... In>
struct scan_body {
    using plans = scan_plans<std::index_sequence_for<In...>, F, In...>;
    static constexpr std::size_t count = sizeof...(In);

    template <class Plan, class T, class Context>
    static constexpr void run(Context const& context, T* const* outputs) {
        alignas(ESPALIER_ALIGNMENT) T workspace[Plan::memory.size + 1];
        if (std::is_constant_evaluated())
            for (T& element : workspace) element = T{};
        machine<plan_ticket<Plan>, T, Context>{context, workspace, outputs}.run();
    }
    template <std::size_t... I, class T, class... Pointer>
    static constexpr auto context_of(std::index_sequence<I...>, T const* g,
                                     Pointer const&... pointer) {
        T const* const given[]{pointer...};
        return typename plans::template context<T>{{given[I]..., g}};
    }
    /// f of x, h, shared..., written to the last argument.
    template <class T, class... Pointer>
    static constexpr void forward(Pointer... pointer) {
        T* const outputs[]{last_of<T>(pointer...)};
        run<typename plans::forward>(context_of(std::make_index_sequence<count>{},
                                                static_cast<T const*>(nullptr), pointer...),
                                     outputs);
    }
    /// The cotangents of the operands K... of f, for that of its result, written to the last
    /// arguments.
    template <class T, int... K, class... Pointer>
    static constexpr void backward(T const* g, Pointer... pointer) {
        constexpr std::size_t wanted = sizeof...(K);
        T* outputs[wanted]{};
        collect<0, T>(outputs, pointer...);
        run<typename plans::template reverse<K...>::plan>(
            context_of(std::make_index_sequence<count>{}, g, pointer...), outputs);
    }

private:
    template <class T, class First, class... Rest>
    static constexpr T* last_of(First first, Rest... others) {
        if constexpr (sizeof...(Rest) == 0)
            return first;
        else
            return last_of<T>(others...);
    }
    /// The arguments behind the operands are results.
    template <std::size_t I, class T, class First, class... Rest>
    static constexpr void collect(T** to, First first, Rest... others) {
        if constexpr (I >= count) to[I - count] = first;
        if constexpr (sizeof...(Rest) > 0) collect<I + 1, T>(to, others...);
    }
};

}  // namespace espalier::inline ESPALIER_ABI::detail
