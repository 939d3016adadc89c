#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the espalier authors
"""Values and gradients of ops and losses by PyTorch 1.13 in float64. Run: python3 ops.py > ops.txt

A record: its operands, the cotangent, the value, and the gradients of the real operands.
"""
import argparse
import math
import torch
import torch.nn.functional as F

argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter).parse_args()
torch.set_default_dtype(torch.float64)
inf, nan = math.inf, math.nan
draw = torch.Generator().manual_seed(7)


def u(low, high, *shape):
    return low + (high - low) * torch.rand(shape, generator=draw)


def record(name, f, *operands, gradient=True):
    xs = [x.clone().requires_grad_(gradient and x.is_floating_point()) for x in operands]
    y = f(*xs)
    s = u(-1, 1, *y.shape)
    rows = [("operand", x) for x in operands] + [("cotangent", s), ("value", y)]
    if gradient:
        y.backward(s)
        rows += [("gradient", x.grad) for x in xs if x.is_floating_point()]
    print("op", name)
    for what, t in rows:
        shape = "(" + ",".join(map(str, t.shape)) + ")"
        print(what, shape, *(f"{v:.17g}" for v in t.detach().flatten().tolist()))


POINTS = torch.tensor([-inf, -800, -20, -2.5, -1, -0.5, -1e-9, -0.0, 0.0, 1e-9, 0.5, 1.0, 2.5, 20, 800, inf, nan])
for name, f in {
    "abs": torch.abs, "sign": torch.sign, "square": torch.square, "sqrt": torch.sqrt, "rsqrt": torch.rsqrt,
    "exp": torch.exp, "expm1": torch.expm1, "log": torch.log, "log1p": torch.log1p, "sin": torch.sin,
    "cos": torch.cos, "tan": torch.tan, "asin": torch.asin, "acos": torch.acos, "atan": torch.atan,
    "sinh": torch.sinh, "cosh": torch.cosh, "tanh": torch.tanh, "erf": torch.erf,
    "reciprocal": torch.reciprocal, "floor": torch.floor, "round": torch.round, "negate": torch.neg,
    "relu": torch.relu, "leaky_relu": F.leaky_relu, "leaky_relu 0.2": lambda x: F.leaky_relu(x, 0.2),
    "elu": F.elu, "elu 0.5": lambda x: F.elu(x, 0.5), "gelu": F.gelu, "silu": F.silu,
    "sigmoid": torch.sigmoid, "softplus": F.softplus, "hard_tanh": F.hardtanh, "hard_swish": F.hardswish,
    "log_sigmoid": F.logsigmoid, "clamp": lambda x: torch.clamp(x, -1, 2.5),
    "pow 2": lambda x: x ** 2, "pow -1": lambda x: x ** -1, "pow 0": lambda x: x ** 0,
    "pow 3": lambda x: x ** 3,
}.items():
    record(name, f, POINTS)
SIDE = torch.tensor([-inf, -2, -1, -0.5, 0.0, 0.5, 1, 2, 3, inf, nan])
LEFT, RIGHT = SIDE.repeat_interleave(11), SIDE.repeat(11)
for name, f in {
    "add": torch.add, "subtract": torch.sub, "multiply": torch.mul, "divide": torch.div, "pow": torch.pow,
    "atan2": torch.atan2, "maximum": torch.maximum, "minimum": torch.minimum,
    "where": lambda a, b: torch.where(a < b, a, b),
}.items():
    record(name, f, LEFT, RIGHT)
for name in ("lt", "le", "gt", "ge", "eq", "ne"):
    record(name, lambda a, b: getattr(torch, name)(a, b).double(), LEFT, RIGHT, gradient=False)

TIES = torch.tensor([[1.0, 3, 3, -1], [2, 2, 2, 2], [0, -inf, inf, 1]]).reshape(3, 1, 4)
ZEROS = torch.tensor([[1.0, 0, 3, -1], [0, 2, 0, 2], [5, 4, 3, 2]])
for name, f in {
    "sum": lambda x, *a, **k: torch.sum(x, *a, **k), "mean": lambda x, *a, **k: torch.mean(x, *a, **k),
    "max": lambda x, *a, **k: torch.amax(x, *a, **k), "min": lambda x, *a, **k: torch.amin(x, *a, **k),
    "logsumexp": torch.logsumexp,
}.items():
    x = u(-2, 2, 2, 3, 4)
    record(name, lambda x: f(x, (0, 1, 2)), x)
    record(name + " 1", lambda x: f(x, (1,)), x)
    record(name + " 0 2 keep", lambda x: f(x, (0, 2), keepdim=True), x)
    record(name + " ties", lambda x: f(x, (2,)), TIES)
record("norm", lambda x: torch.linalg.vector_norm(x, dim=(0, 1, 2)), u(-2, 2, 2, 3, 4))
record("norm 0 2 keep", lambda x: torch.linalg.vector_norm(x, dim=(0, 2), keepdim=True), u(-2, 2, 2, 3, 4))
record("norm 0", lambda x: torch.linalg.vector_norm(x, dim=1), torch.zeros(2, 3))
record("prod", torch.prod, u(-2, 2, 2, 3))
record("prod 1", lambda x: torch.prod(x, 1), ZEROS)
record("prod keep", lambda x: torch.prod(x, 0, keepdim=True), ZEROS)
record("softmax 1", lambda x: torch.softmax(x, 1), u(-2, 2, 2, 3, 4))
record("softmax far", lambda x: torch.softmax(x, -1), torch.tensor([[1000.0, 0, -1000], [-1e5, -1e5, -1e5 - 1]]))
record("log_softmax 1", lambda x: torch.log_softmax(x, 1), u(-2, 2, 2, 3, 4))
record("log_softmax far", lambda x: torch.log_softmax(x, -1), torch.tensor([[1000.0, 0, -1000], [-1e5, -1e5, -1e5 - 1]]))
record("cumsum 1", lambda x: torch.cumsum(x, 1), u(-2, 2, 2, 3, 4))
record("argmax 1", lambda x: torch.argmax(x, 1).double(), u(-2, 2, 2, 3, 4), gradient=False)
record("variance", lambda x: x.var(-1, unbiased=False).sqrt(), torch.full((2, 3), 2.5))

record("matmul", torch.matmul, u(-2, 2, 3, 4), u(-2, 2, 4, 5))
record("matmul vector", torch.matmul, u(-2, 2, 3, 4), u(-2, 2, 4))
record("matmul left vector", torch.matmul, u(-2, 2, 4), u(-2, 2, 2, 4, 3))
record("matmul vectors", torch.matmul, u(-2, 2, 4), u(-2, 2, 4))
record("matmul batch", torch.matmul, u(-2, 2, 2, 1, 3, 4), u(-2, 2, 3, 4, 2))
record("matmul shared", torch.matmul, u(-2, 2, 2, 3, 4), u(-2, 2, 4, 2))
record("dot", torch.dot, u(-2, 2, 7), u(-2, 2, 7))
record("outer", torch.outer, u(-2, 2, 3), u(-2, 2, 5))
record("trace", torch.trace, u(-2, 2, 4, 4))
record("transpose", lambda x: x.permute(2, 1, 0), u(-2, 2, 2, 3, 4))
record("transpose 1 2 0", lambda x: x.permute(1, 2, 0), u(-2, 2, 2, 3, 4))
def spd(a):
    return a @ a.transpose(-1, -2)
record("cholesky", lambda a: torch.linalg.cholesky(spd(a)), u(-2, 2, 2, 3, 5))
record("inverse", torch.linalg.inv, u(-2, 2, 2, 3, 3))
record("log_det", lambda a: torch.logdet(spd(a)), u(-2, 2, 2, 3, 5))
TRIANGLE = u(1, 2, 2, 3, 3)
record("triangular_solve", lambda a, b: torch.linalg.solve_triangular(a.tril(), b, upper=False), TRIANGLE, u(-2, 2, 2, 3, 4))
record("triangular_solve upper", lambda a, b: torch.linalg.solve_triangular(a.triu(), b, upper=True), TRIANGLE, u(-2, 2, 2, 3, 4))

x = u(-2, 2, 2, 3, 4)
record("reshape", lambda x: x.reshape(4, 6), x)
record("flatten", torch.flatten, x)
record("flatten 1", lambda x: torch.flatten(x, 1), x)
record("squeeze", torch.squeeze, u(-2, 2, 1, 3, 1))
record("squeeze -1", lambda x: torch.squeeze(x, -1), u(-2, 2, 1, 3, 1))
record("unsqueeze 1", lambda x: torch.unsqueeze(x, 1), x)
record("broadcast_to", lambda x: torch.broadcast_to(x, (2, 3, 4)), u(-2, 2, 3, 1))
record("slice 1", lambda x: x[:, 1:3], x)
record("slice 2 step", lambda x: x[:, :, 0:4:3], x)
record("concat 1", lambda a, b: torch.cat((a, b), 1), u(-2, 2, 2, 3), u(-2, 2, 2, 2))
record("stack 1", lambda a, b: torch.stack((a, b), 1), u(-2, 2, 2, 3), u(-2, 2, 2, 3))
record("split", lambda x: torch.split(x, (1, 2), 1)[0] * torch.split(x, (1, 2), 1)[1], x)
record("pad 1", lambda x: F.pad(x, (0, 0, 1, 2), value=3), u(-2, 2, 2, 3))
record("flip", torch.fliplr, u(-2, 2, 2, 3))
record("flip 0 2", lambda x: torch.flip(x, (0, 2)), x)
i = torch.tensor([[0, 2, 2], [1, 0, 2]])
record("gather 1", lambda x, i: torch.gather(x, 1, i), u(-2, 2, 2, 3), i)
record("gather 0", lambda x, i: torch.gather(x, 0, i), u(-2, 2, 3, 3), i)
record("take 1", lambda x, i: torch.index_select(x, 1, i), x, torch.tensor([2, 0, 2, 1]))
record("stop_gradient", lambda x: x.detach() * x, x)

Y, T = u(-2, 2, 3, 4), u(-2, 2, 3, 4)
SIGNS, PARTS = torch.sign(u(-1, 1, 3, 4)), torch.softmax(u(-2, 2, 3, 4), 1)
CLASSES = torch.tensor([3, 0, 2])
for name, f, y, t in (
    ("mse", lambda y, t, r: F.mse_loss(y, t, reduction=r), Y, T),
    ("mae", lambda y, t, r: F.l1_loss(y, t, reduction=r), Y, torch.cat((Y[:, :1], T[:, 1:]), 1)),
    ("huber", lambda y, t, r: F.huber_loss(y, t, reduction=r), Y, torch.cat((Y[:, :1], T[:, 1:]), 1)),
    ("huber 0.5", lambda y, t, r: F.huber_loss(y, t, reduction=r, delta=0.5), Y, T),
    ("binary_cross_entropy_with_logits", lambda y, t, r: F.binary_cross_entropy_with_logits(y, t, reduction=r), 400 * Y, PARTS),
    ("cross_entropy classes", lambda y, t, r: F.cross_entropy(y, t, reduction=r), Y, CLASSES),
    ("cross_entropy", lambda y, t, r: F.cross_entropy(y, t, reduction=r), Y, PARTS),
    ("cross_entropy far", lambda y, t, r: F.cross_entropy(y, t, reduction=r), 1000 * Y, CLASSES),
    ("nll classes", lambda y, t, r: F.nll_loss(y, t, reduction=r), Y, CLASSES),
):
    for r in ("mean", "sum", "none"):
        record(f"{name} {r}", lambda y, t: f(y, t, r), y, t)
reduce = {"mean": torch.mean, "sum": torch.sum, "none": lambda x: x}
for r in ("mean", "sum", "none"):
    record(f"kl_divergence {r}", lambda y, t: reduce[r](F.kl_div(y, t, reduction="none").sum(-1)), torch.log_softmax(Y, 1), PARTS)
    record(f"hinge {r}", lambda y, t: reduce[r](torch.relu(1 - y * t)), Y, SIGNS)
    record(f"nll {r}", lambda y, t: reduce[r](-(t * y).sum(-1)), Y, PARTS)
