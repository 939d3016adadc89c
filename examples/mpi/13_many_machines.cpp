// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
//
// One training over several processes: `mpirun -n 2 13_many_machines`. Each process accumulates the
// gradients of its share of the samples; all_reduce adds up those of trained parameters alone. The
// result is that of one process which has all samples.
#include <array>
#include <cmath>
#include <cstdio>
#include <span>
#include <vector>

#include <espalier/adapter/mpi.hpp>

namespace es = espalier;

namespace {

constexpr auto x = es::input<"x", es::shape<4>>;
constexpr auto t = es::input<"target", es::shape<1>>;
constexpr auto body = es::linear<"body", 4, 16>;
constexpr auto head = es::linear<"head", 16, 1>;
constexpr auto loss = es::mse(head(tanh(body(x))), t);

// The body is frozen: its gradients are not computed, so they are not sent either.
constexpr auto optimizer =
    es::sgd(es::groups(es::group(head, es::lr = 0.1f), es::group(es::rest, es::frozen)),
            es::momentum = 0.9f);

constexpr std::size_t samples = 64;

struct data {
    std::vector<std::array<float, 4>> features{samples};
    std::vector<std::array<float, 1>> targets{samples};
    data() {
        for (std::size_t i = 0; i < samples; ++i) {
            float const at = static_cast<float>(i) / samples;
            features[i] = {at, at * at, std::sin(5 * at), 1 - at};
            targets[i] = {std::sin(3 * at)};
        }
    }
};

}  // namespace

int main(int argc, char** argv) {
    MPI_Init(&argc, &argv);
    int rank = 0, size = 1;
    MPI_Comm_rank(MPI_COMM_WORLD, &rank);
    MPI_Comm_size(MPI_COMM_WORLD, &size);

    data const all;
    std::size_t const share = samples / static_cast<std::size_t>(size);
    std::size_t const first = share * static_cast<std::size_t>(rank);
    std::span const my_features{all.features.data() + first, share};
    std::span const my_targets{all.targets.data() + first, share};

    es::variables vars{loss};
    if (rank == 0) es::initialize(vars, 1);
    es::broadcast(vars, 0, MPI_COMM_WORLD);
    es::variables alone = vars;

    // [all_reduce]
    auto trainer = es::trainer(loss, optimizer, es::batched);
    for (int step = 0; step < 50; ++step) {
        trainer.accumulate(vars, x = my_features, t = my_targets);
        es::all_reduce(trainer, MPI_COMM_WORLD);
        trainer.apply(vars);
    }
    // [/all_reduce]
    static_assert(es::bytes_reduced(trainer) == (16 + 1) * sizeof(float) + 8,
                  "the head alone is sent");

    auto trainer_of_one = es::trainer(loss, optimizer, es::batched);
    float last = 0;
    for (int step = 0; step < 50; ++step)
        last = trainer_of_one.step(alone, x = all.features, t = all.targets);

    float difference = 0;
    for (es::index_t i = 0; i < 16; ++i)
        difference = std::fmax(difference, std::fabs(vars[head.weight][i] - alone[head.weight][i]));
    bool const agree = difference < 1e-5f && vars[body.weight] == alone[body.weight];
    if (rank == 0)
        std::printf(
            "%d processes, %zu bytes a step; loss %.5f; largest difference to one process %.1e: "
            "%s\n",
            size, static_cast<std::size_t>(es::bytes_reduced(trainer)), static_cast<double>(last),
            static_cast<double>(difference), agree ? "the same" : "NOT the same");
    MPI_Finalize();
    return agree ? 0 : 1;
}
