// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#if defined(BENCH_TORCH)
#include <torch/torch.h>

#include <memory>
#include <vector>

/// libtorch's eager mode on one thread: losses of its own functions, its SGD with momentum.
namespace peer {

/// An array as a tensor of its shape that owns a copy.
template <class T>
torch::Tensor tensor(T const* from, std::vector<std::int64_t> shape) {
    auto const type = std::is_same_v<T, float> ? torch::kFloat : torch::kInt;
    return torch::from_blob(const_cast<T*>(from), shape, type).clone();
}
template <class T, std::size_t... Extent>
std::vector<std::int64_t> shape_of(std::index_sequence<Extent...>) {
    return {static_cast<std::int64_t>(std::extent_v<T, Extent>)...};
}
template <class Array>
    requires std::is_array_v<Array>
torch::Tensor tensor(Array const& from) {
    return tensor(reinterpret_cast<std::remove_all_extents_t<Array> const*>(&from),
                  shape_of<Array>(std::make_index_sequence<std::rank_v<Array>>()));
}

/// A training step over `batch` rows of the pooled data at a time. `loss(x, t)` is an expression of
/// the parameters that it was made with; those that need no gradient are not trained.
template <class Loss>
class torch_step {
    Loss loss;
    torch::optim::SGD optimizer;
    torch::Tensor xs, ts;
    int batch;

    static std::vector<torch::Tensor> trained(std::vector<torch::Tensor> const& all) {
        std::vector<torch::Tensor> some;
        for (auto const& p : all)
            if (p.requires_grad()) some.push_back(p);
        return some;
    }

public:
    torch_step(Loss of, std::vector<torch::Tensor> const& parameters, torch::Tensor features,
               torch::Tensor targets, int samples, float rate)
        : loss(of),
          optimizer(trained(parameters), torch::optim::SGDOptions(rate).momentum(0.9)),
          xs(features),
          ts(targets),
          batch(samples) {
        torch::set_num_threads(1);
    }
    float step(int s) {
        std::int64_t const first = s * static_cast<std::int64_t>(batch) % xs.size(0);
        optimizer.zero_grad();
        auto const value = loss(xs.narrow(0, first, batch), ts.narrow(0, first, batch));
        value.backward();
        optimizer.step();
        return value.template item<float>();
    }
};

}  // namespace peer
#endif
