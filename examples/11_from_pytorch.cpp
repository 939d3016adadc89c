// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
//
// From PyTorch and back: a net that PyTorch trained (data/make_pytorch.py) is loaded by the names
// of its state_dict; its head is fine-tuned as PyTorch did it, with the same numbers at each step,
// and saved for PyTorch to load (data/make_pytorch.py finetuned.npz).
//   11_from_pytorch [folder for finetuned.npz]
#include <array>
#include <cmath>
#include <cstdio>
#include <espalier/adapter/npy.hpp>
#include <espalier/espalier.hpp>
#include <string>
#include <vector>

namespace es = espalier;

namespace {

constexpr auto image = es::input<"image", es::shape<64>>;
constexpr auto label = es::input<"label", es::shape<>, std::int32_t>;
constexpr auto fc1 = es::linear<"fc1", 64, 16>;
constexpr auto fc2 = es::linear<"fc2", 16, 10>;
constexpr auto loss = es::cross_entropy(fc2(relu(fc1(image))), label);

}  // namespace

int main(int argc, char** argv) {
    std::string const data = ESPALIER_EXAMPLE_DATA;
    auto const images = xt::load_npy<float>(data + "/digits_images.npy");
    auto const labels = xt::load_npy<std::int32_t>(data + "/digits_labels.npy");
    std::vector<float> xs;
    std::vector<std::int32_t> ts;
    for (std::size_t i = 0; i < 64; ++i) {
        for (std::size_t p = 0; p < 64; ++p) xs.push_back(images(i, p) / 16);
        ts.push_back(labels(i));
    }

    // [from_pytorch]
    es::variables vars{loss};
    es::load_npz(vars, data + "/pytorch.npz");  // numpy.savez of the state_dict

    auto trainer = es::trainer(
        loss,
        es::sgd(es::groups(es::group(fc2, es::lr = 0.1f), es::group(es::rest, es::lr = es::zero)),
                es::momentum = 0.9f),
        es::batched);
    // [/from_pytorch]

    // at each step PyTorch's loss before it, and its bias behind it
    auto const course = xt::load_npy<float>(data + "/pytorch_steps.npy");
    double largest = 0;
    auto const compare = [&largest](float ours, float theirs) {
        largest = std::fmax(largest, std::fabs(static_cast<double>(ours - theirs)));
    };
    for (std::size_t step = 0; step < course.shape(0); ++step) {
        compare(trainer.step(vars, image = es::batch(xs), label = es::batch(ts)), course(step, 0));
        for (std::size_t i = 0; i < 10; ++i) compare(vars[fc2.bias][i], course(step, 1 + i));
    }
    std::printf("%zu steps; largest difference from PyTorch's losses and biases: %.2g\n",
                course.shape(0), largest);

    std::string const saved = std::string(argc > 1 ? argv[1] : ".") + "/finetuned.npz";
    // [to_pytorch]
    es::save_npz(vars, trainer, saved);  // fc1.weight ..., and fc2.weight@momentum_buffer ...
    // [/to_pytorch]

    es::variables expected{loss};
    es::load_npz(expected, data + "/pytorch_finetuned.npz");
    for (es::index_t i = 0; i < 160; ++i) compare(vars[fc2.weight][i], expected[fc2.weight][i]);
    bool const frozen =
        vars[fc1.weight] == expected[fc1.weight] && vars[fc1.bias] == expected[fc1.bias];
    std::printf("... and from its weights: %.2g; the frozen layer is the same: %s\n", largest,
                frozen ? "yes" : "NO");
    return largest < 1e-4 && frozen ? 0 : 1;
}
