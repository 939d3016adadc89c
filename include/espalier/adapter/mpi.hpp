// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <mpi.h>

#include <cstdint>
#include <type_traits>

#include <espalier/espalier.hpp>

/// Training over several processes: each accumulates the gradients of its own samples, then all add
/// them up. Not part of <espalier/espalier.hpp>, as it needs an MPI: include it by name.
namespace espalier::inline ESPALIER_ABI {

namespace detail {
template <class T>
MPI_Datatype mpi_type() {
    static_assert(std::is_same_v<T, float> || std::is_same_v<T, double>);
    return std::is_same_v<T, float> ? MPI_FLOAT : MPI_DOUBLE;
}
}  // namespace detail

/// Adds up what the trainers of all processes have accumulated, so that `apply` makes the same
/// update in each, with the mean over all their samples:
///     trainer.accumulate(vars, x = my_samples); es::all_reduce(trainer, comm);
///     trainer.apply(vars);
/// Exactly the gradients of trained parameters are sent, `bytes_reduced(trainer)` in all; a frozen
/// parameter sends nothing. Needs a trainer with es::batched.
template <class Trainer>
void all_reduce(Trainer& trainer, MPI_Comm comm) {
    static_assert(Trainer::Batched,
                  "espalier::all_reduce(trainer, comm): the trainer needs the flag es::batched");
    trainer.for_each_trained([&]<std::size_t I, class Leaf>() {
        auto& sum = detail::slot_at<I>(trainer.sums.sums);
        static_assert(std::remove_cvref_t<decltype(sum)>::stored <= 0x7fffffff,
                      "espalier::all_reduce(trainer, comm): a parameter has more elements than one "
                      "message of MPI");
        MPI_Allreduce(MPI_IN_PLACE, sum.elements, static_cast<int>(sum.stored),
                      detail::mpi_type<typename Leaf::value_type>(), MPI_SUM, comm);
    });
    std::uint64_t samples = trainer.sums.samples;
    MPI_Allreduce(MPI_IN_PLACE, &samples, 1, MPI_UINT64_T, MPI_SUM, comm);
    trainer.sums.samples = static_cast<index_t>(samples);
}

/// What one process hands to `all_reduce`: the gradients of trained parameters and a count.
template <class Trainer>
constexpr index_t bytes_reduced(Trainer const&) {
    return Trainer::plan.gradient_bytes + sizeof(std::uint64_t);
}

/// Gives all processes the values of one: `es::broadcast(vars, 0, comm)` before the first step.
template <class Leaves>
void broadcast(variables<Leaves>& vars, int root, MPI_Comm comm) {
    static_assert(sizeof(vars) < 0x7fffffff, "espalier::broadcast(vars, ...): more than 2 GiB");
    MPI_Bcast(&vars, static_cast<int>(sizeof(vars)), MPI_BYTE, root, comm);
}

}  // namespace espalier::inline ESPALIER_ABI
