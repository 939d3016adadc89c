// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <initializer_list>

#include <espalier/eval/gradient.hpp>
#include <espalier/optim/clip.hpp>
#include <espalier/optim/report.hpp>
#include <espalier/optim/state.hpp>
#include <espalier/plan/update.hpp>

/// All that a trainer decides at compile time.
namespace espalier::inline ESPALIER_ABI {

namespace detail {

template <fixed_string Parameter>
struct parameter_is_not_trained {
    static_assert(never<Parameter>, "espalier: no group of this trainer trains this parameter");
};
template <class Item>
struct no_group_of_item {
    static_assert(
        never_type<Item>,
        "espalier: trainer.options(...) and learning_rate(...) take a parameter, a layer, "
        "or a selector as a group of this trainer has it");
};
template <class Array>
struct loss_is_not_a_scalar {
    static_assert(never_type<Array>,
                  "espalier::trainer(loss, optimizer): the loss must be a scalar");
};
template <class Element>
struct needs_a_batched_trainer {
    static_assert(never_type<Element>,
                  "espalier: run-time batches, accumulate and apply need the flag es::batched: "
                  "es::trainer(loss, optimizer, es::batched)");
};

template <fixed_string Parameter>
struct trained_parameter_is_constant {
    static_assert(
        never<Parameter>,
        "espalier: a trained parameter is constant in these variables; pass variables that are "
        "not const, give es::overlay a 'ram' that has it, or freeze it");
};
template <class Element>
struct step_without_variables {
    static_assert(never_type<Element>,
                  "espalier: trainer.step(vars, x = value, ...): the first argument is the "
                  "variables");
};
template <class... Argument>
inline constexpr bool begins_with_variables = false;
template <variables_like Variables, class... Argument>
inline constexpr bool begins_with_variables<Variables, Argument...> = true;

template <class... Argument>
inline constexpr bool any_batch = (Argument::is_batch || ... || false);

template <bool Counts>
struct step_counter {
    std::uint32_t step_count = 0;
};
template <>
struct step_counter<false> {
    static constexpr std::uint32_t step_count = 0;
};

/// The clips among an optimizer's options.
template <class... O>
using clips_among = concat_lists_t<std::conditional_t<is_clip<O>, list<O>, list<>>...>;

/// The sums of gradients that `accumulate` keeps until `apply`.
template <class Gradients>
struct accumulator {
    Gradients sums{};
    index_t samples = 0;
};
struct no_accumulator {};

/// The workspace of a trainer with `es::static_workspace`: in the object, not on the stack.
template <class T, index_t Size>
struct kept_workspace {
    alignas(ESPALIER_ALIGNMENT) T elements[Size]{};
};
struct no_workspace {};
struct no_gradients {};

constexpr index_t sum_of(std::initializer_list<index_t> parts_of_sum) {
    index_t total = 0;
    for (index_t part : parts_of_sum) total += part;
    return total;
}

/// What determines a trainer.
template <class P, class Groups, class Clips, bool Batched, bool StaticWorkspace = false>
struct training_spec {
    using program = P;
    using groups = Groups;
    using clips = Clips;
    static constexpr bool batched = Batched;
    static constexpr bool static_workspace = StaticWorkspace;
    static constexpr key id =
        mix(mix(program_key<P>, key_of<Groups>),
            mix(key_of<Clips>, (Batched ? 1 : 2) + (StaticWorkspace ? 2 : 0)));
    static constexpr bool unique_name = program_has_unique_name<P> &&
                                        type_identity_of<Groups>.unique_name &&
                                        type_identity_of<Clips>.unique_name;
};

template <class Leaf, class... Listed>
consteval bool contains_leaf(list<Listed...>) {
    return (std::is_same_v<Leaf, Listed> || ... || false);
}

/// A tensor without a first value: written before it is read.
template <class Tensor>
struct unset : Tensor {
    constexpr unset() {
        if (std::is_constant_evaluated()) this->fill({});
    }
};

/// Whether a leaf of the graph behind a ticket is a matrix stored by columns.
template <class Ticket, class Leaf>
inline constexpr bool stored_by_columns =
    storage<redeemed<Ticket>>.find(leaf_id(name_key<Leaf>)) == 1;

/// ... for a loss P and its groups; `over<leaves>` is what depends on the leaves that are trained.
template <class P, class Groups>
struct training;
template <class P, class... Group>
struct training<P, list<Group...>> {
    using graph = flat<P>;
    using T = typename P::type::value_type;
    using leaves = variables_of_graph<graph>;
    using assigned = assignment<P, leaves, list<Group...>>;
    using trained = typename assigned::trained;
    template <int G>
    using group_at = at<static_cast<std::size_t>(G), Group...>;
    template <class Leaf>
    using group_of = group_at<group_behind<typename assigned::ticket, Leaf>>;
    template <class Leaf>
    using state_of =
        parameter_state<Leaf, group_of<Leaf>, stored_by_columns<graph_ticket<graph>, Leaf>>;

    template <class List>
    struct over;
    template <class... Leaf>
    struct over<list<Leaf...>> {
        using targets = list<leaf_target<Leaf>...>;
        using differentiated_graph =
            typename gradient_graph<P, targets, seed_one<graph::result>>::type;
        static constexpr key trained_ids[sizeof...(Leaf) + 1]{leaf_id(name_key<Leaf>)...};
        static constexpr auto buffers = find_buffer_updates<static_cast<std::size_t>(graph::count)>(
            graph::nodes, table_info<typename graph::table>::info, trained_ids, sizeof...(Leaf));
        /// The operands of all updates: of the parameters, then of the buffers.
        static constexpr std::size_t parameters = sizeof...(Leaf), moved = buffers.next.count;
        using operand_list = indices<parameters + moved>;
        static consteval operand_list list_next() {
            operand_list l;
            for (std::size_t i = 0; i < parameters; ++i)
                l.push(differentiated_graph::data.gradient[i]);
            for (std::size_t b = 0; b < moved; ++b) l.push(buffers.next[b]);
            return l;
        }
        static consteval operand_list list_updated() {
            operand_list l;
            for (std::size_t i = 0; i < parameters; ++i)
                l.push(node_of_variable<graph>(assigned::result.trained[i]));
            for (std::size_t b = 0; b < moved; ++b) l.push(buffers.buffer[b]);
            return l;
        }
        static constexpr operand_list next = list_next(), updated = list_updated();
        template <std::size_t First>
        using updates_from = with_updates<
            differentiated_graph,
            typename sequence_from<next, First,
                                   std::make_index_sequence<parameters + moved - First>>::type,
            typename sequence_from<updated, First,
                                   std::make_index_sequence<parameters + moved - First>>::type>;
        using fused_plan = planned<updates_from<0>, graph::result>;
        using stored_graph =
            typename std::conditional_t<moved == 0, held_type<differentiated_graph>,
                                        held_type<updates_from<parameters>>>::type;
        using stored_plan =
            typename planned_with<stored_graph, typename differentiated_graph::gradients,
                                  graph::result>::type;
        using ticket = graph_ticket<graph>;
        /// Gradients of a batch, stored as their parameters are.
        template <template <class> class As>
        using sums = slots<std::index_sequence_for<Leaf...>,
                           As<stored_tensor<Leaf, stored_by_columns<ticket, Leaf>>>...>;
        using sums_updates = gradient_sums<
            T, typename stored_ticket<list<Leaf...>, stored_by_columns<ticket, Leaf>...>::type>;
        template <class Plan>
        using runner = batch_runner<P, targets, true, Plan, stored_by_columns<ticket, Leaf>...>;
        using states = slots<std::index_sequence_for<Leaf...>, state_of<Leaf>...>;
        static constexpr bool keeps_state = !std::is_empty_v<states>;
        static consteval auto number_trained() {
            key_map<sizeof...(Leaf)> numbers;
            for (std::size_t i = 0; i < sizeof...(Leaf); ++i)
                numbers.find_or_insert(trained_ids[i], static_cast<int>(i));
            return numbers;
        }
        static constexpr auto trained_numbers = number_trained();
        static constexpr bool elementwise =
            sum_of({index_t{!group_of<Leaf>::rule::elementwise}..., 0}) == 0;
        static constexpr index_t state_bytes = sum_of({state_of<Leaf>::state_bytes..., 0});
        static constexpr index_t gradient_bytes =
            sum_of({Leaf::shape_type::size * sizeof(typename Leaf::value_type)..., 0});
    };
    using all = over<trained>;
    /// The group of the I-th trained parameter, and what any of them keeps at most.
    static constexpr int group_of_trained(int i) {
        return assigned::result.group[assigned::result.trained[static_cast<std::size_t>(i)]];
    }
    static constexpr int most_states = [] {
        int most = 0;
        for (int states :
             {Group::rule::template states<typename Group::options, typename Group::flags>..., 0})
            most = states > most ? states : most;
        return most;
    }();
    template <class G>
    using kept_options = std::conditional_t<G::frozen, no_options, typename G::options>;
    using settings = slots<std::index_sequence_for<Group...>, kept_options<Group>...>;
    using items = list<typename Group::item...>;

    /// The plan with its groups, and which of them each parameter is in.
    template <class Plan, index_t GradientBytes>
    static consteval auto report() {
        auto r = make_report<Plan, P, all::state_bytes, GradientBytes, sizeof...(Group)>();
        plan_group const groups[]{describe_group(static_cast<Group*>(nullptr))...};
        for (std::size_t g = 0; g < sizeof...(Group); ++g) r.groups[g] = groups[g];
        for (std::size_t n = 0; n < r.node_count; ++n)
            if (r.nodes[n].op == "parameter") {
                int const at = leaf_positions<leaves>::map.find(graph_builder<0>::name_of(
                    graph::nodes[n], table_info<typename graph::table>::info[graph::nodes[n].op]));
                if (at >= 0) r.nodes[n].group = assigned::result.chosen[at];
            }
        return r;
    }
    /// Whether the program draws random numbers.
    static constexpr bool draws = contains_leaf<rng_leaf>(inputs_of_graph<graph>{});
    static constexpr bool scheduled =
        ((!Group::frozen && Group::options::any_scheduled) || ... || false);
};

/// Calls f<I, Leaf>() for each leaf of a list.
template <class F, class... Leaf>
constexpr void for_each_leaf(F const& f, list<Leaf...>) {
    [&]<std::size_t... I>(std::index_sequence<I...>) {
        // an array, not a fold: compilers limit the length of folds
        char const done[] {(f.template operator()<I, Leaf>(), char{})..., char{} };
        (void)done;
    }(std::index_sequence_for<Leaf...>{});
}

template <class Item, class... Items>
consteval std::size_t position_of_item(list<Items...>) {
    return index_of_type<Item, Items...>();
}
/// The group that a parameter is in, or, where it is in none, that of one which is trained.
template <class Training, class Leaf>
consteval std::size_t group_of_leaf() {
    using trained = typename Training::trained;
    constexpr bool known = position_of<Leaf>(trained{}) < trained::size;
    using asked = std::conditional_t<known, thawed_t<Leaf>, element_t<trained, 0>>;
    return static_cast<std::size_t>(group_behind<typename Training::assigned::ticket, asked>);
}
/// What is wrong with asking for the group of an item: a list of errors.
template <class Training, class Item>
consteval auto errors_of_group() {
    using listed = typename listed_leaves<Item>::type;
    if constexpr (listed::size > 0) {
        using first = element_t<listed, 0>;
        using trained = typename Training::trained;
        return error_if<position_of<first>(trained{}) == trained::size,
                        parameter_is_not_trained<first::name>>{};
    } else {
        using items = typename Training::items;
        return error_if<position_of_item<Item>(items{}) == items::size, no_group_of_item<Item>>{};
    }
}
/// The number of the group that has a parameter, a layer's first, or that was made of a selector.
template <class Training, class Item>
consteval std::size_t group_index() {
    using listed = typename listed_leaves<Item>::type;
    using items = typename Training::items;
    if constexpr (listed::size > 0)
        return group_of_leaf<Training, element_t<listed, 0>>();
    else if constexpr (position_of_item<Item>(items{}) == items::size)
        return group_of_leaf<Training, element_t<typename Training::trained, 0>>();
    else
        return position_of_item<Item>(items{});
}
/// Says what is wrong with asking for the group of an item.
template <class Training, class Item>
constexpr void require_group() {
    using error = first_or_void<decltype(errors_of_group<Training, Item>())>;
    if constexpr (!std::is_void_v<error>) static_assert(sizeof(error) > 0);
}

template <bool Draws>
struct draw_counter {
    std::uint32_t draw_count = 0;
};
template <>
struct draw_counter<false> {};

template <class Spec>
struct trainer_base
    : step_counter<training<typename Spec::program, typename Spec::groups>::scheduled>,
      draw_counter<training<typename Spec::program, typename Spec::groups>::draws>,
      clip_settings<typename Spec::clips> {};

}  // namespace detail
}  // namespace espalier::inline ESPALIER_ABI
