// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
//
// Weights for a microcontroller: a 64-32-10 net learns the digits 0 to 4 on the host and is written
// as a header of constants, which examples/firmware puts into flash.
//   12_export [folder for weights.hpp]
#include <array>
#include <cstdio>
#include <espalier/adapter/npy.hpp>
#include <espalier/espalier.hpp>
#include <string>

namespace es = espalier;

namespace {
constexpr auto image = es::input<"image", es::shape<64>>;
constexpr auto label = es::input<"label", es::shape<>, std::int32_t>;
constexpr auto fc1 = es::linear<"fc1", 64, 32>;
constexpr auto fc2 = es::linear<"fc2", 32, 10>;
constexpr auto loss = es::cross_entropy(fc2(relu(fc1(image))), label);
}  // namespace

int main(int argc, char** argv) {
    std::string const data = ESPALIER_EXAMPLE_DATA;
    auto const images = xt::load_npy<float>(data + "/digits_images.npy");
    auto const labels = xt::load_npy<std::int32_t>(data + "/digits_labels.npy");
    es::variables vars{loss};
    es::initialize(vars, 1);
    auto trainer = es::trainer(loss, es::sgd(es::lr = 2e-3f, es::momentum = 0.9f));
    float last = 0;
    for (int epoch = 0; epoch < 8; ++epoch) {
        last = 0;
        for (std::size_t i = 0; i < 1000; ++i) {
            if (labels(i) > 4) continue;
            std::array<float, 64> pixels{};
            for (std::size_t p = 0; p < 64; ++p) pixels[p] = images(i, p) / 16;
            last += trainer.step(vars, image = pixels, label = labels(i));
        }
    }
    es::write_header(vars, (argc > 1 ? std::string(argv[1]) : ".") + "/weights.hpp", "weights");
    std::printf("loss of the last epoch %.3f\n", static_cast<double>(last) / 500);
    return last / 500 < 0.2f ? 0 : 1;
}
