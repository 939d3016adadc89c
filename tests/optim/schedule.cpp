// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../laws.hpp"
#include "../reference/optimizers.hpp"

namespace es = espalier;

namespace {

template <class S>
void check(S const& schedule, double const (&expected)[15]) {
    for (std::uint32_t step = 0; step < 15; ++step) {
        INFO("step " << step);
        CHECK(static_cast<double>(schedule(step)) ==
              Approx(expected[step]).epsilon(1e-12).margin(1e-15));
    }
}

}  // namespace

TEST_CASE("schedules have PyTorch's values and stay constant after their last step") {
    check(es::cosine(0.1, 12, es::eta_min = 0.01), reference::schedule_cosine);
    check(es::step_decay(0.1, 4, es::gamma = 0.3), reference::schedule_step_decay);
    check(es::exponential(0.1, es::gamma = 0.9), reference::schedule_exponential);
    check(es::linear_decay(0.1, 10, 0.25), reference::schedule_linear_decay);
    check(es::polynomial(0.1, 10, 2.0), reference::schedule_polynomial);
    check(es::warmup(0.1, 5, 0.1), reference::schedule_warmup);
    check(es::one_cycle(0.1, 15), reference::schedule_one_cycle);
    check(es::piecewise(0.1, es::milestone(3, 0.05), es::milestone(8, 0.025)),
          reference::schedule_piecewise);
    static_assert(es::step_decay(0.5f, 0, es::gamma = 0.5f)(1) == 0.25f);
    static_assert(es::cosine(0.1f, 10)(10) == es::cosine(0.1f, 10)(10'000));
    static_assert(es::one_cycle(0.1f, 15)(14) == es::one_cycle(0.1f, 15)(40));
    // factors and powers may be written as integers; a schedule in double stays in double
    static_assert(es::polynomial(0.1f, 10, 2)(5) == es::polynomial(0.1f, 10, 2.f)(5));
    static_assert(es::linear_decay(0.1f, 10, 0)(10) == 0.f);
    static_assert(std::is_same_v<decltype(es::warmup(es::cosine(0.1, 10), 5, 0)(1)), double>);
}
