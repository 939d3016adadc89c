// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../reference/torch.hpp"

namespace es = espalier;

TEST_CASE("split obeys the laws") {
    laws::hold(
        [](auto x) {
            auto const parts = split<1, 1, 2>(x);
            return boost::hana::at_c<0>(parts) * boost::hana::at_c<1>(parts);
        },
        laws::real<2, 3>());
    laws::constant_is_run_time([](auto x) { return boost::hana::at_c<1>(es::split<0, 1, 2>(x)); },
                               laws::real<3>());
}

TEST_CASE("split is torch's") {
    torch::agrees(
        "split",
        [](auto x) {
            auto const parts = split<1, 1, 2>(x);
            return boost::hana::at_c<0>(parts) * boost::hana::at_c<1>(parts);
        },
        laws::real<2, 3, 4>());
}
