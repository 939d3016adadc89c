// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include <algorithm>
#include <array>
#include <cmath>
#include <espalier/espalier.hpp>

#include "../catch.hpp"

namespace es = espalier;

// Updates of weights beside the gradient of their layer's input, in registers.
namespace {
constexpr auto features = es::input<"features", es::shape<5>>;
/// Three layers whose input has a gradient: of many outputs, of many inputs, and small.
template <es::index_t A, es::index_t B>
struct wide {
    static constexpr auto l1 = es::linear<"l1", 5, A>;
    static constexpr auto l2 = es::linear<"l2", A, B>;
    static constexpr auto l3 = es::linear<"l3", B, A>;
    static constexpr auto l4 = es::linear<"l4", A, 3>;
    static constexpr auto program = sum(square(l4(tanh(l3(tanh(l2(tanh(l1(features)))))))));
};
template <class Net>
void updates_where_it_reads(auto optimizer) {
    es::variables vars{Net::program};
    es::initialize(vars, 5);
    auto stored = vars;
    auto in_place = es::trainer(Net::program, optimizer);
    auto apart = es::trainer(Net::program, optimizer, es::batched);
    for (int i = 0; i < 3; ++i) {
        float const a = 0.3f * static_cast<float>(i) - 0.7f;
        es::tensor<float, 5> const sample{a, 1.0f, -a, a * a, 0.5f};
        float const value = in_place.step(vars, features = sample);
        CHECK(value == Approx(apart.step(stored, features = sample)).epsilon(1e-4));
    }
    auto const near = [&](auto layer) {
        double most = 0;
        for (es::index_t i = 0; i < vars[layer.weight].size(); ++i)
            most = std::max(most, std::abs(static_cast<double>(vars[layer.weight][i]) -
                                           static_cast<double>(stored[layer.weight][i])));
        return most < 1e-5;
    };
    CHECK((near(Net::l1) && near(Net::l2) && near(Net::l3) && near(Net::l4)));
}
}  // namespace

TEST_CASE("large weights are updated where the gradient of their layer's input reads them") {
    // whole registers, and rows that are none
    updates_where_it_reads<wide<128, 96>>(
        es::sgd(es::lr = 0.02f, es::momentum = 0.9f, es::weight_decay = 0.1f));
    updates_where_it_reads<wide<191, 187>>(es::adamw(es::lr = 0.001f));
}

namespace {
/// So deep that its loops are rows of a table, so wide that no update runs within another loop.
template <std::size_t Layers>
constexpr auto deep(auto h) {
    if constexpr (Layers == 0)
        return h;
    else
        return tanh(es::linear<es::join("deep.", es::digits<Layers>), 40, 40>(deep<Layers - 1>(h)));
}
}  // namespace

TEST_CASE("every weight of a deep net is updated, once") {
    constexpr auto signal = es::input<"signal", es::shape<40>>;
    constexpr auto loss = sum(square(deep<12>(signal)));
    static es::variables vars{loss};
    es::initialize(vars, 3);
    std::array<float, 40> sample{};
    for (std::size_t i = 0; i < 40; ++i) sample[i] = 0.1f * static_cast<float>(i % 7) - 0.3f;
    auto const g = es::gradient(loss, vars, signal = sample);
    auto stepped = vars;
    auto trainer = es::trainer(loss, es::sgd(es::lr = 0.25f));
    trainer.step(stepped, signal = sample);
    boost::hana::for_each(es::parameters(loss), [&](auto p) {
        INFO(p.name);
        float most = 0, largest = 0;
        for (es::index_t i = 0; i < vars[p].size(); ++i) {
            most = std::max(most, std::abs(stepped[p][i] - (vars[p][i] - 0.25f * g[p][i])));
            largest = std::max(largest, std::abs(g[p][i]));
        }
        CHECK(largest > 0);
        CHECK(most < 1e-6f);
    });
}
