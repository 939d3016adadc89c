// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
// Value and gradient of scalar functions of 10, 100 and 1000 numbers; the matrix products are of
// the largest square matrices that so many numbers make.
#include <espalier/espalier.hpp>

#include "baseline/scalar_functions.hpp"
#include "harness.hpp"

namespace es = espalier;
using namespace es::literals;
namespace {

namespace hand = baseline::scalar;

template <int N>
constexpr auto x = es::input<"x", es::shape<N>, double>;
template <int N>
constexpr auto a = es::input<"a", es::shape<N, N>, double>;
template <int N>
constexpr auto b = es::input<"b", es::shape<N, N>, double>;

struct logsumexp {
    static constexpr char const* name = "log-sum-exp";
    template <int N>
    static constexpr auto expression = es::logsumexp(x<N>);
    template <class Hand, int N>
    static constexpr auto by = &Hand::template logsumexp<N>;
};
struct normal {
    static constexpr char const* name = "normal log-pdf";
    template <int N>
    static constexpr auto expression =
        -0.5_c / es::square(1.375_c) * es::sum(es::square(x<N> + 0.5625_c)) -
        es::constant<N> * es::log(1.375_c);
    template <class Hand, int N>
    static constexpr auto by = &Hand::template normal<N>;
};
struct product {
    static constexpr char const* name = "product";
    template <int N>
    static constexpr auto expression = es::prod(x<N>);
    template <class Hand, int N>
    static constexpr auto by = &Hand::template product<N>;
};
struct sum {
    static constexpr char const* name = "sum";
    template <int N>
    static constexpr auto expression = es::sum(x<N>);
    template <class Hand, int N>
    static constexpr auto by = &Hand::template sum<N>;
};
struct matrix_product {
    static constexpr char const* name = "matrix product";
    template <int N>
    static constexpr auto expression = es::sum(es::matmul(a<N>, b<N>));
    template <class Hand, int N>
    static constexpr auto by = &Hand::template matrix_product<N>;
};

template <int Count>
struct numbers {
    alignas(64) double in[Count], out[Count];
    numbers() {
        bench::numbers source(7);
        source.fill(in, 0.5, 1);
    }
    std::span<double const> results() const { return out; }
};

template <class Function, int N>
struct with_espalier : numbers<N> {
    static constexpr auto e = Function::template expression<N>;
    using gradients =
        decltype(es::gradient(e, es::wrt(x<N>), x<N> = std::declval<double (&)[N]>()));
    gradients g;
    double step(int) { return es::value_and_gradient_into(g, e, es::wrt(x<N>), x<N> = this->in); }
    auto const& results() const { return g[x<N>]; }
};
template <int N>
struct matrices_with_espalier : numbers<2 * N * N> {
    static constexpr auto e = matrix_product::expression<N>;
    using matrix = double[N][N];
    using gradients = decltype(es::gradient(e, es::wrt(a<N>, b<N>), a<N> = std::declval<matrix&>(),
                                            b<N> = std::declval<matrix&>()));
    gradients g;
    double step(int) {
        return es::value_and_gradient_into(g, e, es::wrt(a<N>, b<N>),
                                           a<N> = reinterpret_cast<matrix&>(this->in[0]),
                                           b<N> = reinterpret_cast<matrix&>(this->in[N * N]));
    }
    std::vector<double> results() const {
        std::vector<double> all(g[a<N>].begin(), g[a<N>].end());
        all.insert(all.end(), g[b<N>].begin(), g[b<N>].end());
        return all;
    }
};
template <class Function, class Hand, int N, int Count = N>
struct by_hand : numbers<Count> {
    double step(int) { return Function::template by<Hand, N>(this->in, this->out); }
};

using bench::make;
using bench::variant;
template <class Function, int... N>
void compare() {
    (bench::compare(std::string(Function::name) + ", n = " + std::to_string(N), 1e-9, 1,
                    variant{"espalier", make<with_espalier<Function, N>>},
                    variant{"hand-vectorised", make<by_hand<Function, hand::vectorised, N>>},
                    variant{"plain loops", make<by_hand<Function, hand::plain, N>>}),
     ...);
}
template <int... N>
void compare_products() {
    (bench::compare(
         "matrix product, n = " + std::to_string(2 * N * N), 1e-9, 1,
         variant{"espalier", make<matrices_with_espalier<N>>},
         variant{"hand-vectorised", make<by_hand<matrix_product, hand::vectorised, N, 2 * N * N>>},
         variant{"plain loops", make<by_hand<matrix_product, hand::plain, N, 2 * N * N>>}),
     ...);
}

}  // namespace

int main(int count, char** arguments) {
    compare<logsumexp, 10, 100, 1000>();
    compare_products<2, 7, 22>();
    compare<normal, 10, 100, 1000>();
    compare<product, 10, 100, 1000>();
    compare<sum, 10, 100, 1000>();
    return bench::run(count, arguments);
}
