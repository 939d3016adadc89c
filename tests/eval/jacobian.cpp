// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include <array>
#include <complex>
#include <vector>

#include "../laws.hpp"

namespace es = espalier;
using namespace es::literals;

namespace {

using complex = std::complex<double>;

/// The derivative of f along element i, by a complex step: exact to rounding, from f alone.
template <class F, std::size_t N>
auto complex_step(F f, std::array<double, N> const& at, std::size_t i) {
    std::array<complex, N> moved{};
    for (std::size_t k = 0; k < N; ++k) moved[k] = at[k];
    moved[i] += complex(0, 1e-100);
    auto const values = f(moved);
    std::array<double, values.size()> slope{};
    for (std::size_t o = 0; o < values.size(); ++o) slope[o] = values[o].imag() / 1e-100;
    return slope;
}

/// Bundle adjustment: w (projection of a point X by a camera (rotation 3, centre 3, focal length,
/// principal point 2, radial distortion 2) - feature); Rodrigues' rotation. Written for numbers.
std::array<complex, 2> reprojection(std::array<complex, 15> const& p) {
    complex const theta = std::sqrt(p[0] * p[0] + p[1] * p[1] + p[2] * p[2]);
    complex const w[3]{p[0] / theta, p[1] / theta, p[2] / theta};
    complex const x[3]{p[11] - p[3], p[12] - p[4], p[13] - p[5]};
    complex const along = (w[0] * x[0] + w[1] * x[1] + w[2] * x[2]) * (1.0 - std::cos(theta));
    complex r[3];
    for (int i = 0; i < 3; ++i) {
        int const j = (i + 1) % 3, k = (i + 2) % 3;
        r[i] =
            x[i] * std::cos(theta) + (w[j] * x[k] - w[k] * x[j]) * std::sin(theta) + w[i] * along;
    }
    complex const u = r[0] / r[2], v = r[1] / r[2], q = u * u + v * v;
    complex const bend = 1.0 + p[9] * q + p[10] * q * q;
    return {p[14] * (p[6] * u * bend + p[7] - 3.0), p[14] * (p[6] * v * bend + p[8] - 4.0)};
}

template <long I>
constexpr auto part(auto e) {
    return es::reshape<>(es::slice<0, I, I + 1>(e));
}
constexpr auto cross(auto a, auto b) {
    auto const next = [](auto e) {
        return concat<0>(es::slice<0, 1, 3>(e), es::slice<0, 0, 1>(e));
    };
    return next(a * next(b) - next(a) * b);
}

}  // namespace

TEST_CASE("bundle adjustment: the 2 x 15 block of a reprojection residual") {
    constexpr auto camera = es::input<"camera", es::shape<11>, double>;
    constexpr auto point = es::input<"point", es::shape<3>, double>;
    constexpr auto weight = es::input<"weight", es::shape<>, double>;
    constexpr auto rotation = es::slice<0, 0, 3>(camera);
    constexpr auto theta = norm(rotation);
    constexpr auto w = rotation / theta;
    constexpr auto x = point - es::slice<0, 3, 6>(camera);
    constexpr auto rotated =
        x * cos(theta) + cross(w, x) * sin(theta) + w * (dot(w, x) * (1_c - cos(theta)));
    constexpr auto plane = es::slice<0, 0, 2>(rotated) / part<2>(rotated);
    constexpr auto q = sum(square(plane));
    constexpr auto bend = 1_c + part<9>(camera) * q + part<10>(camera) * q * q;
    constexpr auto feature = es::input<"feature", es::shape<2>, double>;
    constexpr auto residual =
        weight * (part<6>(camera) * plane * bend + es::slice<0, 7, 9>(camera) - feature);

    std::array<double, 15> const p{0.3,  -0.2, 0.5,   0.1, 0.2, -0.4, 1.5, 0.7,
                                   -0.3, 0.05, -0.01, 1.2, 0.8, 3.5,  0.9};
    std::array<double, 11> cam{};
    for (std::size_t i = 0; i < 11; ++i) cam[i] = p[i];
    auto const check = [&](auto mode) {
        auto const J =
            es::jacobian(residual, es::wrt(camera, point, weight), mode, camera = cam,
                         point = {p[11], p[12], p[13]}, weight = p[14], feature = {3.0, 4.0});
        static_assert(
            std::is_same_v<std::remove_cvref_t<decltype(J[camera])>, es::tensor<double, 2, 11>>);
        static_assert(
            std::is_same_v<std::remove_cvref_t<decltype(J[weight])>, es::tensor<double, 2>>);
        for (std::size_t i = 0; i < 15; ++i) {
            auto const slope = complex_step(reprojection, p, i);
            for (std::size_t o = 0; o < 2; ++o)
                CHECK((i < 11   ? J[camera](o, i)
                       : i < 14 ? J[point](o, i - 11)
                                : J[weight](o)) == Approx(slope[o]).epsilon(1e-12).margin(1e-14));
        }
    };
    check(es::reverse_mode);
    check(es::forward_mode);
    // two outputs, fifteen inputs: left to itself it takes two reverse passes
    using call = es::detail::jacobian_call<std::remove_cvref_t<decltype(residual)>,
                                           es::wrt_t<std::remove_cvref_t<decltype(camera)>>>;
    static_assert(!call::forward);
}

TEST_CASE("more rows or columns than run at once; a scalar's Jacobian is its gradient") {
    constexpr auto x = es::input<"x", es::shape<2>, double>;
    constexpr auto w = es::parameter<"w", es::shape<19, 2>, double>;
    constexpr auto y = tanh(matmul(w, x)) + es::cumsum<0>(matmul(w, x));
    es::variables vars{y};
    es::initialize(vars, es::normal, 3);
    auto const by_rows = es::jacobian(y, es::wrt(w), vars, x = {0.1, -0.3});
    auto const by_columns = es::jacobian(y, es::wrt(w), vars, x = {0.1, -0.3}, es::forward_mode);
    for (es::index_t i = 0; i < 19 * 38; ++i)
        CHECK(by_rows[w][i] == Approx(by_columns[w][i]).epsilon(1e-12).margin(1e-14));
    auto const J = es::jacobian(sum(y), es::wrt(x), vars, x = {0.1, -0.3});
    auto const g = es::gradient(sum(y), es::wrt(x), vars, x = {0.1, -0.3});
    CHECK(J[x](0) == Approx(g[x](0)));
    CHECK(J[x](1) == Approx(g[x](1)));
}

TEST_CASE("a Gaussian mixture: log-likelihood of run-time many points, and its gradient") {
    // log sum over k of exp(a_k - log sum exp a + log det Q_k - |Q_k (x - m_k)|^2 / 2), Q_k lower
    // triangular with e^q on its diagonal and l below it
    constexpr auto a = es::parameter<"a", es::shape<3>, double>;
    constexpr auto m = es::parameter<"m", es::shape<3, 2>, double>;
    constexpr auto q = es::parameter<"q", es::shape<3, 2>, double>;
    constexpr auto l = es::parameter<"l", es::shape<3>, double>;
    constexpr auto x = es::input<"x", es::shape<2>, double>;
    constexpr auto centred = x - m;
    constexpr auto first = es::reshape<3>(es::slice<1, 0, 1>(centred));
    constexpr auto diagonal = exp(q) * centred;
    constexpr auto squares = square(es::reshape<3>(es::slice<1, 0, 1>(diagonal))) +
                             square(es::reshape<3>(es::slice<1, 1, 2>(diagonal)) + l * first);
    constexpr auto log_p = logsumexp(a - logsumexp(a) + sum<1>(q) - 0.5_c * squares);

    auto const by_hand = [](std::array<complex, 18> const& p,
                            std::vector<std::array<double, 2>> const& xs) {
        complex total = 0, weights = 0;
        for (std::size_t k = 0; k < 3; ++k) weights += std::exp(p[k]);
        for (auto const& one : xs) {
            complex likelihood = 0;
            for (std::size_t k = 0; k < 3; ++k) {
                complex const u = one[0] - p[3 + 2 * k], v = one[1] - p[4 + 2 * k];
                complex const s = std::exp(p[9 + 2 * k]) * u,
                              t = std::exp(p[10 + 2 * k]) * v + p[15 + k] * u;
                likelihood +=
                    std::exp(p[k] + p[9 + 2 * k] + p[10 + 2 * k] - 0.5 * (s * s + t * t)) / weights;
            }
            total += std::log(likelihood);
        }
        return std::array<complex, 1>{total / static_cast<double>(xs.size())};
    };
    es::variables vars{log_p};
    std::array<double, 18> p{};
    for (std::size_t i = 0; i < 18; ++i) p[i] = 0.3 * std::sin(1.7 * static_cast<double>(i) + 0.4);
    for (std::size_t i = 0; i < 18; ++i)
        (i < 3    ? vars[a][i]
         : i < 9  ? vars[m][i - 3]
         : i < 15 ? vars[q][i - 9]
                  : vars[l][i - 15]) = p[i];
    for (std::size_t n : {1u, 7u, 16u, 37u}) {
        std::vector<std::array<double, 2>> xs(n);
        for (std::size_t i = 0; i < n; ++i)
            xs[i] = {std::sin(static_cast<double>(i)), std::cos(2.3 * static_cast<double>(i))};
        auto const r = es::value_and_gradient(log_p, vars, x = xs);
        std::array<complex, 18> plain{};
        for (std::size_t i = 0; i < 18; ++i) plain[i] = p[i];
        CHECK(r.value == Approx(by_hand(plain, xs)[0].real()).epsilon(1e-12));
        auto const f = [&](auto const& at) { return by_hand(at, xs); };
        for (std::size_t i = 0; i < 18; ++i)
            CHECK((i < 3    ? r.gradient[a][i]
                   : i < 9  ? r.gradient[m][i - 3]
                   : i < 15 ? r.gradient[q][i - 9]
                            : r.gradient[l][i - 15]) ==
                  Approx(complex_step(f, p, i)[0]).epsilon(1e-10).margin(1e-13));
    }
}
