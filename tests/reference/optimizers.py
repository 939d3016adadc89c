#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the espalier authors
"""Writes optimizers.hpp: parameters after 20 steps of each rule, and schedules, by PyTorch 1.13 in float64.

NAdam (documented formula), Lion and LAMB are written out below. Run: python3 optimizers.py > optimizers.hpp
"""
import argparse
import math
import torch

argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter).parse_args()
torch.set_default_dtype(torch.float64)


def start():
    a = torch.tensor([0.5, -1.25, 0.75]).requires_grad_()
    b = torch.tensor([[1.0, -0.5], [0.25, 2.0]]).requires_grad_()
    c = torch.tensor([-0.75, 1.5]).requires_grad_()
    return a, b, c


def loss_of(a, b, c):
    s, t = torch.tensor([0.5, 1.5, -1.0]), torch.tensor([1.25, -0.25, 2.0])
    return (torch.square(s * a - t).sum() + 0.5 * torch.square(b - 3.0).sum()
            + torch.square(c + 2.0).sum() + 0.25 * a.sum() * c.sum())


class Own(torch.optim.Optimizer):
    """Rules that PyTorch 1.13 lacks or counts otherwise."""

    def __init__(self, formula, groups, **defaults):
        self.formula = formula
        super().__init__(groups, {"weight_decay": 0.0, **defaults})

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            for p in group["params"]:
                state = self.state[p]
                if not state:
                    state.update(t=0, m=torch.zeros_like(p), v=torch.zeros_like(p), product=1.0)
                state["t"] += 1
                self.formula(p, p.grad.clone(), state, group)


def nadam(p, g, state, o):
    (b1, b2), t = o["betas"], state["t"]
    g = g + o["weight_decay"] * p
    mu, following = (b1 * (1 - 0.5 * 0.96 ** (k * o["momentum_decay"])) for k in (t, t + 1))
    state["product"] *= mu
    m, v = state["m"].mul_(b1).add_((1 - b1) * g), state["v"].mul_(b2).add_((1 - b2) * g * g)
    m_hat = following * m / (1 - state["product"] * following) + (1 - mu) * g / (1 - state["product"])
    p -= o["lr"] * m_hat / (torch.sqrt(v / (1 - b2 ** t)) + o["eps"])


def lion(p, g, state, o):
    b1, b2 = o["betas"]
    p -= o["lr"] * (torch.sign(b1 * state["m"] + (1 - b1) * g) + o["weight_decay"] * p)
    state["m"].mul_(b2).add_((1 - b2) * g)


def lamb(p, g, state, o):
    (b1, b2), t = o["betas"], state["t"]
    m, v = state["m"].mul_(b1).add_((1 - b1) * g), state["v"].mul_(b2).add_((1 - b2) * g * g)
    r = m / (1 - b1 ** t) / (torch.sqrt(v / (1 - b2 ** t)) + o["eps"]) + o["weight_decay"] * p
    p -= o["lr"] * p.norm() / r.norm() * r


def own(formula, **defaults):
    return lambda groups, **options: Own(formula, groups, **{**defaults, **options})


o = torch.optim
adam_like = {"lr": 2e-3, "betas": (0.9, 0.999), "eps": 1e-8}
rules = {
    "sgd": (o.SGD, {"momentum": 0.9}, {"lr": 0.02}, {"lr": 0.01, "weight_decay": 0.1}, {"lr": 0.005, "momentum": 0.5}),
    "sgd_plain": (o.SGD, {}, {"lr": 0.02}, {"lr": 0.01, "weight_decay": 0.1}, {"lr": 0.005}),
    "sgd_nesterov": (o.SGD, {"momentum": 0.9, "nesterov": True}, {"lr": 0.02}, {"lr": 0.01, "weight_decay": 0.1}, {"lr": 0.005, "momentum": 0.5}),
    "sgd_dampening": (o.SGD, {"momentum": 0.9, "dampening": 0.3}, {"lr": 0.02}, {"lr": 0.01, "weight_decay": 0.1}, {"lr": 0.005, "dampening": 0.5}),
    "adagrad": (o.Adagrad, {"lr_decay": 0.01}, {"lr": 0.1}, {"lr": 0.05, "weight_decay": 0.1}, {"lr": 0.2, "eps": 1e-3}),
    "rmsprop": (o.RMSprop, {"alpha": 0.9}, {"lr": 0.01}, {"lr": 0.02, "weight_decay": 0.1}, {"lr": 0.03, "alpha": 0.95}),
    "rmsprop_centered": (o.RMSprop, {"alpha": 0.9, "centered": True}, {"lr": 0.01}, {"lr": 0.02, "weight_decay": 0.1}, {"lr": 0.03, "alpha": 0.95}),
    "rmsprop_momentum": (o.RMSprop, {"alpha": 0.9, "centered": True, "momentum": 0.8}, {"lr": 0.01}, {"lr": 0.02, "weight_decay": 0.1}, {"lr": 0.03, "alpha": 0.95}),
    "adadelta": (o.Adadelta, {"lr": 1.0}, {"rho": 0.8}, {"weight_decay": 0.1}, {"lr": 2.0, "eps": 1e-4}),
    "adam": (o.Adam, {"lr": 0.01}, {"betas": (0.8, 0.99)}, {"lr": 0.02, "weight_decay": 0.1}, {"lr": 0.05, "eps": 1e-4}),
    "adam_amsgrad": (o.Adam, {"lr": 0.01, "amsgrad": True}, {"betas": (0.8, 0.9)}, {"lr": 0.02, "weight_decay": 0.1}, {"lr": 0.05, "eps": 1e-4}),
    "adamw": (o.AdamW, {"lr": 0.01}, {"betas": (0.8, 0.99)}, {"lr": 0.02, "weight_decay": 0.1}, {"lr": 0.05, "eps": 1e-4}),
    "nadam": (own(nadam, **adam_like, momentum_decay=4e-3), {"lr": 0.01}, {"betas": (0.8, 0.99)}, {"lr": 0.02, "weight_decay": 0.1}, {"lr": 0.05, "momentum_decay": 0.01}),
    "radam": (o.RAdam, {"lr": 0.01}, {"betas": (0.8, 0.99)}, {"lr": 0.02, "weight_decay": 0.1}, {"lr": 0.05, "eps": 1e-4}),
    "lion": (own(lion, lr=1e-4, betas=(0.9, 0.99)), {"lr": 0.01}, {"betas": (0.8, 0.95)}, {"lr": 0.02, "weight_decay": 0.1}, {"lr": 0.05}),
    "lamb": (own(lamb, lr=1e-3, betas=(0.9, 0.999), eps=1e-6), {"lr": 0.01}, {"betas": (0.8, 0.99)}, {"lr": 0.02, "weight_decay": 0.1}, {"lr": 0.05}),
}


def numbers(name, values):
    print(f"inline constexpr double {name}[] = {{{', '.join(float(v).hex() for v in values)}}};")


print("// SPDX-License-Identifier: MIT\n// Copyright (c) 2026 the espalier authors\n#pragma once\n")
print("// Made by optimizers.py with PyTorch 1.13.\nnamespace reference {\n")
for name, (rule, defaults, *options) in rules.items():
    for count in (2, 3):
        a, b, c = start()
        selected = [[a], [b, c]] if count == 2 else [[a], [b], [c]]
        optimizer = rule([{"params": p, **own_options} for p, own_options in zip(selected, options)], **defaults)
        for _ in range(20):
            optimizer.zero_grad()
            loss_of(a, b, c).backward()
            optimizer.step()
        numbers(f"{name}_{count}", torch.cat([a.detach(), b.detach().flatten(), c.detach()]))

l = torch.optim.lr_scheduler
schedules = {
    "cosine": lambda f: l.CosineAnnealingLR(f, 12, eta_min=0.01),
    "step_decay": lambda f: l.StepLR(f, 4, gamma=0.3),
    "exponential": lambda f: l.ExponentialLR(f, 0.9),
    "linear_decay": lambda f: l.LinearLR(f, 1.0, 0.25, 10),
    "polynomial": lambda f: l.PolynomialLR(f, 10, 2.0),
    "warmup": lambda f: l.LinearLR(f, 0.1, 1.0, 5),
    "one_cycle": lambda f: l.OneCycleLR(f, 0.1, 15),
    "piecewise": lambda f: l.MultiStepLR(f, [3, 8], 0.5),
}
for name, make in schedules.items():
    optimizer = torch.optim.SGD([torch.zeros(1)], lr=0.1)
    scheduler, rates = make(optimizer), []
    for step in range(15):
        rates.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        # CosineAnnealingLR would rise again after its last step: it stays there
        if step < 14 and not (name == "cosine" and step >= 12):
            scheduler.step()
    numbers("schedule_" + name, rates)
print("\n}  // namespace reference")
