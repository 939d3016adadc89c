// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
//
// A net for handwritten digits on a microcontroller. Its body was trained elsewhere, on the digits
// 0 to 4, and is in flash; its head learns all ten here, sample by sample.
#include <algorithm>
#include <espalier/core.hpp>

#include "board.h"
#include "samples.hpp"
#include "weights.hpp"

namespace es = espalier;
using namespace es::literals;

namespace {
// [model]
constexpr auto image = es::input<"image", es::shape<64>>;
constexpr auto label = es::input<"label", es::shape<>, std::int32_t>;
constexpr auto fc1 = es::linear<"fc1", 64, 32>;
constexpr auto fc2 = es::linear<"fc2", 32, 10>;
constexpr auto body = relu(es::freeze(fc1)(image));
constexpr auto logits = fc2(body);
constexpr auto loss = es::cross_entropy(logits, label);

// what is trained is in RAM, the rest a constant
constexpr auto flash = [] {
    es::variables vars{body};
    std::ranges::copy(weights::fc1_weight, vars[fc1.weight].begin());
    std::ranges::copy(weights::fc1_bias, vars[fc1.bias].begin());
    return vars;
}();
constinit auto ram = [] {
    es::variables vars{fc2.weight, fc2.bias};
    std::ranges::copy(weights::fc2_weight, vars[fc2.weight].begin());
    std::ranges::copy(weights::fc2_bias, vars[fc2.bias].begin());
    return vars;
}();
constinit auto trainer =
    es::trainer(loss, es::sgd(es::lr = 0.01_c, es::momentum = 0.9_c), es::static_workspace);

// one line holds the budget: weights in flash and RAM, velocities, workspace
constexpr auto plan = std::remove_cvref_t<decltype(trainer)>::plan;
static_assert(plan.total_bytes <= 12 * 1024);
static_assert(sizeof(ram) + sizeof(trainer) <= 3 * 1024);
// [/model]

using pixels = es::tensor<float, 64>;
pixels pixels_of(unsigned char const* sample) {
    pixels p{};
    for (int i = 0; i < 64; ++i) p(i) = static_cast<float>(sample[i]) / 16.0f;
    return p;
}
unsigned correct() {
    unsigned right = 0;
    for (auto const& sample : test_samples) {
        auto const z = es::evaluate(logits, es::overlay(flash, ram), image = pixels_of(sample));
        right += std::max_element(z.begin(), z.end()) - z.begin() == sample[64];
    }
    return right;
}
void print(char const* what, unsigned number, char const* unit) {
    board_print(what);
    board_print_number(number);
    board_print(unit);
}
[[noreturn]] void fail(char const* message) {
    board_print(message);
    board_exit(2);
}
}  // namespace

int main() {
    es::on_error(fail);
    constexpr unsigned tests = std::size(test_samples), samples = std::size(training_samples);
    unsigned const before = correct();
    constexpr unsigned passes = 3;
    unsigned instructions = 0;
    for (unsigned pass = 0; pass < passes; ++pass)
        for (auto const& sample : training_samples) {
            pixels const p = pixels_of(sample);
            std::int32_t const digit = sample[64];
            unsigned const start = board_ticks();
            trainer.step(es::overlay(flash, ram), image = p, label = digit);
            instructions += board_instructions(board_ticks() - start);
        }
    unsigned const after = correct();
    print("accuracy before ", 100 * before / tests, " %, ");
    print("after ", 100 * after / tests, " %\n");
    print("flash for frozen weights ", sizeof flash, " bytes\n");
    print("RAM for head, velocity and workspace ", sizeof ram + sizeof trainer, " bytes\n");
    print("bytes of the plan ", plan.total_bytes, "\n");
    print("instructions per step ", instructions / (passes * samples), "\n");
    bool const learned = 100 * before < 60 * tests && 100 * after >= 80 * tests;
    board_print(learned ? "learned\n" : "did not learn\n");
    return learned ? 0 : 1;
}
