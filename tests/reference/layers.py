#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the espalier authors
"""Values and gradients of layers and ops by PyTorch 1.13 in float64, written to layers.hpp.

Every array is filled with sin(1.3 i + k), its number in the call being k; the cotangent of the
result is cos(0.7 i). Run: python3 layers.py > layers.hpp
"""
import argparse
import torch
import torch.nn.functional as F

argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter).parse_args()
torch.set_default_dtype(torch.float64)


def wave(k, *shape):
    n = 1
    for d in shape:
        n *= d
    return torch.sin(1.3 * torch.arange(n, dtype=torch.float64) + k).reshape(shape)


def record(name, f, *shapes):
    xs = [wave(k, *s).requires_grad_(True) for k, s in enumerate(shapes)]
    y = f(*xs)
    y.backward(torch.cos(0.7 * torch.arange(y.numel(), dtype=torch.float64)).reshape(y.shape))
    rows = [("value", y.detach())] + [(f"gradient_{k}", x.grad if x.grad is not None else torch.zeros_like(x)) for k, x in enumerate(xs)]
    print(f"namespace {name} {{")
    for label, t in rows:
        numbers = ", ".join(f"{v:.17g}" for v in t.flatten().tolist())
        print(f"inline constexpr double {label}[] = {{{numbers}}};")
    print(f"}}  // namespace {name}\n")


def attention(causal):
    def f(x, w, b, ow, ob):
        m = torch.nn.MultiheadAttention(6, 2, batch_first=True)
        mask = torch.triu(torch.ones(4, 4, dtype=torch.bool), 1) if causal else None
        y, _ = F.multi_head_attention_forward(
            x.transpose(0, 1), x.transpose(0, 1), x.transpose(0, 1), 6, 2, w, b, None, None, False, 0.0, ow, ob,
            attn_mask=mask)
        return y.transpose(0, 1)
    return f


def cross_attention(q, k, v, w, b, ow, ob):
    y, _ = F.multi_head_attention_forward(
        q[:, None], k[:, None], v[:, None], 6, 3, w, b, None, None, False, 0.0, ow, ob)
    return y[:, 0]


def recurrent(kind):
    def f(x, h, *rest):
        flat = list(rest)
        if kind == "lstm":
            c, flat = flat[0], flat[1:]
            return torch._VF.lstm(x, (h[None], c[None]), flat, True, 1, 0.0, False, False, True)[0]
        function = torch._VF.gru if kind == "gru" else torch._VF.rnn_tanh
        return function(x, h[None], flat, True, 1, 0.0, False, False, True)[0]
    return f


print("// SPDX-License-Identifier: MIT\n// Copyright (c) 2026 the espalier authors\n//\n"
      "// Made by layers.py with PyTorch 1.13; see there.\n#pragma once\n\nnamespace reference {\n")
record("conv2d", lambda x, w, b: F.conv2d(x, w, b, stride=(2, 1), padding=1), (2, 3, 7, 6), (4, 3, 3, 2), (4,))
record("conv2d_options", lambda x, w: F.conv2d(x, w, None, stride=(2, 1), padding=(1, 0), dilation=(1, 2), groups=2),
       (2, 4, 7, 8), (6, 2, 3, 3))
record("conv1d", lambda x, w: F.conv1d(x, w, groups=2, dilation=2), (2, 4, 9), (6, 2, 3))
record("depthwise_conv2d", lambda x, w, b: F.conv2d(x, w, b, padding=1, groups=3), (1, 3, 5, 4), (3, 1, 3, 3), (3,))
record("max_pool2d", lambda x: F.max_pool2d(x, 3, stride=2, padding=1), (2, 2, 7, 6))
record("avg_pool2d", lambda x: F.avg_pool2d(x, 2), (2, 2, 7, 6))
record("avg_pool2d_options", lambda x: F.avg_pool2d(x, (3, 2), stride=(1, 2), padding=(1, 0)), (2, 2, 5, 6))
record("max_pool2d_options", lambda x: F.max_pool2d(x, (2, 3), stride=(2, 1), padding=(0, 1)), (3, 5, 6))
record("global_avg_pool", lambda x: x.mean((2, 3)), (2, 3, 4, 5))
record("layer_norm", lambda x, w, b: F.layer_norm(x, (6,), w, b), (4, 6), (6,), (6,))
record("group_norm", lambda x, w, b: F.group_norm(x, 2, w, b), (3, 4, 5), (4,), (4,))
record("batch_norm", lambda x, w, b: F.batch_norm(x, None, None, w, b, training=True), (4, 3, 5), (3,), (3,))
record("batch_norm_inference",
       lambda x, w, b: F.batch_norm(x, torch.tensor([0.1, -0.2, 0.3]), torch.tensor([0.5, 1.5, 2.5]), w, b, eps=1e-3),
       (4, 3, 5), (3,), (3,))
record("rms_norm", lambda x, w: x * torch.rsqrt(x.square().mean(-1, keepdim=True) + 1e-6) * w, (4, 6), (6,))
record("attention", attention(False), (2, 4, 6), (18, 6), (18,), (6, 6), (6,))
record("cross_attention", cross_attention, (3, 6), (5, 6), (5, 6), (18, 6), (18,), (6, 6), (6,))
record("embedding", lambda w: F.embedding(torch.tensor([[4, 0, 4], [1, 1, 3]]), w), (5, 2))
record("causal_attention", attention(True), (2, 4, 6), (18, 6), (18,), (6, 6), (6,))
for kind, gates in (("rnn", 1), ("gru", 3), ("lstm", 4)):
    states = [(2, 4)] * (2 if kind == "lstm" else 1)
    record(kind, recurrent(kind), (2, 5, 3), *states, (4 * gates, 3), (4 * gates, 4), (4 * gates,), (4 * gates,))
spd = lambda a: a @ a.T + 4 * torch.eye(a.shape[0])
record("cholesky", lambda a: torch.linalg.cholesky(spd(a)), (4, 4))
record("inverse", lambda a: torch.linalg.inv(spd(a)), (4, 4))
record("log_det", lambda a: torch.logdet(spd(a)).reshape(1), (4, 4))
record("triangular_solve",
       lambda a, b: torch.linalg.solve_triangular(a.tril() + 3 * torch.eye(4), b, upper=False), (4, 4), (4, 3))


def constant(z, c):
    """c along the axes where it has extent 1: a constant exactly, with the gradient of z."""
    return c.expand(z.shape) + z - z.detach()


record("layer_norm_constant", lambda z, c, w, b: F.layer_norm(constant(z, c), (6,), w, b), (4, 6), (4, 1), (6,), (6,))
record("group_norm_constant", lambda z, c, w, b: F.group_norm(constant(z, c), 2, w, b), (3, 4, 5), (3, 1, 1), (4,), (4,))
record("batch_norm_constant", lambda z, c, w, b: F.batch_norm(constant(z, c), None, None, w, b, training=True),
       (4, 3, 5), (1, 3, 1), (3,), (3,))
record("rms_norm_zero", lambda z, w: (z - z.detach()) * torch.rsqrt((z - z.detach()).square().mean(-1, keepdim=True) + 1e-6) * w,
       (4, 6), (6,))
print("}  // namespace reference")
