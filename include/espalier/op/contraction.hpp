// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/op/broadcast_to.hpp>
#include <espalier/op/multiply.hpp>
#include <espalier/op/reduce.hpp>

namespace espalier::inline ESPALIER_ABI {

/// Which stored matrices a product reads as their transposes.
enum class transposed : unsigned char { none = 0, left = 1, right = 2, both = 3 };

/// Both, or whether one is among them.
constexpr transposed operator|(transposed a, transposed b) {
    return static_cast<transposed>(static_cast<int>(a) | static_cast<int>(b));
}
constexpr bool has(transposed t, transposed which) {
    return (static_cast<int>(t) & static_cast<int>(which)) != 0;
}

/// C(m, n) = sum over k of A(m, k) B(k, n), `Batch` times over; the results have shape `To`.
/// A is stored M x K (K x M if left is transposed), B is K x N (N x K if right is).
template <class To, index_t Batch, index_t M, index_t N, index_t K, transposed Which>
struct contraction_op : op_base {
    static constexpr auto name = fixed_string("matmul");
    static constexpr op_kind kind = op_kind::contraction;
    static constexpr index_t batch = Batch, m = M, n = N, k = K;
    static constexpr bool left = has(Which, transposed::left);
    static constexpr bool right = has(Which, transposed::right);

    template <class A, class B>
    static consteval auto result() {
        return detail::array_of<detail::common_value_t<A, B>, To>{};
    }
    template <class Out, class A, class B>
    static consteval index_t flops() {
        return 2 * Batch * M * N * K;
    }
    template <index_t M2, index_t N2, index_t K2, bool Left, bool Right, expression Like>
    static constexpr auto product(auto a, auto b, Like) {
        constexpr auto which = (Left ? transposed::left : transposed::none) |
                               (Right ? transposed::right : transposed::none);
        return apply<contraction_op<typename Like::shape_type, Batch, M2, N2, K2, which>>(a, b);
    }
    template <int Operand>
    static constexpr auto adjoint(auto g, auto, auto a, auto b) {
        if constexpr (Operand == 0 && !left)
            return product<M, K, N, false, !right>(g, b, a);
        else if constexpr (Operand == 0)
            return product<K, M, N, right, true>(b, g, a);
        else if constexpr (!right)
            return product<K, N, M, !left, false>(a, g, b);
        else
            return product<N, K, M, true, left>(g, a, b);
    }

    /// The sum of all elements without the product: sum over k of (sum_m A(m, k)) (sum_n B(k, n)).
    static constexpr bool has_total = Batch == 1;
    static constexpr auto total(auto a, auto b) {
        auto const products = summed<M, K, left>(a) * summed<N, K, !right>(b);
        return detail::reshaped<shape<>>(apply<reduce_op<add_combine, 0, 1>>(products));
    }

    /// Over samples: rows are joined where one operand is shared, else there are more products.
    template <index_t B, unsigned Mask, class...>
    static constexpr auto batched(auto a, auto b) {
        using to = detail::prepended_t<B, To>;
        // the transpose of a single row or column is stored alike
        constexpr bool turned_a = left && M > 1 && K > 1, turned_b = right && N > 1 && K > 1;
        constexpr auto as_right = turned_b ? transposed::right : transposed::none;
        if constexpr (Mask == 3)
            return apply<contraction_op<to, B * Batch, M, N, K, Which>>(a, b);
        else if constexpr (Mask == 1 && Batch == 1 && !turned_a)
            return apply<contraction_op<to, 1, B * M, N, K, as_right>>(a, b);
        else if constexpr (Mask == 2 && Batch == 1 && N == 1)
            return apply<
                contraction_op<to, 1, B, M, K, left ? transposed::none : transposed::right>>(b, a);
        else if constexpr (Mask == 2 && Batch == 1 && M == 1 && turned_b)
            return apply<contraction_op<to, 1, B * N, 1, K, transposed::none>>(b, a);
        else if constexpr (Mask == 1)
            return apply<contraction_op<to, B * Batch, M, N, K, Which>>(a, repeated<B>(b));
        else
            return apply<contraction_op<to, B * Batch, M, N, K, Which>>(repeated<B>(a), b);
    }

private:
    /// K sums over `Count` elements each, of a matrix Count x K, or K x Count.
    template <index_t Count, index_t Depth, bool Transposed, expression X>
    static constexpr auto summed(X x) {
        if constexpr (Count == 1) {
            return detail::reshaped<shape<Depth>>(x);
        } else {
            using matrix = std::conditional_t<Transposed, shape<Depth, Count>, shape<Count, Depth>>;
            constexpr int axis = Transposed ? 1 : 0;
            return detail::reshaped<shape<Depth>>(
                apply<reduce_op<add_combine, axis, axis + 1>>(detail::reshaped<matrix>(x)));
        }
    }
    template <index_t B, expression X>
    static constexpr auto repeated(X x) {
        constexpr index_t size = X::shape_type::size;
        return apply<broadcast_op<array<typename X::value_type, B, size>>>(
            detail::reshaped<shape<size>>(x));
    }
};

}  // namespace espalier::inline ESPALIER_ABI
