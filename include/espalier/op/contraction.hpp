// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/core/op.hpp>

namespace espalier::inline ESPALIER_ABI {

/// Which stored matrices a product reads as their transposes.
enum class transposed : unsigned char { none = 0, left = 1, right = 2, both = 3 };

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
};

}  // namespace espalier::inline ESPALIER_ABI
