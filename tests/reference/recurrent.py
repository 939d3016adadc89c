#!/usr/bin/python3
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the espalier authors
"""Writes recurrent.hpp: values and gradients of torch.nn.RNN, GRU and LSTM (float64)."""
import argparse
import math
import pathlib
import torch

argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter).parse_args()
torch.set_default_dtype(torch.float64)
N, L, IN, H = 2, 5, 3, 4


def filled(*shape, phase):
    count = math.prod(shape)
    return torch.tensor([0.7 * math.sin(1.3 * i + phase) for i in range(count)]).reshape(shape)


def array(name, tensor):
    numbers = ", ".join(f"{v:.17g}" for v in tensor.detach().flatten().tolist())
    return f"inline constexpr double {name}[] = {{{numbers}}};\n"


text = """// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
// Made by recurrent.py.
#pragma once

"""
for name, kind, gates in (("rnn", torch.nn.RNN, 1), ("gru", torch.nn.GRU, 3), ("lstm", torch.nn.LSTM, 4)):
    net = kind(IN, H, batch_first=True)
    for i, p in enumerate(net.parameters()):
        p.data = filled(*p.shape, phase=i + 1.0)
    x, h, c = (filled(*s, phase=p).requires_grad_() for s, p in (((N, L, IN), 10), ((N, H), 11), ((N, H), 12)))
    y, _ = net(x, (h[None], c[None]) if name == "lstm" else h[None])
    (y * filled(N, L, H, phase=20)).sum().backward()
    wanted = {"y": y, "x": x.grad, "h": h.grad}
    if name == "lstm":
        wanted["c"] = c.grad
    wanted |= dict(zip(("weight_ih", "weight_hh", "bias_ih", "bias_hh"), (p.grad for p in net.parameters())))
    text += f"namespace reference::{name} {{\n"
    text += "".join(array(k, v) for k, v in wanted.items())
    text += "}\n"
pathlib.Path(__file__).with_suffix(".hpp").write_text(text)
