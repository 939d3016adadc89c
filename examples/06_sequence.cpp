// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
//
// A recurrent net on a real series: next year's sunspot number from the last 24 years. The body of
// the GRU is compiled once, however many years it reads.
#include <cmath>
#include <cstdio>
#include <espalier/espalier.hpp>
#include <fstream>
#include <string>
#include <vector>

namespace es = espalier;
using namespace es::literals;

namespace {

// [model]
constexpr es::index_t years = 24;
constexpr auto past = es::input<"past", es::shape<years, 1>>;
constexpr auto next = es::input<"next", es::shape<1>>;
constexpr auto gru = es::gru<"gru", 1, 16>;
constexpr auto head = es::linear<"head", 16, 1>;

constexpr auto state = es::slice<0, years - 1, years>(gru(past));  // after the last year
constexpr auto change = es::reshape<1>(head(state));
constexpr auto forecast = es::reshape<1>(es::slice<0, years - 1, years>(past)) + change;
constexpr auto loss = es::mse(forecast, next);
// [/model]

constexpr float unit = 100;  // sunspots

std::vector<float> load(std::string const& path) {
    std::ifstream in(path);
    std::string line;
    std::getline(in, line);  // "YEAR","SUNACTIVITY"
    std::vector<float> series;
    while (std::getline(in, line))
        series.push_back(std::stof(line.substr(line.find(',') + 1)) / unit);
    return series;
}

}  // namespace

int main() {
    auto const series = load(std::string(ESPALIER_EXAMPLE_DATA) + "/sunspots.csv");
    std::size_t const held_back = 59, start = series.size() - held_back;  // from 1950 on

    std::vector<float> windows, targets;
    for (std::size_t i = years; i < start; ++i) {
        windows.insert(windows.end(), &series[i - years], &series[i]);
        targets.push_back(series[i]);
    }

    // [train]
    es::variables vars{loss};
    es::initialize(vars, 4);
    auto trainer = es::trainer(loss, es::adam(es::lr = es::cosine(0.01f, 300), es::clip_norm(1.0f)),
                               es::batched);
    float mean_loss = 0;
    for (int epoch = 0; epoch < 300; ++epoch)
        mean_loss = trainer.step(vars, past = es::batch(windows), next = es::batch(targets));
    // [/train]

    double net = 0, persistence = 0;
    for (std::size_t i = start; i < series.size(); ++i) {
        auto const y =
            es::evaluate(forecast, vars, past = std::vector<float>(&series[i - years], &series[i]));
        net += std::pow(static_cast<double>(y(0) - series[i]), 2);
        persistence += std::pow(static_cast<double>(series[i - 1] - series[i]), 2);
    }
    auto const rmse = [&](double sum) {
        return static_cast<double>(unit) * std::sqrt(sum / held_back);
    };
    std::printf(
        "%zu years to train (loss %.4f), %zu held back (1950-2008)\n"
        "root mean square error: as last year %.1f, GRU %.1f sunspots\n",
        targets.size(), static_cast<double>(mean_loss), held_back, rmse(persistence), rmse(net));
    return rmse(net) < 0.75 * rmse(persistence) ? 0 : 1;
}
