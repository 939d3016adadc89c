// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../laws.hpp"
#include "../reference/optimizers.hpp"

namespace es = espalier;
using namespace es::literals;

// Twenty steps of every rule in two and three groups, against reference/optimizers.py.
namespace {

template <class T>
struct net {
    static constexpr auto a = es::parameter<"a", es::shape<3>, T>;
    static constexpr auto b = es::parameter<"b", es::shape<2, 2>, T>;
    static constexpr auto c = es::parameter<"c", es::shape<2>, T>;
    static constexpr auto s = es::input<"s", es::shape<3>, T>;
    static constexpr auto t = es::input<"t", es::shape<3>, T>;
    static constexpr auto loss = sum(square(s * a - t)) + 0.5_c * sum(square(b - 3_c)) +
                                 sum(square(c + 2_c)) + 0.25_c * (sum(a) * sum(c));
};

template <class T, class Optimizer>
void check(char const* rule, Optimizer const& optimizer, double const (&expected)[9]) {
    using n = net<T>;
    es::variables vars{n::loss};
    vars[n::a] = es::tensor<T, 3>{T(0.5), T(-1.25), T(0.75)};
    vars[n::b] = es::tensor<T, 2, 2>{T(1), T(-0.5), T(0.25), T(2)};
    vars[n::c] = es::tensor<T, 2>{T(-0.75), T(1.5)};
    auto trainer = es::trainer(n::loss, optimizer);
    for (int i = 0; i < 20; ++i)
        trainer.step(vars, n::s = {T(0.5), T(1.5), T(-1)}, n::t = {T(1.25), T(-0.25), T(2)});
    double const tolerance = sizeof(T) == 8 ? 1e-12 : 2e-6;
    // weights are of order 1: float steps that end near 0 keep an absolute error
    double const margin = sizeof(T) == 8 ? 0 : 1e-7;
    for (es::index_t i = 0; i < 9; ++i) {
        INFO(rule << (sizeof(T) == 8 ? " double" : " float") << ", element " << i);
        T const found = i < 3 ? vars[n::a][i] : i < 7 ? vars[n::b][i - 3] : vars[n::c][i - 7];
        CHECK(static_cast<double>(found) == Approx(expected[i]).epsilon(tolerance).margin(margin));
    }
}

template <class T>
void check_all() {
    constexpr auto a = net<T>::a;
    constexpr auto b = net<T>::b;
    constexpr auto c = net<T>::c;
    check<T>("sgd",
             es::sgd(es::groups(es::group(a, es::lr = T(0.02)),
                                es::group(es::rest, es::lr = T(0.01), es::weight_decay = T(0.1))),
                     es::momentum = T(0.9)),
             reference::sgd_2);
    check<T>("sgd",
             es::sgd(es::groups(es::group(a, es::lr = T(0.02)),
                                es::group(b, es::lr = T(0.01), es::weight_decay = T(0.1)),
                                es::group(c, es::lr = T(0.005), es::momentum = T(0.5))),
                     es::momentum = T(0.9)),
             reference::sgd_3);
    check<T>("sgd_plain",
             es::sgd(es::groups(es::group(a, es::lr = T(0.02)),
                                es::group(es::rest, es::lr = T(0.01), es::weight_decay = T(0.1)))),
             reference::sgd_plain_2);
    check<T>("sgd_plain",
             es::sgd(es::groups(es::group(a, es::lr = T(0.02)),
                                es::group(b, es::lr = T(0.01), es::weight_decay = T(0.1)),
                                es::group(c, es::lr = T(0.005)))),
             reference::sgd_plain_3);
    check<T>("sgd_nesterov",
             es::sgd(es::groups(es::group(a, es::lr = T(0.02)),
                                es::group(es::rest, es::lr = T(0.01), es::weight_decay = T(0.1))),
                     es::momentum = T(0.9), es::nesterov),
             reference::sgd_nesterov_2);
    check<T>("sgd_nesterov",
             es::sgd(es::groups(es::group(a, es::lr = T(0.02)),
                                es::group(b, es::lr = T(0.01), es::weight_decay = T(0.1)),
                                es::group(c, es::lr = T(0.005), es::momentum = T(0.5))),
                     es::momentum = T(0.9), es::nesterov),
             reference::sgd_nesterov_3);
    check<T>("sgd_dampening",
             es::sgd(es::groups(es::group(a, es::lr = T(0.02)),
                                es::group(es::rest, es::lr = T(0.01), es::weight_decay = T(0.1))),
                     es::momentum = T(0.9), es::dampening = T(0.3)),
             reference::sgd_dampening_2);
    check<T>("sgd_dampening",
             es::sgd(es::groups(es::group(a, es::lr = T(0.02)),
                                es::group(b, es::lr = T(0.01), es::weight_decay = T(0.1)),
                                es::group(c, es::lr = T(0.005), es::dampening = T(0.5))),
                     es::momentum = T(0.9), es::dampening = T(0.3)),
             reference::sgd_dampening_3);
    check<T>(
        "adagrad",
        es::adagrad(es::groups(es::group(a, es::lr = T(0.1)),
                               es::group(es::rest, es::lr = T(0.05), es::weight_decay = T(0.1))),
                    es::lr_decay = T(0.01)),
        reference::adagrad_2);
    check<T>("adagrad",
             es::adagrad(es::groups(es::group(a, es::lr = T(0.1)),
                                    es::group(b, es::lr = T(0.05), es::weight_decay = T(0.1)),
                                    es::group(c, es::lr = T(0.2), es::eps = T(1e-3))),
                         es::lr_decay = T(0.01)),
             reference::adagrad_3);
    check<T>(
        "rmsprop",
        es::rmsprop(es::groups(es::group(a, es::lr = T(0.01)),
                               es::group(es::rest, es::lr = T(0.02), es::weight_decay = T(0.1))),
                    es::alpha = T(0.9)),
        reference::rmsprop_2);
    check<T>("rmsprop",
             es::rmsprop(es::groups(es::group(a, es::lr = T(0.01)),
                                    es::group(b, es::lr = T(0.02), es::weight_decay = T(0.1)),
                                    es::group(c, es::lr = T(0.03), es::alpha = T(0.95))),
                         es::alpha = T(0.9)),
             reference::rmsprop_3);
    check<T>("adadelta",
             es::adadelta(es::groups(es::group(a, es::rho = T(0.8)),
                                     es::group(es::rest, es::weight_decay = T(0.1))),
                          es::lr = T(1)),
             reference::adadelta_2);
    check<T>("adadelta",
             es::adadelta(
                 es::groups(es::group(a, es::rho = T(0.8)), es::group(b, es::weight_decay = T(0.1)),
                            es::group(c, es::lr = T(2), es::eps = T(1e-4))),
                 es::lr = T(1)),
             reference::adadelta_3);
    check<T>("nadam",
             es::nadam(es::groups(es::group(a, es::betas = {T(0.8), T(0.99)}),
                                  es::group(es::rest, es::lr = T(0.02), es::weight_decay = T(0.1))),
                       es::lr = T(0.01)),
             reference::nadam_2);
    check<T>("nadam",
             es::nadam(es::groups(es::group(a, es::betas = {T(0.8), T(0.99)}),
                                  es::group(b, es::lr = T(0.02), es::weight_decay = T(0.1)),
                                  es::group(c, es::lr = T(0.05), es::momentum_decay = T(0.01))),
                       es::lr = T(0.01)),
             reference::nadam_3);
    check<T>("lion",
             es::lion(es::groups(es::group(a, es::betas = {T(0.8), T(0.95)}),
                                 es::group(es::rest, es::lr = T(0.02), es::weight_decay = T(0.1))),
                      es::lr = T(0.01)),
             reference::lion_2);
    check<T>("lion",
             es::lion(es::groups(es::group(a, es::betas = {T(0.8), T(0.95)}),
                                 es::group(b, es::lr = T(0.02), es::weight_decay = T(0.1)),
                                 es::group(c, es::lr = T(0.05))),
                      es::lr = T(0.01)),
             reference::lion_3);
    check<T>("lamb",
             es::lamb(es::groups(es::group(a, es::betas = {T(0.8), T(0.99)}),
                                 es::group(es::rest, es::lr = T(0.02), es::weight_decay = T(0.1))),
                      es::lr = T(0.01)),
             reference::lamb_2);
    check<T>("lamb",
             es::lamb(es::groups(es::group(a, es::betas = {T(0.8), T(0.99)}),
                                 es::group(b, es::lr = T(0.02), es::weight_decay = T(0.1)),
                                 es::group(c, es::lr = T(0.05))),
                      es::lr = T(0.01)),
             reference::lamb_3);
    check<T>(
        "rmsprop_centered",
        es::rmsprop(es::groups(es::group(a, es::lr = T(0.01)),
                               es::group(es::rest, es::lr = T(0.02), es::weight_decay = T(0.1))),
                    es::alpha = T(0.9), es::centered),
        reference::rmsprop_centered_2);
    check<T>("rmsprop_centered",
             es::rmsprop(es::groups(es::group(a, es::lr = T(0.01)),
                                    es::group(b, es::lr = T(0.02), es::weight_decay = T(0.1)),
                                    es::group(c, es::lr = T(0.03), es::alpha = T(0.95))),
                         es::alpha = T(0.9), es::centered),
             reference::rmsprop_centered_3);
    check<T>(
        "rmsprop_momentum",
        es::rmsprop(es::groups(es::group(a, es::lr = T(0.01)),
                               es::group(es::rest, es::lr = T(0.02), es::weight_decay = T(0.1))),
                    es::alpha = T(0.9), es::centered, es::momentum = T(0.8)),
        reference::rmsprop_momentum_2);
    check<T>("rmsprop_momentum",
             es::rmsprop(es::groups(es::group(a, es::lr = T(0.01)),
                                    es::group(b, es::lr = T(0.02), es::weight_decay = T(0.1)),
                                    es::group(c, es::lr = T(0.03), es::alpha = T(0.95))),
                         es::alpha = T(0.9), es::centered, es::momentum = T(0.8)),
             reference::rmsprop_momentum_3);
    check<T>("adam",
             es::adam(es::groups(es::group(a, es::betas = {T(0.8), T(0.99)}),
                                 es::group(es::rest, es::lr = T(0.02), es::weight_decay = T(0.1))),
                      es::lr = T(0.01)),
             reference::adam_2);
    check<T>("adam",
             es::adam(es::groups(es::group(a, es::betas = {T(0.8), T(0.99)}),
                                 es::group(b, es::lr = T(0.02), es::weight_decay = T(0.1)),
                                 es::group(c, es::lr = T(0.05), es::eps = T(1e-4))),
                      es::lr = T(0.01)),
             reference::adam_3);
    check<T>("adamw",
             es::adamw(es::groups(es::group(a, es::betas = {T(0.8), T(0.99)}),
                                  es::group(es::rest, es::lr = T(0.02), es::weight_decay = T(0.1))),
                       es::lr = T(0.01)),
             reference::adamw_2);
    check<T>("adamw",
             es::adamw(es::groups(es::group(a, es::betas = {T(0.8), T(0.99)}),
                                  es::group(b, es::lr = T(0.02), es::weight_decay = T(0.1)),
                                  es::group(c, es::lr = T(0.05), es::eps = T(1e-4))),
                       es::lr = T(0.01)),
             reference::adamw_3);
    check<T>("radam",
             es::radam(es::groups(es::group(a, es::betas = {T(0.8), T(0.99)}),
                                  es::group(es::rest, es::lr = T(0.02), es::weight_decay = T(0.1))),
                       es::lr = T(0.01)),
             reference::radam_2);
    check<T>("radam",
             es::radam(es::groups(es::group(a, es::betas = {T(0.8), T(0.99)}),
                                  es::group(b, es::lr = T(0.02), es::weight_decay = T(0.1)),
                                  es::group(c, es::lr = T(0.05), es::eps = T(1e-4))),
                       es::lr = T(0.01)),
             reference::radam_3);
    check<T>("adam_amsgrad",
             es::adam(es::groups(es::group(a, es::betas = {T(0.8), T(0.9)}),
                                 es::group(es::rest, es::lr = T(0.02), es::weight_decay = T(0.1))),
                      es::lr = T(0.01), es::amsgrad),
             reference::adam_amsgrad_2);
    check<T>("adam_amsgrad",
             es::adam(es::groups(es::group(a, es::betas = {T(0.8), T(0.9)}),
                                 es::group(b, es::lr = T(0.02), es::weight_decay = T(0.1)),
                                 es::group(c, es::lr = T(0.05), es::eps = T(1e-4))),
                      es::lr = T(0.01), es::amsgrad),
             reference::adam_amsgrad_3);
}

}  // namespace

TEST_CASE("every rule takes PyTorch's twenty steps in float64") { check_all<double>(); }
TEST_CASE("every rule takes PyTorch's twenty steps in float") { check_all<float>(); }
