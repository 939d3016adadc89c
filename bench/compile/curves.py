#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the espalier authors
"""What depth costs a compiler: OUT/compile.json and a curve for each compiler, OUT/compile-NAME.svg.

Seconds of CPU, megabytes, kilobytes of the object, symbols, lines of the message of one mistake;
the class templates that clang counts."""
import argparse
import json
import pathlib
import platform
import shutil
import subprocess
import sys
import tempfile

root = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(root / "tests" / "compile"))
import measure
import programs

DEPTHS = {"mlp": (10, 25, 50, 100), "free_residual": (10, 25, 50, 100), "residual": (10, 25, 50, 100),
          "lstm": (5, 50), "wrong_line": (20,)}
COLOURS = {"mlp": "#1b6ca8", "free_residual": "#c0392b", "residual": "#2e8b57"}

EIGEN = """#include <Eigen/Dense>
using M = Eigen::Matrix<float, 16, 16>;
using V = Eigen::Matrix<float, 16, 1>;
struct layer { M w, vw; V b, vb, in, out; };
template <int I> V walk(layer* l, V const& x, V const& t) {
    if constexpr (I == DEPTH) return (x - t) * (2.0f / 16);
    else {
        l[I].in = x;
        l[I].out = (l[I].w * x + l[I].b).cwiseMax(0.0f);
        V const g = (l[I].out.array() > 0).select(walk<I + 1>(l, l[I].out, t), V::Zero());
        V const dx = l[I].w.transpose() * g;
        l[I].vw = 0.9f * l[I].vw + g * x.transpose();
        l[I].w -= 0.1f * l[I].vw;
        l[I].vb = 0.9f * l[I].vb + g;
        l[I].b -= 0.1f * l[I].vb;
        return dx;
    }
}
void step(layer* l, V const& x, V const& t) { walk<0>(l, x, t); }
"""


def instantiations(text, compiler, include):
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "program.cpp"
        path.write_text(text)
        command = [compiler, "-std=c++20", "-fsyntax-only", "-Xclang", "-print-stats", str(path)]
        output = subprocess.run(command[:3] + [f"-I{i}" for i in include] + command[3:],
                                capture_output=True, text=True).stderr
    for line in output.splitlines():
        words = line.split()
        if "ClassTemplateSpecialization" in line and words and words[0].isdigit():
            return int(words[0])
    return None


def curve(points, colour, scale_x, scale_y, name):
    path = " ".join(f"{60 + x * scale_x:.1f},{300 - y * scale_y:.1f}" for x, y in points)
    x, y = points[-1]
    return (f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>'
            f'<text x="{65 + x * scale_x:.0f}" y="{304 - y * scale_y:.0f}" fill="{colour}">{name}</text>')


def draw(rows, compiler):
    kinds = [k for k in COLOURS if any(r["case"] == k for r in rows)]
    top = max(r["seconds"] for r in rows if r["case"] in kinds) * 1.1
    parts = ['<svg xmlns="http://www.w3.org/2000/svg" width="620" height="350" font-family="sans-serif" '
             'font-size="12"><rect width="620" height="350" fill="white"/>',
             f'<text x="60" y="20">seconds of CPU against depth, {compiler}, -O2</text>',
             '<path d="M60 30V300H470" fill="none" stroke="black"/>']
    for depth in (10, 25, 50, 100):
        parts.append(f'<text x="{52 + depth * 4}" y="318">{depth}</text>')
    for i in range(5):
        parts.append(f'<text x="20" y="{304 - 60 * i}">{top * i * 60 / 270:.1f}</text>')
    for kind in kinds:
        points = [(r["depth"], r["seconds"]) for r in rows if r["case"] == kind]
        parts.append(curve(points, COLOURS[kind], 4, 270 / top, kind))
    return "\n".join(parts + ["</svg>"]) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=pathlib.Path, help="folder that is written")
    parser.add_argument("compilers", nargs="*", metavar="compiler", help="by default those installed")
    parser.add_argument("--quick", action="store_true", help="two depths only")
    arguments = parser.parse_args()
    quick, out = arguments.quick, arguments.out
    compilers = arguments.compilers or [c for c in ("g++", "clang++-16", "clang++-19") if shutil.which(c)]
    if missing := [c for c in compilers if not shutil.which(c)]:
        parser.error(f"no such compiler: {' '.join(missing)}")
    out.mkdir(parents=True, exist_ok=True)
    include = [root / "include"]
    report = {"machine": platform.machine(), "system": platform.platform(), "compilers": {}}
    for compiler in compilers:
        version = subprocess.run([compiler, "--version"], capture_output=True, text=True).stdout.splitlines()[0]
        rows = []

        def add(case, depth, text, flags=("-O2",), paths=include, count=False):
            result = measure.compile_source(text, compiler, paths, flags)
            if case != "wrong_line" and not result["accepted"]:
                print(f"{compiler} {case}: not measured, it does not compile here")
                return
            del result["output"]
            if count and programs.is_clang(compiler):
                result["class_templates"] = instantiations(text, compiler, paths)
            rows.append({"case": case, "depth": depth, **result})
            print(compiler, rows[-1], flush=True)

        add("empty", 0, programs.source("empty", 0))
        add("tutorial", 3, programs.source("tutorial", 3), ("-O3",))
        add("tutorial, espalier.hpp", 3, programs.source("tutorial", 3, "espalier"), ("-O3",))
        for case, depths in DEPTHS.items():
            for depth in depths[:2] if quick else depths:
                add(case, depth, programs.source(case, depth), count=True)
        if pathlib.Path("/usr/include/eigen3").exists():
            for depth in (10, 50) if quick else (10, 50, 100):
                add("eigen mlp", depth, EIGEN, ("-O2", f"-DDEPTH={depth}"), ["/usr/include/eigen3"])
        torch = pathlib.Path("/usr/include/torch/csrc/api/include")
        if torch.exists():
            add("libtorch header", 0, "#include <torch/torch.h>\n", paths=[torch])
        report["compilers"][version] = rows
        (out / f"compile-{pathlib.Path(compiler).name}.svg").write_text(draw(rows, version))
    (out / "compile.json").write_text(json.dumps(report, indent=1) + "\n")


if __name__ == "__main__":
    main()
