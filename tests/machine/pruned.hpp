// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/espalier.hpp>

/// The same net, trained in different parts: what is pruned must not be in the object.
namespace es = espalier;
namespace net {
constexpr auto x = es::input<"x", es::shape<10>>;
constexpr auto t = es::input<"target", es::shape<2>>;
constexpr auto fc1 = es::linear<"fc1", 10, 20>;
constexpr auto fc2 = es::linear<"fc2", 20, 5>;
constexpr auto fc3 = es::linear<"fc3", 5, 2>;
constexpr auto hidden = relu(fc2(relu(fc1(x))));
constexpr auto loss = es::mse(fc3(hidden), t);
/// A program in which nothing but the head could be differentiated.
constexpr auto cut = es::mse(fc3(es::stop_gradient(hidden)), t);

constexpr auto head_alone(auto lr_of_rest) {
    return es::sgd(
        es::groups(es::group(fc3, es::lr = 0.1f), es::group(es::rest, es::lr = lr_of_rest)),
        es::momentum = 0.9f);
}
}  // namespace net
