// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
//
// Functions of functions: gradients as expressions, products with Jacobians and Hessians, maps over
// samples, recomputation; each checked against what is known of it.
#include <cmath>
#include <cstdio>
#include <espalier/core.hpp>

namespace es = espalier;
using namespace es::literals;

namespace {

bool all_hold = true;

void check(char const* what, bool holds) {
    std::printf("%-60s %s\n", what, holds ? "ok" : "WRONG");
    all_hold = all_hold && holds;
}
bool near(float a, float b) { return std::fabs(a - b) <= 1e-4f * std::fmax(1.0f, std::fabs(b)); }

void derivatives() {
    // [grad]
    constexpr auto x = es::input<"x", es::shape<>>;
    constexpr auto f = tanh(x);
    constexpr auto df = es::grad(f, es::wrt(x));    // jax.grad(f)
    constexpr auto ddf = es::grad(df, es::wrt(x));  // jax.grad(jax.grad(f))
    // [/grad]
    float const y = std::tanh(0.3f);
    check("a gradient of a gradient", near(es::evaluate(ddf, x = 0.3f), -2 * y * (1 - y * y)));

    // [value_and_grad]
    auto const r = es::value_and_gradient(f, es::wrt(x), x = 0.3f);  // jax.value_and_grad(f)(0.3)
    float const value = r.value, slope = r.gradient[x];
    // [/value_and_grad]
    check("value and gradient in one run", near(value, y) && near(slope, 1 - y * y));
}

void products() {
    // [products]
    constexpr auto x = es::input<"x", es::shape<3>>;
    constexpr auto y = x * x * x;  // y_i = x_i^3
    es::tensor<float, 3> const at{1, 2, 3}, v{1, 0, -1};
    auto const forward = es::jvp(y, x = at, es::tangent(x) = v);                   // jax.jvp
    auto const backward = es::gradient(y, es::wrt(x), es::cotangent = v, x = at);  // jax.vjp
    auto const J = es::jacobian(y, es::wrt(x), x = at);                            // jax.jacobian
    auto const H = es::hessian(sum(y), es::wrt(x), x = at);                        // jax.hessian
    auto const Hv = es::hvp(sum(y), es::wrt(x), x = at, es::tangent(x) = v);
    // [/products]
    bool holds = true;
    for (es::index_t i = 0; i < 3; ++i) {
        float const d = 3 * at(i) * at(i), dd = 6 * at(i);
        holds = holds && near(forward.tangent(i), d * v(i)) && near(backward[x](i), d * v(i)) &&
                near(J[x](i, i), d) && near(H[x](i, i), dd) && near(Hv[x](i), dd * v(i)) &&
                J[x](i, (i + 1) % 3) == 0;
    }
    check("products with the Jacobian and the Hessian", holds);
}

void maps() {
    // [vmap]
    constexpr auto w = es::parameter<"w", es::shape<3>>;
    constexpr auto x = es::input<"x", es::shape<3>>;
    constexpr auto f = square(dot(w, x));
    constexpr auto mean_of_f = es::vmap<4>(f, x);   // of a scalar the mean over the samples
    constexpr auto mapped = es::vmap<4>(w * x, x);  // jax.vmap(..., in_axes=(None, 0)): (4, 3)
    constexpr auto each = es::vmap<4>(es::grad(f, es::wrt(w)), x);  // a gradient for each sample
    // [/vmap]
    es::variables vars{w};
    vars[w] = es::tensor<float, 3>{1, -1, 0.5f};
    float const xs[4][3]{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}, {1, 1, 1}};
    auto const products = es::evaluate(mapped, vars, x = xs);
    auto const gradients = es::evaluate(each, vars, x = xs);
    bool holds = true;
    float mean = 0;
    for (es::index_t s = 0; s < 4; ++s) {
        float sum_of_products = 0;
        for (es::index_t i = 0; i < 3; ++i) sum_of_products += products(s, i);
        mean += sum_of_products * sum_of_products / 4;
        for (es::index_t i = 0; i < 3; ++i)
            holds = holds && near(products(s, i), vars[w](i) * xs[s][i]) &&
                    near(gradients(s, i), 2 * sum_of_products * xs[s][i]);
    }
    holds = holds && near(es::evaluate(mean_of_f, vars, x = xs), mean);
    check("a map over samples, and their gradients", holds);
}

void penalty() {
    // [penalty]
    constexpr auto x = es::input<"x", es::shape<2>>;
    constexpr auto critic = es::linear<"critic", 2, 1>;
    constexpr auto score = sum(tanh(critic(x)));
    constexpr auto slope = es::norm(es::grad(score, es::wrt(x)));
    constexpr auto objective = square(slope - 1_c) - 0.1_c * score;  // a gradient in the loss
    // [/penalty]
    es::variables vars{objective};
    es::initialize(vars, 3);
    auto trainer = es::trainer(objective, es::adam(es::lr = 0.05f));
    for (int i = 0; i < 300; ++i) trainer.step(vars, x = {0.2f, -0.1f});
    check("a penalty on a gradient is trained",
          std::fabs(es::evaluate(slope, vars, x = {0.2f, -0.1f}) - 1) < 0.2f);
}

void recomputation() {
    // [checkpoint]
    constexpr auto x = es::input<"x", es::shape<64>>;
    constexpr auto w = es::parameter<"w", es::shape<64>>;
    constexpr auto block = [](auto h, auto weight) { return tanh(sin(h * weight) * cos(h)); };
    constexpr auto kept = sum(block(block(x, w), w));
    constexpr auto saved = sum(block(es::checkpoint(block(x, w)), w));  // jax.checkpoint
    // [/checkpoint]
    es::variables vars{w};
    es::initialize(vars, es::uniform(es::low = -1.0f), 5);
    es::tensor<float, 64> at{};
    at.fill(0.5f);
    auto const a = es::gradient(kept, vars, x = at), b = es::gradient(saved, vars, x = at);
    bool holds = true;
    for (es::index_t i = 0; i < 64; ++i) holds = holds && near(a[w](i), b[w](i));
    check("a checkpoint has the same gradient", holds);
}

void randomness() {
    // [rng]
    constexpr auto x = es::input<"x", es::shape<8>>;
    constexpr auto noisy = es::dropout<"drop">(0.5_c)(x);
    es::tensor<float, 8> const ones{1, 1, 1, 1, 1, 1, 1, 1};
    auto const a = es::evaluate(noisy, x = ones, es::rng = 1);  // jax.random.PRNGKey(1)
    auto const b = es::evaluate(noisy, x = ones, es::rng = 1);
    auto const c = es::evaluate(noisy, x = ones, es::rng = 2);
    // [/rng]
    check("a key decides what is drawn", a == b && !(a == c));
}

}  // namespace

int main() {
    derivatives();
    products();
    maps();
    penalty();
    recomputation();
    randomness();
    return all_hold ? 0 : 1;
}
