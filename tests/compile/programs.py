# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the espalier authors
"""Sources of programs of any depth: what the tests bound and bench/compile measures."""

BLOCKS = {
    "mlp": "relu(fc{i}({h}))",
    "free_residual": "{h} + relu(fc{i}({h}))",
    "residual": "es::residual(es::sequential(fc{i}, es::relu))({h})",
    "wrong_line": "{h} + relu(fc{i}({h}))",
}

HEAD = """#include <espalier/{header}.hpp>
namespace es = espalier;
"""
STEP = """
es::variables vars{model::loss};
auto trainer = es::trainer(model::loss, es::sgd(es::lr = 0.1f, es::momentum = 0.9f));
"""


def source(kind, depth, header="core"):
    """A net of `depth` layers of 16 with its training step; `tutorial`: 10-20-5-2; `lstm`: `depth` steps."""
    text = HEAD.format(header=header)
    if kind == "empty":
        return text
    if kind == "tutorial":
        return text + """namespace model {
constexpr auto x = es::input<"x", es::shape<10>>;
constexpr auto t = es::input<"t", es::shape<2>>;
constexpr auto y = es::linear<"fc3", 5, 2>(relu(es::linear<"fc2", 20, 5>(relu(es::linear<"fc1", 10, 20>(x)))));
constexpr auto loss = es::mse(y, t);
}""" + STEP + """float step(float const (&x)[10], float const (&t)[2]) {
    return trainer.step(vars, model::x = x, model::t = t);
}
"""
    if kind == "lstm":
        return text + f"""namespace model {{
constexpr auto x = es::input<"x", es::shape<{depth}, 4>>;
constexpr auto t = es::input<"t", es::shape<{depth}, 8>>;
constexpr auto loss = es::mse(es::lstm<"cell", 4, 8>(x), t);
}}""" + STEP + f"""float step(float const (&x)[{depth}][4], float const (&t)[{depth}][8]) {{
    return trainer.step(vars, model::x = x, model::t = t);
}}
"""
    text += """namespace model {
constexpr auto x = es::input<"x", es::shape<16>>;
constexpr auto t = es::input<"t", es::shape<16>>;
"""
    h = "x"
    for i in range(depth):
        out = 17 if kind == "wrong_line" and i == depth // 2 else 16
        text += f'constexpr auto fc{i} = es::linear<"fc{i}", 16, {out}>;\n'
        text += f"constexpr auto h{i} = {BLOCKS[kind].format(i=i, h=h)};\n"
        h = f"h{i}"
    return text + f"constexpr auto loss = es::mse({h}, t);\n}}" + STEP + """float step(float const (&x)[16], float const (&t)[16]) {
    return trainer.step(vars, model::x = x, model::t = t);
}
"""


def is_clang(compiler):
    return "clang" in compiler.rsplit("/", 1)[-1]


def quiet(compiler):
    """Flags for messages without echoed source."""
    if is_clang(compiler):
        return ["-fno-caret-diagnostics", "-fno-color-diagnostics"]
    return ["-fno-diagnostics-show-caret", "-fdiagnostics-color=never"]
