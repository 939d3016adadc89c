// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
//
// Fine-tuning on real data. A 64-64-32-10 net learns the digits 0 to 4; then its body is frozen and
// the head learns all ten; then fc2 is unfrozen at a smaller, scheduled learning rate.
//   04_fine_tune [folder for learning_curve.svg]
#include <unistd.h>

#include <algorithm>
#include <array>
#include <bit>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <espalier/adapter/npy.hpp>
#include <espalier/espalier.hpp>
#include <fstream>
#include <random>
#include <string>
#include <vector>

namespace es = espalier;

namespace {

// [model]
constexpr auto image = es::input<"image", es::shape<64>>;
constexpr auto label = es::input<"label", es::shape<>, std::int32_t>;
constexpr auto fc1 = es::linear<"fc1", 64, 64>;
constexpr auto fc2 = es::linear<"fc2", 64, 32>;
constexpr auto fc3 = es::linear<"fc3", 32, 10>;
constexpr auto logits = fc3(relu(fc2(relu(fc1(image)))));
constexpr auto loss = es::cross_entropy(logits, label);
// [/model]

using variables = decltype(es::variables{loss});

/// As std::shuffle, whose order differs between standard libraries.
void shuffle(std::vector<std::size_t>& order, std::mt19937& random) {
    for (std::size_t i = order.size(); i > 1; --i) std::swap(order[i - 1], order[random() % i]);
}

struct digits {
    std::vector<std::array<float, 64>> images;
    std::vector<std::int32_t> labels;
    std::vector<std::size_t> training, test;
};

/// The data, and a fifth of each class held back: a seeded choice, the same on every machine.
digits load() {
    std::string const folder = ESPALIER_EXAMPLE_DATA;
    auto const images = xt::load_npy<float>(folder + "/digits_images.npy");
    auto const labels = xt::load_npy<std::int32_t>(folder + "/digits_labels.npy");
    digits d;
    std::array<std::vector<std::size_t>, 10> of_class;
    for (std::size_t i = 0; i < labels.size(); ++i) {
        std::array<float, 64> one{};
        for (std::size_t p = 0; p < 64; ++p) one[p] = images(i, p) / 16;
        d.images.push_back(one);
        d.labels.push_back(labels(i));
        of_class[static_cast<std::size_t>(labels(i))].push_back(i);
    }
    std::mt19937 random(2026);
    for (auto& members : of_class) {
        shuffle(members, random);
        auto const fifth = members.begin() + static_cast<std::ptrdiff_t>(members.size() / 5);
        d.test.insert(d.test.end(), members.begin(), fifth);
        d.training.insert(d.training.end(), fifth, members.end());
    }
    return d;
}

void keep_below(std::vector<std::size_t>& which, digits const& d, int digits_to_keep) {
    std::erase_if(which, [&](std::size_t i) { return d.labels[i] >= digits_to_keep; });
}

double accuracy(variables const& vars, digits const& d, std::vector<std::size_t> const& which) {
    std::size_t right = 0;
    for (std::size_t i : which) {
        auto const z = es::evaluate(logits, vars, image = d.images[i]);
        right += std::max_element(z.begin(), z.end()) - z.begin() == d.labels[i];
    }
    return static_cast<double>(right) / static_cast<double>(which.size());
}

/// Whether no bit of the leaves differs.
template <class... Leaf>
bool unchanged(variables const& now, variables const& before, Leaf... leaf) {
    auto const same_bits = [](float a, float b) {
        return std::bit_cast<std::uint32_t>(a) == std::bit_cast<std::uint32_t>(b);
    };
    return (... && std::equal(now[leaf].begin(), now[leaf].end(), before[leaf].begin(), same_bits));
}

/// One line that is drawn again and again, where there is a person to see it.
void progress(char const* phase, int epoch, int epochs, double mean_loss) {
    static bool const terminal = isatty(fileno(stdout)) != 0;
    if (!terminal) return;
    char bar[31];
    int const done = 30 * epoch / epochs;
    std::memset(bar, '.', 30);
    std::memset(bar, '#', static_cast<std::size_t>(done));
    bar[30] = 0;
    std::printf("\r%s [%s] epoch %d/%d  loss %.4f ", phase, bar, epoch, epochs, mean_loss);
    if (epoch == epochs) std::printf("\r%79s\r", "");
    std::fflush(stdout);
}

struct epoch_record {
    double loss, accuracy;
    int phase;
};
struct phase_record {
    std::string name;
    std::size_t trained, state, workspace;
    double nanoseconds, accuracy;
};

template <class Trainer>
void train(char const* name, int number, Trainer& trainer, variables& vars, digits const& d,
           int digits_used, int epochs, std::vector<phase_record>& phases,
           std::vector<epoch_record>& curve) {
    auto training = d.training, test = d.test;
    keep_below(training, d, digits_used);
    keep_below(test, d, digits_used);
    std::mt19937 random(17);
    double time = 0;
    for (int epoch = 1; epoch <= epochs; ++epoch) {
        shuffle(training, random);
        double total = 0;
        auto const start = std::chrono::steady_clock::now();
        for (std::size_t i : training)
            total +=
                static_cast<double>(trainer.step(vars, image = d.images[i], label = d.labels[i]));
        time += std::chrono::duration<double, std::nano>(std::chrono::steady_clock::now() - start)
                    .count();
        total /= static_cast<double>(training.size());
        curve.push_back({total, accuracy(vars, d, test), number});
        progress(name, epoch, epochs, total);
    }
    auto const& plan = std::remove_cvref_t<Trainer>::plan;
    phases.push_back({name, plan.trained_bytes / sizeof(float), plan.state_bytes,
                      plan.workspace_bytes,
                      time / (static_cast<double>(epochs) * static_cast<double>(training.size())),
                      accuracy(vars, d, test)});
    std::printf("%s\n%s\n", name, es::to_text(plan).c_str());
}

/// Loss and test accuracy by epoch, as a picture for a browser.
void draw(std::vector<epoch_record> const& curve, std::string const& path) {
    std::ofstream out(path);
    double const width = 720, height = 320, left = 50, top = 40;
    double const highest =
        std::max_element(curve.begin(), curve.end(), [](auto const& a, auto const& b) {
            return a.loss < b.loss;
        })->loss;
    auto at_x = [&](std::size_t i) {
        return left +
               (width - left - 50) * static_cast<double>(i) / static_cast<double>(curve.size() - 1);
    };
    auto at_y = [&](double share) { return top + (height - top - 40) * (1 - share); };
    out << "<svg xmlns='http://www.w3.org/2000/svg' width='720' height='320' "
           "font-family='sans-serif' "
           "font-size='12'><rect width='720' height='320' fill='white'/>\n"
           "<text x='50' y='20' font-size='14'>Fine-tuning on digits: loss (blue, left) and test "
           "accuracy (green, right)</text>\n";
    for (std::size_t i = 1; i < curve.size(); ++i)
        if (curve[i].phase != curve[i - 1].phase)
            out << "<line x1='" << at_x(i) - 4 << "' x2='" << at_x(i) - 4
                << "' y1='40' y2='280' stroke='#bbb' "
                << "stroke-dasharray='4'/>\n";
    char const* const names[] = {"0-4: all", "0-9: head", "0-9: head and fc2"};
    for (std::size_t i = 0; i < curve.size(); ++i)
        if (i == 0 || curve[i].phase != curve[i - 1].phase)
            out << "<text x='" << at_x(i) << "' y='296' fill='#666'>" << names[curve[i].phase]
                << "</text>\n";
    for (int tick = 0; tick <= 4; ++tick) {
        double const share = tick / 4.0;
        char text[32];
        std::snprintf(text, sizeof text, "%.2f", highest * share);
        out << "<text x='8' y='" << at_y(share) + 4 << "' fill='#1f5fbf'>" << text << "</text>\n";
        std::snprintf(text, sizeof text, "%.0f %%", 100 * share);
        out << "<text x='676' y='" << at_y(share) + 4 << "' fill='#2a8f3c'>" << text << "</text>\n";
        out << "<line x1='50' x2='670' y1='" << at_y(share) << "' y2='" << at_y(share)
            << "' stroke='#eee'/>\n";
    }
    auto line = [&](char const* colour, auto share_of) {
        for (std::size_t i = 0; i < curve.size(); ++i) {
            bool const starts = i == 0 || curve[i].phase != curve[i - 1].phase;
            bool const ends = i + 1 == curve.size() || curve[i].phase != curve[i + 1].phase;
            if (starts)
                out << "<polyline fill='none' stroke-width='2' stroke='" << colour << "' points='";
            out << at_x(i) << ',' << at_y(share_of(curve[i])) << ' ';
            if (ends) out << "'/>\n";
        }
    };
    line("#1f5fbf", [&](epoch_record const& e) { return e.loss / highest; });
    line("#2a8f3c", [](epoch_record const& e) { return e.accuracy; });
    out << "<text x='330' y='314'>epochs: " << curve.size() << "</text></svg>\n";
}

}  // namespace

int main(int argc, char** argv) {
    digits const d = load();
    variables vars{loss};
    es::initialize(vars, 42);
    std::printf("%zu digits, %zu to train, %zu held back\n\n%s\n", d.labels.size(),
                d.training.size(), d.test.size(), es::summary(loss).c_str());

    std::vector<phase_record> phases;
    std::vector<epoch_record> curve;
    bool frozen_kept = true;

    // [phases]
    // (a) all layers, the digits 0 to 4
    auto pretrain = es::trainer(loss, es::sgd(es::lr = 1e-3f, es::momentum = 0.9f));
    train("pretrain on 0-4", 0, pretrain, vars, d, 5, 5, phases, curve);
    auto const pretrained = vars;

    // (b) the body is frozen, the head learns all ten
    auto head = es::trainer(loss, es::sgd(es::groups(es::group(fc3, es::lr = 3e-3f),
                                                     es::group(es::rest, es::lr = es::zero)),
                                          es::momentum = 0.9f));
    train("head on 0-9", 1, head, vars, d, 10, 10, phases, curve);
    // [/phases]
    frozen_kept = unchanged(vars, pretrained, fc1.weight, fc1.bias, fc2.weight, fc2.bias);

    // (c) fc2 follows at a smaller rate, both rates decay; the head's momentum is carried over
    auto unfrozen =
        es::trainer(loss,
                    es::sgd(es::groups(es::group(fc3, es::lr = es::cosine(3e-3f, 40'000)),
                                       es::group(fc2, es::lr = es::cosine(2e-3f, 40'000)),
                                       es::group(es::rest, es::lr = es::zero)),
                            es::momentum = 0.9f),
                    head);
    train("head and fc2 on 0-9", 2, unfrozen, vars, d, 10, 28, phases, curve);
    frozen_kept = frozen_kept && unchanged(vars, pretrained, fc1.weight, fc1.bias);

    std::printf("%-22s %10s %12s %12s %10s %10s\n", "phase", "trained", "state B", "workspace B",
                "ns/step", "accuracy");
    for (auto const& p : phases)
        std::printf("%-22s %10zu %12zu %12zu %10.0f %9.1f%%\n", p.name.c_str(), p.trained, p.state,
                    p.workspace, p.nanoseconds, 100 * p.accuracy);
    std::string const picture = std::string(argc > 1 ? argv[1] : ".") + "/learning_curve.svg";
    draw(curve, picture);
    std::printf("\nfrozen weights unchanged to the bit: %s\nlearning curve: %s\n",
                frozen_kept ? "yes" : "NO", picture.c_str());
    return frozen_kept && phases.back().accuracy >= 0.95 ? 0 : 1;
}
