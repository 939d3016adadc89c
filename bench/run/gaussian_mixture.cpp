// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
// The log-likelihood of a Gaussian mixture, ten dimensions, 25 components, 1000 samples: value and
// gradient with respect to all 1650 parameters.
#include <espalier/espalier.hpp>
#include <memory>

#include "baseline/gaussian_mixture.hpp"
#include "harness.hpp"

namespace es = espalier;
using namespace es::literals;
namespace {

constexpr es::index_t d = 10, components = 25;
constexpr int samples = 1000;
constexpr auto alpha = es::parameter<"alpha", es::shape<components>, double>;
constexpr auto mu = es::parameter<"mu", es::shape<components, d>, double>;
constexpr auto q = es::parameter<"q", es::shape<components, d>, double>;
constexpr auto l = es::parameter<"l", es::shape<components, d, d>, double>;
constexpr auto x = es::input<"x", es::shape<d>, double>;
constexpr auto share = es::input<"share", es::shape<>, double>;  // 1 / n

constexpr auto below = es::input<"below", es::shape<d, d>, double>;  // 1 below the diagonal, else 0

constexpr auto difference = x - mu;
constexpr auto lower = l * below;
constexpr auto whitened =
    exp(q) * difference + es::squeeze<2>(es::matmul(lower, es::unsqueeze<2>(difference)));
constexpr auto term = logsumexp(alpha + sum<1>(q) - 0.5_c * sum<1>(square(whitened)));
constexpr auto prior = 0.5_c * (sum(square(exp(q))) + sum(square(lower)));
constexpr auto objective = term - logsumexp(alpha) + share * prior;

struct data_set {
    double x[samples][d], below[d][d];
    baseline::mixture::parameters start;
    data_set() {
        bench::numbers numbers(1);
        numbers.fill(x, 2);
        numbers.fill(start.alpha);
        numbers.fill(start.mu);
        numbers.fill(start.q, 0.5);
        numbers.fill(start.l, 0.5);
        for (std::size_t i = 0; i < d; ++i)
            for (std::size_t j = 0; j < d; ++j) below[i][j] = i > j ? 1 : 0;
    }
} const data;

struct with_espalier {
    decltype(es::variables{objective}) vars{objective};
    decltype(es::gradient(objective, vars, x = data.x, below = data.below, share = 1.0)) g;
    with_espalier() {
        vars[alpha] = data.start.alpha;
        vars[mu] = data.start.mu;
        vars[q] = data.start.q;
        for_each_below(
            [&](auto k, auto i, auto j, auto at) { vars[l](k, i, j) = data.start.l[k][at]; });
    }
    double step(int) {
        return es::value_and_gradient_into(g, objective, vars, x = data.x, below = data.below,
                                           share = 1.0 / samples);
    }
    std::vector<double> results() const {
        std::vector<double> all;
        auto const add = [&](auto const& part) {
            auto const logical = es::view(part);
            all.insert(all.end(), logical.begin(), logical.end());
        };
        add(g[alpha]);
        add(g[mu]);
        add(g[q]);
        for_each_below([&](auto k, auto i, auto j, auto) { all.push_back(g[l](k, i, j)); });
        return all;
    }

private:
    /// The elements below the diagonals in the order of the version by hand, which packs columns.
    template <class F>
    static void for_each_below(F const& f) {
        for (std::size_t k = 0; k < components; ++k)
            for (std::size_t j = 0, at = 0; j < d; ++j)
                for (std::size_t i = j + 1; i < d; ++i, ++at) f(k, i, j, at);
    }
};
template <class Hand>
struct by_hand {
    Hand compute{};
    baseline::mixture::parameters g{};
    double step(int) { return compute(data.start, data.x, samples, g); }
    std::span<double const> results() const { return {g.alpha, sizeof g / sizeof(double)}; }
};

}  // namespace

int main(int count, char** arguments) {
    using namespace baseline::mixture;
    using bench::make;
    using bench::variant;
    bench::compare("Gaussian mixture", 1e-9, 1, variant{"espalier", make<with_espalier>},
                   variant{"hand-vectorised", make<by_hand<vectorised>>},
                   variant{"plain loops", make<by_hand<plain>>});
    return bench::run(count, arguments);
}
