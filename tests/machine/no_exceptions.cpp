// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include <csetjmp>
#include <cstdio>
#include <cstring>
#include <limits>
#include <span>
#include <type_traits>

#include <espalier/core.hpp>

#if defined(__cpp_exceptions)
#error "this program is about builds without exceptions"
#endif

namespace es = espalier;

// Without exceptions a wrong run-time extent reaches the handler of es::on_error, which does not
// return, and nothing has changed by then. Data that are not numbers give a loss that is none.
namespace {

constexpr auto x = es::input<"x", es::shape<4>>;
constexpr auto t = es::input<"t", es::shape<2>>;
constexpr auto fc1 = es::linear<"fc1", 4, 8>;
constexpr auto fc2 = es::linear<"fc2", 8, 2>;
constexpr auto loss = es::mse(fc2(tanh(fc1(x))), t);

std::jmp_buf after_error;
char message[160];

[[noreturn]] void handler(char const* text) {
    std::strncpy(message, text, sizeof message - 1);
    std::longjmp(after_error, 1);
}

int failures = 0;
void check(bool holds, char const* what) {
    if (!holds) std::printf("failed: %s\n", what), ++failures;
}
template <class Object>
bool same_bytes(Object const& a, Object const& b) {
    static_assert(std::is_trivially_copyable_v<Object>);
    return std::memcmp(static_cast<void const*>(&a), static_cast<void const*>(&b), sizeof a) == 0;
}

constexpr float features[5] = {0.5f, -1.f, 0.25f, 2.f, 3.f};
constexpr float targets[2] = {1.f, -1.f};

using variables = decltype(es::variables{loss});
auto const optimizer = es::adam(es::lr = 0.01f, es::clip_norm(1.f));
auto plain = es::trainer(loss, optimizer);
auto batched = es::trainer(loss, optimizer, es::batched);
variables vars;

/// Runs `wrong`, which must end in the handler with `sentence` and leave everything as it was.
template <class Wrong>
void ends_in_handler(Wrong wrong, char const* sentence) {
    static variables variables_before;
    static decltype(plain) plain_before = plain;
    static decltype(batched) batched_before = batched;
    std::memcpy(static_cast<void*>(&variables_before), &vars, sizeof vars);
    std::memcpy(static_cast<void*>(&plain_before), &plain, sizeof plain);
    std::memcpy(static_cast<void*>(&batched_before), &batched, sizeof batched);
    message[0] = 0;
    if (setjmp(after_error) == 0) {
        wrong();
        check(false, "the handler is called");
    }
    check(std::strcmp(message, sentence) == 0, sentence);
    if (std::strcmp(message, sentence) != 0) std::printf("  was: %s\n", message);
    check(same_bytes(vars, variables_before), "the variables are as they were");
    check(same_bytes(plain, plain_before), "the trainer is as it was");
    check(same_bytes(batched, batched_before), "the trainer with stored gradients is as it was");
}

void not_a_number() {
    float const nan = std::numeric_limits<float>::quiet_NaN();
    auto moved = vars;
    auto trainer = plain;
    float const value = trainer.step(moved, x = {0.f, nan, 1.f, 2.f}, t = targets);
    check(value != value, "a NaN in the data gives a NaN loss");
    float const infinite =
        es::evaluate(loss, vars, x = {0.f, 1e30f, -1e30f, 2.f}, t = {3e38f, 0.f});
    check(infinite == std::numeric_limits<float>::infinity(), "what overflows is infinite");
}

}  // namespace

int main() {
    es::on_error(handler);
    es::initialize(vars, 3);
    plain.step(vars, x = std::span(features, 4), t = targets);
    batched.step(vars, x = std::span(features, 4), t = targets);

    ends_in_handler([] { plain.step(vars, x = std::span(features, 5), t = targets); },
                    "espalier: input 'x' takes this many elements: 4, got 5");
    ends_in_handler([] { batched.step(vars, x = std::span(features, 3), t = targets); },
                    "espalier: input 'x' takes this many elements: 4, got 3");
    char const* const lengths =
        "espalier: input 't' has a batch of another length than the others: 3, got 2";
    static float const xs[3][4] = {{1, 2, 3, 4}, {4, 3, 2, 1}, {0, 1, 0, 1}};
    static float const ts[2][2] = {{1, 0}, {0, 1}};
    ends_in_handler([] { batched.step(vars, x = xs, t = ts); }, lengths);
    ends_in_handler([] { batched.accumulate(vars, x = xs, t = ts); }, lengths);
    ends_in_handler([] { (void)es::gradient(loss, vars, x = xs, t = ts); }, lengths);
    ends_in_handler([] { (void)es::evaluate(loss, vars, x = std::span(features, 5), t = targets); },
                    "espalier: input 'x' takes this many elements: 4, got 5");
    not_a_number();

    if (failures == 0) std::printf("errors without exceptions end in the handler\n");
    return failures == 0 ? 0 : 1;
}
