# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the espalier authors
"""Random programs, and what PyTorch (float64) makes of them, as programs.hpp: the value, gradients,
second derivatives, a directional derivative, a run-time batch, vmap, and two steps of training.

Another seed makes other programs for the same test."""
import argparse
import random

import torch
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)


class Node:
    """A step of a program: as C++, as a shape, as a function of its operands."""

    def __init__(self, name, text, shape, function=None, operands=()):
        self.name, self.text, self.shape = name, text, tuple(shape)
        self.function, self.operands = function, operands
        self.rank = len(self.shape)


def layer_norm(x):
    centred = x - x.mean(-1, keepdim=True)
    return centred * torch.rsqrt((x * x).mean(-1, keepdim=True) + 0.1)


UNARY = [
    ("tanh({})", torch.tanh), ("sin({})", torch.sin), ("sigmoid({})", torch.sigmoid),
    ("softplus({})", F.softplus), ("square(tanh({}))", lambda x: torch.tanh(x) ** 2),
    ("relu({})", torch.relu), ("-{}", torch.neg), ("0.5_c * {}", lambda x: 0.5 * x),
    ("{} + 1.5_c", lambda x: x + 1.5), ("exp(sin({}))", lambda x: torch.exp(torch.sin(x))),
    ("log(2_c + square({}))", lambda x: torch.log(2 + x * x)), ("abs({})", torch.abs),
    ("gelu({})", F.gelu), ("reciprocal(1_c + square({}))", lambda x: 1 / (1 + x * x)),
    ("erf({})", torch.erf), ("pow(1_c + square({}), 1.5_c)", lambda x: (1 + x * x) ** 1.5),
    ("{0} * es::stop_gradient({0})", lambda x: x * x.detach()),
    ("es::checkpoint(tanh({0}) * {0})", lambda x: torch.tanh(x) * x),
    ("{0} / (1_c + sum(square({0})))", lambda x: x / (1 + (x * x).sum())),
]
BINARY = [
    ("{} + {}", torch.add), ("{} - {}", torch.sub), ("{} * {}", torch.mul),
    ("{} / (2_c + square({}))", lambda x, y: x / (2 + y * y)), ("maximum({}, {})", torch.maximum),
    ("atan2({}, 2_c + square({}))", lambda x, y: torch.atan2(x, 2 + y * y)),
    ("where({0} > {1}, {0} * {1}, {1})",
     lambda x, y: torch.where(x > y, x * y, y.expand(torch.broadcast_shapes(x.shape, y.shape)))),
]
REDUCTIONS = [
    ("sum", torch.sum), ("mean", torch.mean), ("max", torch.amax), ("min", torch.amin),
    ("logsumexp", torch.logsumexp), ("norm", lambda x, a, k: torch.sqrt((x * x).sum(a, k))),
]


class Program:
    def __init__(self, choose, operations):
        self.choose, self.nodes = choose, []
        common = self.random_shape()
        for i in range(choose.randint(2, 4)):
            kind = "parameter" if i == 0 or choose.random() < 0.5 else "input"
            shape = common if choose.random() < 0.4 else self.random_shape()
            extents = ", ".join(map(str, shape))
            text = f'es::{kind}<"x{i}", es::shape<{extents}>, double>'
            self.nodes.append(Node(f"x{i}", text, shape))
        self.leaves = list(self.nodes)
        kinds = [self.unary, self.binary, self.reduction, self.product, self.reshaped, self.along]
        while len(self.nodes) < len(self.leaves) + operations:
            choose.choices(kinds, [3, 3, 2, 7, 3, 2])[0](self.pick())
        self.keep_reached()

    def random_shape(self):
        rank = self.choose.choice([0, 1, 1, 2, 2, 3])
        shape = [self.choose.choice([1, 1, 2, 3, 4, 5, 8, 9, 17]) for _ in range(rank)]
        while torch.Size(shape).numel() > 150:
            shape[self.choose.randrange(rank)] = self.choose.choice([1, 2, 3])
        return tuple(shape)

    def pick(self, fits=lambda n: True):
        """A node that fits, rather a late one."""
        nodes = [n for n in self.nodes if fits(n)]
        return nodes[min(len(nodes) - 1, int(self.choose.triangular(0, len(nodes), len(nodes))))]

    def add(self, text, function, *operands):
        try:
            shape = function(*(torch.rand(o.shape) for o in operands)).shape
        except RuntimeError:
            return  # the operands do not fit
        if shape.numel() <= 400 and len(shape) <= 4:
            names = [o.name for o in operands]
            name = f"n{len(self.nodes)}"
            self.nodes.append(Node(name, text.format(*names), shape, function, operands))

    def unary(self, a):
        self.add(*self.choose.choice(UNARY), a)

    def binary(self, a):
        def broadcasts(n):
            try:
                return torch.broadcast_shapes(n.shape, a.shape) is not None
            except RuntimeError:
                return False
        self.add(*self.choose.choice(BINARY), a, self.pick(broadcasts))

    def reduction(self, a):
        name, function = self.choose.choice(REDUCTIONS)
        if a.rank == 0:
            return
        axes = sorted(self.choose.sample(range(a.rank), self.choose.randint(1, a.rank)))
        keep = self.choose.random() < 0.3
        negative = self.choose.random() < 0.3
        listed = ", ".join(str(i - a.rank if negative else i) for i in axes)
        self.add(f"{name}<{listed}>({{}}{', es::keep_dims' if keep else ''})",
                 lambda x: function(x, tuple(axes), keep), a)

    def product(self, a):
        kind = self.choose.choice(["matmul", "matmul", "left", "right", "dot", "outer"])
        if kind == "left" and a.rank == 2:
            b = self.pick(lambda n: n.rank in (1, 2) and n.shape[0] == a.shape[0] or n is a)
            self.add("matmul(transpose({}), {})", lambda x, y: x.T @ y, a, b)
        elif kind == "right" and a.rank == 2:
            b = self.pick(lambda n: n.rank > 0 and n.shape[-1] == a.shape[1])
            self.add("matmul({1}, transpose({0}))", lambda x, y: y @ x.T, a, b)
        elif kind == "matmul":
            self.add("matmul({}, {})", torch.matmul, a,
                     self.pick(lambda n: n.rank and a.rank and n.shape[max(0, n.rank - 2)] == a.shape[-1]
                               or n is a))
        elif kind == "dot":
            self.add("dot({}, {})", torch.dot, a, self.pick(lambda n: n.shape == a.shape))
        elif kind == "outer":
            self.add("outer({}, {})", torch.outer, a, self.pick(lambda n: n.rank == a.rank))

    def reshaped(self, a):
        kind = self.choose.choice(["reshape", "unsqueeze", "broadcast", "transpose", "flatten"])
        if kind == "reshape":
            n = torch.Size(a.shape).numel()
            shapes = [(d, n // d) for d in range(1, n + 1) if n % d == 0] + ([()] if n == 1 else [])
            shape = self.choose.choice(shapes)
            self.add(f"reshape<{', '.join(map(str, shape))}>({{}})", lambda x: x.reshape(shape), a)
        elif kind == "unsqueeze":
            axis = self.choose.randint(0, a.rank)
            self.add(f"unsqueeze<{axis}>({{}})", lambda x: x.unsqueeze(axis), a)
        elif kind == "broadcast":
            shape = (2,) + tuple(e if e > 1 else self.choose.choice([1, 3]) for e in a.shape)
            self.add(f"broadcast_to<{', '.join(map(str, shape))}>({{}})",
                     lambda x: x.expand(shape), a)
        elif kind == "transpose" and a.rank > 1:
            order = self.choose.sample(range(a.rank), a.rank)
            self.add(f"transpose<{', '.join(map(str, order))}>({{}})",
                     lambda x: x.permute(order), a)
        elif kind == "flatten":
            self.add("flatten({})", torch.flatten, a)

    def along(self, a):
        """What runs along one axis."""
        if a.rank == 0:
            return
        kind = self.choose.choice(["slice", "concat", "pad", "flip", "softmax", "cumsum", "norm"])
        axis = self.choose.randrange(a.rank)
        n = a.shape[axis]
        if kind == "slice":
            begin = self.choose.randrange(n)
            end, step = self.choose.randint(begin + 1, n), self.choose.choice([1, 1, 2])
            index = (slice(None),) * axis + (slice(begin, end, step),)
            self.add(f"slice<{axis}, {begin}, {end}, {step}>({{}})", lambda x: x[index], a)
        elif kind == "concat":
            def joins(m):
                return m.rank == a.rank and m.shape[:axis] + m.shape[axis + 1:] == (
                    a.shape[:axis] + a.shape[axis + 1:])
            self.add(f"concat<{axis}>({{}}, {{}})", lambda x, y: torch.cat((x, y), axis), a,
                     self.pick(joins))
        elif kind == "pad":
            before, after = self.choose.randint(0, 2), self.choose.randint(0, 2)
            amount = [0, 0] * (a.rank - 1 - axis) + [before, after]
            self.add(f"pad<{axis}, {before}, {after}>({{}}, es::value = 1.5_c)",
                     lambda x: F.pad(x, amount, value=1.5), a)
        elif kind == "flip":
            self.add(f"flip<{axis}>({{}})", lambda x: torch.flip(x, (axis,)), a)
        elif kind == "softmax":
            self.add(f"softmax<{axis}>({{}})", lambda x: torch.softmax(x, axis), a)
        elif kind == "cumsum":
            self.add(f"cumsum<{axis}>({{}})", lambda x: torch.cumsum(x, axis), a)
        else:
            self.add("({0} - mean<-1>({0}, es::keep_dims)) * "
                     "rsqrt(mean<-1>(square({0}), es::keep_dims) + 0.1_c)", layer_norm, a)

    def keep_reached(self):
        reached = {self.nodes[-1]}
        for n in reversed(self.nodes):
            if n in reached:
                reached.update(n.operands)
        self.nodes = [n for n in self.nodes if n in reached]
        self.leaves = [n for n in self.leaves if n in reached]
        self.inputs = [n for n in self.leaves if "input" in n.text]
        self.parameters = [n for n in self.leaves if "parameter" in n.text]

    def run(self, values):
        done = dict(values)
        for n in self.nodes:
            if n.name not in done:
                done[n.name] = n.function(*(done[o.name] for o in n.operands))
        return done[self.nodes[-1].name]


def braces(tensor):
    return "{" + ", ".join(repr(v) for v in tensor.detach().reshape(-1).tolist()) + "}"


def sources(program, number):
    """The program as C++ with PyTorch's numbers; None where it is no good test."""
    leaves, inputs, parameters = program.leaves, program.inputs, program.parameters
    if not inputs or not parameters:
        return None
    value = {n.name: torch.randn(n.shape) * 0.7 for n in leaves}
    result = program.run(value)
    weight = torch.randn(result.shape)

    def loss(values):
        return (program.run(values) * weight).sum()

    def gradients(of, names, values):
        return torch.autograd.grad(of, [values[n] for n in names], allow_unused=True,
                                   create_graph=True)

    def tracked(names):
        return {n: v.clone().requires_grad_(n in names) for n, v in value.items()}

    names = [n.name for n in leaves]
    own = [n.name for n in parameters]
    at = tracked(names)
    first = gradients(loss(at), names, at)
    if any(g is None or not g.isfinite().all() or g.abs().max() < 1e-9 for g in first):
        return None
    along = {n: torch.randn(value[n].shape) for n in names}
    directional = sum((g * along[n]).sum() for g, n in zip(first, names))
    squares_of_first = sum((g * g).sum() for g in first)
    if not squares_of_first.requires_grad:
        return None
    second = gradients(squares_of_first, names, at)
    if any(g is None or not g.isfinite().all() or g.abs().max() < 1e-9 for g in second):
        return None
    samples = program.choose.choice([3, 16, 19])
    batch = {n.name: torch.randn((samples,) + n.shape) * 0.7 for n in inputs}

    def mean_loss(values):
        each = [loss({**values, **{n: b[i] for n, b in batch.items()}}) for i in range(samples)]
        return sum(each) / samples

    at = tracked(own)
    batch_loss = mean_loss(at)
    batch_gradients = gradients(batch_loss, own, at)
    if any(g is None or not g.isfinite().all() for g in batch_gradients):
        return None

    def trained(objective):
        values = tracked(own)
        rule = torch.optim.SGD([values[n] for n in own], lr=0.01, momentum=0.9)
        for _ in range(2):
            rule.zero_grad()
            objective(values).backward()
            rule.step()
        return values

    def shaped(name, shape):
        return f"tensor<{', '.join(map(str, shape))}>({name})"

    out = [f"namespace program_{number} {{"]
    out += [f"inline constexpr auto {n.name} = {n.text};" for n in program.nodes]
    extents = ", ".join(map(str, result.shape))
    out.append(f'inline constexpr auto weight = es::input<"weight", es::shape<{extents}>, double>;')
    out.append(f"inline constexpr auto result = {program.nodes[-1].name};")
    out.append("inline constexpr auto loss = sum(weight * result);")

    def data(name, tensor):
        out.append(f"inline constexpr double {name}[] = {braces(tensor)};")

    data("weight_at", weight)
    data("value", result)
    data("slope", directional)
    data("batch_loss", batch_loss)
    single, over_batch = trained(loss), trained(mean_loss)
    for i, n in enumerate(names):
        data(f"{n}_at", value[n])
        data(f"{n}_along", along[n])
        data(f"{n}_gradient", first[i])
        data(f"{n}_second", second[i])
    for n in inputs:
        data(f"{n.name}_batch", batch[n.name])
    for i, n in enumerate(own):
        data(f"{n}_batch_gradient", batch_gradients[i])
        data(f"{n}_trained", single[n])
        data(f"{n}_batch_trained", over_batch[n])

    all_leaves, all_parameters = ", ".join(names), ", ".join(own)
    bound = ", ".join(["vars", f"weight = {shaped('weight_at', result.shape)}"] +
                      [f"{n.name} = {shaped(n.name + '_at', n.shape)}" for n in inputs])
    bound_batch = ", ".join(
        ["vars", f"weight = {shaped('weight_at', result.shape)}"] +
        [f"{n.name} = {shaped(n.name + '_batch', (samples,) + n.shape)}" for n in inputs])
    tangents = ", ".join(f"es::tangent({n.name}) = {shaped(n.name + '_along', n.shape)}"
                         for n in leaves)
    squares = " + ".join(f"sum(square(es::grad(loss, es::wrt({n}))))" for n in names)
    out.append("inline void check() {")
    out.append("    es::variables start{loss};")
    out += [f"    fill(start[{n}], {n}_at);" for n in own]
    out.append("    auto vars = start;")
    without_weight = bound.replace(f", weight = {shaped('weight_at', result.shape)}", "")
    out.append(f"    same(es::evaluate(result, {without_weight}), value);")
    out.append(f"    auto const first = es::gradient(loss, es::wrt({all_leaves}), {bound});")
    out += [f"    same(first[{n}], {n}_gradient);" for n in names]
    out.append(f"    same(es::jvp(loss, {bound}, {tangents}).tangent, slope);")
    out.append(f"    constexpr auto squares = {squares};")
    out.append(f"    auto const second = es::gradient(squares, es::wrt({all_leaves}), {bound});")
    out += [f"    same(second[{n}], {n}_second);" for n in names]
    out.append(f"    auto const mean = es::value_and_gradient(loss, es::wrt({all_parameters}), "
               f"{bound_batch});")
    out.append("    same(mean.value, batch_loss);")
    out += [f"    same(mean.gradient[{n}], {n}_batch_gradient);" for n in own]
    mapped = ", ".join(n.name for n in inputs)
    out.append(f"    constexpr auto mapped = es::vmap<{samples}>(loss, {mapped});")
    out.append(f"    auto const over = es::gradient(mapped, es::wrt({all_parameters}), "
               f"{bound_batch});")
    out += [f"    same(over[{n}], {n}_batch_gradient);" for n in own]
    rule = "es::sgd(es::lr = 0.01, es::momentum = 0.9)"
    out.append(f"    auto trainer = es::trainer(loss, {rule});")
    out.append(f"    for (int i = 0; i < 2; ++i) trainer.step({bound});")
    out += [f"    same(vars[{n}], {n}_trained);" for n in own]
    out.append("    vars = start;")
    out.append(f"    auto over_batch = es::trainer(loss, {rule}, es::batched);")
    out.append(f"    for (int i = 0; i < 2; ++i) over_batch.step({bound_batch});")
    out += [f"    same(vars[{n}], {n}_batch_trained);" for n in own]
    out += ["}", f"}}  // namespace program_{number}"]
    return out


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, default in (("seed", 1), ("count", 4), ("operations", 6)):
        parser.add_argument(name, type=int, nargs="?", default=default)
    arguments = parser.parse_args()
    seed, count, operations = arguments.seed, arguments.count, arguments.operations
    choose = random.Random(seed)
    torch.manual_seed(seed)
    print("// SPDX-License-Identifier: MIT\n// Copyright (c) 2026 the espalier authors")
    print(f"// Made by programs.py {seed} {count} {operations} with PyTorch {torch.__version__}.")
    print("#pragma once\n")
    done = 0
    while done < count:
        text = sources(Program(choose, operations), done)
        if text:
            print("\n".join(text))
            done += 1
    print("inline void check_all() {")
    print("\n".join(f"    program_{i}::check();" for i in range(done)))
    print("}")


if __name__ == "__main__":
    main()
