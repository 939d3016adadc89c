// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/nn/reduction.hpp>
#include <espalier/op/gather.hpp>
#include <espalier/op/negate.hpp>
#include <espalier/op/reshape.hpp>
#include <espalier/op/unsqueeze.hpp>

namespace espalier::inline ESPALIER_ABI {

namespace detail {

template <class Logits, class Index>
struct class_indices_do_not_fit {
    static_assert(never_type<Logits>,
                  "espalier: class indices have the shape of the logits without the last axis");
};
/// The elements of the last axis that an array of class indices names.
constexpr auto at_class(auto rows, auto index) {
    using rows_shape = typename decltype(rows)::shape_type;
    using index_shape = typename decltype(index)::shape_type;
    constexpr bool fits = rows_shape::value.without(rows_shape::rank - 1) == index_shape::value;
    if constexpr (!fits) {
        static_assert(sizeof(class_indices_do_not_fit<rows_shape, index_shape>) > 0);
        return sum<-1>(rows);
    } else {
        constexpr index_t classes = rows_shape::value.axis[rows_shape::rank - 1];
        // two axes suffice: all leading ones are joined
        auto const two = reshaped<shape<rows_shape::size / classes, classes>>(rows);
        auto const where_two = reshaped<shape<index_shape::size, 1>>(index);
        return reshaped<index_shape>(gather<1>(two, where_two));
    }
}
template <class T>
concept indices_expression = std::is_integral_v<typename T::value_type>;

template <class Logits, class Target>
struct class_weights_do_not_fit {
    static_assert(never_type<Logits>,
                  "espalier: targets are class indices (an input of std::int32_t), or one-hot rows "
                  "of the shape of the logits");
};
/// The sum over the last axis of rows, weighted by one-hot rows of the same shape.
constexpr auto at_weights(auto rows, auto weights) {
    using rows_shape = typename decltype(rows)::shape_type;
    using weights_shape = typename decltype(weights)::shape_type;
    if constexpr (!std::is_same_v<rows_shape, weights_shape>) {
        static_assert(sizeof(class_weights_do_not_fit<rows_shape, weights_shape>) > 0);
        return sum<-1>(rows);
    } else {
        return sum<-1>(weights * rows);
    }
}

}  // namespace detail

template <class Reduction>
struct nll_op : composite<"nll"> {
    static constexpr auto body(auto log_p, auto target) {
        if constexpr (detail::indices_expression<decltype(target)>)
            return detail::reduced_loss<Reduction>(-detail::at_class(log_p, target));
        else
            return detail::reduced_loss<Reduction>(-detail::at_weights(log_p, target));
    }
};

namespace adl {
/// Negative log-likelihood: -log_p at the class index of each row (or weighted by one-hot rows),
/// averaged over the rows.
template <expression P, expression T, detail::loss_reduction R = detail::mean_reduction_t>
constexpr auto nll(P log_p, T target, R = {}) {
    return apply<nll_op<R>>(log_p, target);
}
}  // namespace adl
using adl::nll;

}  // namespace espalier::inline ESPALIER_ABI
