// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/core/constant.hpp>
#include <espalier/nn/reduction.hpp>
#include <espalier/op/abs.hpp>
#include <espalier/op/compare.hpp>
#include <espalier/op/subtract.hpp>
#include <espalier/op/where.hpp>

namespace espalier::inline ESPALIER_ABI {

template <class Reduction>
struct huber_op : composite<"huber"> {
    static constexpr auto body(auto y, auto t, auto width) {
        auto const size = abs(y - t);
        constexpr auto half = detail::number_type<detail::bits_of(0.5)>{};
        return detail::reduced_loss<Reduction>(
            where(size <= width, half * (size * size), width * (size - half * width)));
    }
};

namespace adl {
/// (y - t)^2 / 2 up to |y - t| = delta, then delta (|y - t| - delta / 2) (Huber 1964):
/// `huber(y, t, es::delta = 1_c)`.
template <expression Y, expression T, detail::loss_reduction R = detail::mean_reduction_t>
constexpr auto huber(Y y, T t, R = {}) {
    return apply<huber_op<R>>(y, t, integer_constant<1>{});
}
template <expression Y, expression T, compile_time_number D,
          detail::loss_reduction R = detail::mean_reduction_t>
constexpr auto huber(Y y, T t, option<tag::delta, D> width, R = {}) {
    return apply<huber_op<R>>(y, t, width.value);
}
template <expression Y, expression T, detail::loss_reduction R, compile_time_number D>
constexpr auto huber(Y y, T t, R, option<tag::delta, D> width) {
    return apply<huber_op<R>>(y, t, width.value);
}
}  // namespace adl
using adl::huber;

}  // namespace espalier::inline ESPALIER_ABI
