#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the espalier authors
"""The three programs of examples 01 to 03, and a training run with groups, by PyTorch 1.13 in
float64, written to tutorial.hpp.

The parameters of fc1 10 -> 20, fc2 20 -> 5, fc3 5 -> 2 are 0.3 sin(1.3 i + k), k counting weights and
biases in order; the s-th sample has x = sin(0.7 i + s), target = cos(0.9 i + s).
Run: python3 tutorial.py > tutorial.hpp
"""
import argparse
import torch

argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter).parse_args()
torch.set_default_dtype(torch.float64)


def wave(n, step, k):
    return torch.sin(step * torch.arange(n, dtype=torch.float64) + k)


def net():
    fc1, fc2, fc3 = torch.nn.Linear(10, 20), torch.nn.Linear(20, 5), torch.nn.Linear(5, 2)
    parameters = [p for fc in (fc1, fc2, fc3) for p in fc.parameters()]
    with torch.no_grad():
        for k, p in enumerate(parameters):
            p.copy_(0.3 * wave(p.numel(), 1.3, k).reshape(p.shape))
    return fc1, fc2, fc3


def sample(s):
    return wave(10, 0.7, s), torch.cos(0.9 * torch.arange(2, dtype=torch.float64) + s)


def loss_of(layers, s):
    fc1, fc2, fc3 = layers
    x, t = sample(s)
    return torch.nn.functional.mse_loss(fc3(torch.relu(fc2(torch.relu(fc1(x))))), t)


def numbers(name, t):
    values = ", ".join(f"{v:.17g}" for v in torch.as_tensor(t).detach().flatten().tolist())
    print(f"inline constexpr double {name}[] = {{{values}}};")


print("// SPDX-License-Identifier: MIT\n// Copyright (c) 2026 the espalier authors\n//\n"
      "// Made by tutorial.py with PyTorch 1.13; see there.\n#pragma once\n\nnamespace reference::tutorial {\n")

# 1. only fc3 is trained
layers = net()
for fc in layers[:2]:
    fc.requires_grad_(False)
loss = loss_of(layers, 0)
loss.backward()
numbers("frozen_loss", loss)
numbers("frozen_fc3_weight", layers[2].weight.grad)
numbers("frozen_fc3_bias", layers[2].bias.grad)

# 2. the gradient of an intermediate
x = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)
y = 2 * x
y.retain_grad()
z = y * y + 3
z.backward(torch.ones_like(z))
numbers("selected_x", x.grad)
numbers("selected_y", y.grad)

# 3. fc1 at 0.1, the rest at 0.0: ten steps
layers = net()
rest = [p for fc in layers[1:] for p in fc.parameters()]
optimizer = torch.optim.SGD([{"params": layers[0].parameters()}, {"params": rest, "lr": 0.0}], lr=0.1, momentum=0.9)


def run(layers, optimizer, steps):
    losses = []
    for s in range(steps):
        optimizer.zero_grad()
        loss = loss_of(layers, s)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


numbers("groups_loss", run(layers, optimizer, 10))
numbers("groups_fc1_weight", layers[0].weight)

# a run with groups of different rules: nesterov momentum, weight decay, one layer left out
layers = net()
optimizer = torch.optim.SGD([
    {"params": layers[0].parameters(), "lr": 0.05, "weight_decay": 0.01},
    {"params": layers[2].parameters(), "lr": 0.02},
], lr=0.1, momentum=0.9, nesterov=True)
layers[1].requires_grad_(False)
numbers("run_loss", run(layers, optimizer, 30))
numbers("run_fc1_weight", layers[0].weight)
numbers("run_fc1_bias", layers[0].bias)
numbers("run_fc3_weight", layers[2].weight)
print("\n}  // namespace reference::tutorial")
