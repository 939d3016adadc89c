#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the espalier authors
"""Runs the programs of bench/run and reports each variant's time as a ratio to hand-vectorised code.

    report.py BUILD... [--out FOLDER] [--readme README.md] [--only WORDS] [--stored RUN.json]

BUILD is a folder with the programs `bench_*`, one for each compiler. Repetitions of all variants of a
program are interleaved at random; what counts is the median of the processor's time. Writes run.json,
run.svg and table.md, and with --readme replaces what stands between `<!-- bench -->` and
`<!-- /bench -->`. With --stored nothing is run: the numbers are those of an earlier run."""
import argparse
import json
import math
import os
import pathlib
import re
import subprocess
import xml.sax.saxutils as xml

BASE = "hand-vectorised"
OURS = "espalier"
ORDER = ["tutorial", "wide", "scalar_functions", "gaussian_mixture", "bundle_adjustment", "cnn", "lstm"]
COLOURS = {OURS: "#1b7837", "plain loops": "#8c8c8c", "Eigen": "#e08214", "OpenBLAS": "#8073ac",
           "libtorch": "#d6604d", "ADOL-C": "#4393c3", "Sacado": "#c51b7d", "Ceres": "#4d4d4d"}


def processor():
    for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return "unknown processor"


def run(program, repetitions, seconds):
    """Name of each variant of a program to its median in nanoseconds, and the program's compiler."""
    environment = dict(os.environ, OPENBLAS_NUM_THREADS="1", OMP_NUM_THREADS="1")
    done = subprocess.run([program, "--benchmark_enable_random_interleaving=true",
                           f"--benchmark_repetitions={repetitions}", f"--benchmark_min_time={seconds}",
                           "--benchmark_format=json"],
                          stdout=subprocess.PIPE, text=True, check=True, env=environment)
    found = json.loads(done.stdout)
    unit = {"ns": 1, "us": 1e3, "ms": 1e6, "s": 1e9}
    medians = [b for b in found["benchmarks"] if b.get("aggregate_name") == "median"]
    medians.sort(key=lambda b: b["family_index"])
    return {b["run_name"]: b["cpu_time"] * unit[b["time_unit"]] for b in medians}, \
        found["context"]["compiler"]


def place(program):
    """Programs in the order of the page, others behind."""
    name = program.name.removeprefix("bench_")
    return (ORDER.index(name) if name in ORDER else len(ORDER), name)


def measure(builds, only, repetitions, seconds):
    rows = []
    for build in builds:
        for program in sorted(pathlib.Path(build).rglob("bench_*"), key=place):
            if not (program.is_file() and os.access(program, os.X_OK)) or only not in program.name:
                continue
            print(f"{program}", flush=True)
            medians, compiler = run(program.resolve(), repetitions, seconds)
            for name, time in medians.items():
                workload, variant = name.rsplit("/", 1)
                rows.append({"workload": workload, "variant": variant, "compiler": compiler,
                             "nanoseconds": time, "ratio": time / medians[f"{workload}/{BASE}"]})
    return {"machine": processor(), "flags": "-O3 -march=native", "repetitions": repetitions,
            "rows": rows}


def unique(items):
    return list(dict.fromkeys(items))


def short(compiler):
    return re.sub(r"(g\+\+|clang) (\d+)\..*", r"\1 \2", compiler)


def header(found):
    compilers = unique(r["compiler"] for r in found["rows"])
    return (f"{found['machine']}, {' and '.join(short(c) for c in compilers)}, {found['flags']}, "
            f"medians of {found['repetitions']} interleaved repetitions")


def duration(nanoseconds):
    for unit, size in (("ms", 1e6), ("µs", 1e3)):
        if nanoseconds >= size:
            return f"{nanoseconds / size:.3g} {unit}"
    return f"{nanoseconds:.3g} ns"


def number(ratio):
    return f"{ratio:.2f}" if ratio < 9.95 else f"{ratio:.0f}"


def table(found):
    """A row for each workload; each cell has a number for each compiler."""
    rows, compilers = found["rows"], unique(r["compiler"] for r in found["rows"])
    at = {(r["workload"], r["variant"], r["compiler"]): r for r in rows}

    def cell(workload, variant, what):
        present = [at[workload, variant, c] for c in compilers if (workload, variant, c) in at]
        return " / ".join(what(r) for r in present)

    def ratio(workload, variant):
        return cell(workload, variant, lambda r: number(r["ratio"]))

    alone = any((r["workload"], BASE, c) not in at for r in rows for c in compilers)
    lines = [f"{header(found)}. Times of one step or one value with its derivatives; in the other columns "
             f"ratios to the hand-vectorised version, {' / '.join(short(c) for c in compilers)}"
             f"{f' (one number: {short(compilers[0])} alone)' if alone else ''}.", "",
             "| workload | hand-vectorised | espalier | plain loops | others |",
             "| --- | --- | --- | --- | --- |"]
    for workload in unique(r["workload"] for r in rows):
        variants = unique(r["variant"] for r in rows if r["workload"] == workload)
        ours = [v for v in variants if v.startswith(OURS)]
        mine = [ratio(workload, v) + v[len(OURS):].replace(", ", " (", 1) + (")" if v != OURS else "")
                for v in ours]
        others = [f"{v} {ratio(workload, v)}" for v in variants
                  if v not in (*ours, BASE, "plain loops")]
        lines.append(f"| {workload} | {cell(workload, BASE, lambda r: duration(r['nanoseconds']))} | "
                     f"{'<br>'.join(mine)} | {ratio(workload, 'plain loops')} | {', '.join(others)} |")
    return "\n".join(lines) + "\n"


def colour(variant):
    return COLOURS.get(OURS if variant.startswith(OURS) else variant, "#35978f")


def chart(found):
    """A line for each workload, a dot for each variant on a logarithmic axis of ratios."""
    rows, compilers = found["rows"], unique(r["compiler"] for r in found["rows"])
    workloads = unique(r["workload"] for r in rows)
    left, top, pitch, width = 290, 84, 20, 620
    low = math.log(min(0.5, min(r["ratio"] for r in rows)) * 0.9)
    high = math.log(max(4, max(r["ratio"] for r in rows)) * 1.15)

    def x(ratio):
        return left + width * (math.log(ratio) - low) / (high - low)

    def text(x, y, words, more=""):
        return f'<text x="{x:.1f}" y="{y:.1f}" {more}>{xml.escape(words)}</text>'

    def dot(x, y, variant, compiler, radius):
        paint = colour(variant)
        fill = paint if compiler == compilers[0] else "white"
        if variant != OURS and variant.startswith(OURS):
            turn = 45 if "batch" in variant else 0
            return (f'<rect x="{x - 3.5:.1f}" y="{y - 3.5:.1f}" width="7" height="7" fill="{fill}" '
                    f'stroke="{paint}" stroke-width="1.5" transform="rotate({turn} {x:.1f} {y:.1f})"/>')
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius}" fill="{fill}" stroke="{paint}" stroke-width="1.5"/>'

    bottom = top + pitch * len(workloads)
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" width="{left + width + 30}" height="{bottom + 46}" '
           f'font-family="sans-serif" font-size="12" fill="#222"><rect width="100%" height="100%" fill="white"/>',
           text(12, 20, "Time as a ratio to hand-vectorised code (left is faster)",
                'font-size="15" font-weight="bold"'),
           text(12, 38, header(found), 'fill="#555"')]
    ticks = [t for t in (0.1, 0.25, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)
             if low <= math.log(t) <= high]
    for i in range(1, len(workloads), 2):
        out.append(f'<rect x="8" y="{top + pitch * i}" width="{left + width + 14}" height="{pitch}" fill="#f0f3f0"/>')
    for t in ticks:
        strong = t == 1
        out.append(f'<line x1="{x(t):.1f}" x2="{x(t):.1f}" y1="{top - 6}" y2="{bottom}" '
                   f'stroke="{"#222" if strong else "#ddd"}" stroke-width="{1.5 if strong else 1}"/>')
        out.append(text(x(t), bottom + 16, f"{t:g}", 'text-anchor="middle"'))
    variants = unique(r["variant"] for r in rows)
    legend = [v for v in variants if v != BASE]
    position = 12.0
    for v in legend:
        out.append(dot(position + 5, 56, v, compilers[0], 4))
        out.append(text(position + 14, 60, v))
        position += 28 + 7 * len(v)
    if len(compilers) > 1:
        out.append(text(12, bottom + 36, f"filled: {short(compilers[0])}, hollow: {short(compilers[1])}",
                        'fill="#555"'))
    for i, workload in enumerate(workloads):
        y = top + pitch * i + pitch / 2
        out.append(text(left - 10, y + 4, workload, 'text-anchor="end"'))
        for r in sorted(rows, key=lambda r: r["variant"].startswith(OURS)):
            if r["workload"] == workload and r["variant"] != BASE:
                out.append(dot(x(r["ratio"]), y, r["variant"], r["compiler"],
                               5 if r["variant"] == OURS else 4))
    return "\n".join([*out, "</svg>"]) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("builds", nargs="*", metavar="BUILD")
    parser.add_argument("--out", type=pathlib.Path, default=pathlib.Path("bench-results"))
    parser.add_argument("--readme", type=pathlib.Path)
    parser.add_argument("--only", default="", help="run only programs whose names contain this")
    parser.add_argument("--repetitions", type=int, default=15)
    parser.add_argument("--seconds", type=float, default=0.05, help="of each repetition")
    parser.add_argument("--stored", type=pathlib.Path)
    given = parser.parse_args()
    if given.stored:
        found = json.loads(given.stored.read_text())
    elif given.builds:
        found = measure(given.builds, given.only, given.repetitions, given.seconds)
    else:
        parser.error("a BUILD or --stored is needed")
    if not found["rows"]:
        parser.error("no program bench_* was found")
    given.out.mkdir(parents=True, exist_ok=True)
    words = table(found)
    (given.out / "run.json").write_text(json.dumps(found, indent=1) + "\n")
    (given.out / "run.svg").write_text(chart(found))
    (given.out / "table.md").write_text(words)
    print(words)
    if given.readme:
        before = given.readme.read_text()
        after, times = re.subn(r"(<!-- bench -->\n).*?(<!-- /bench -->)",
                               lambda m: m[1] + words + m[2], before, flags=re.S)
        if times != 1:
            parser.error(f"{given.readme} has no <!-- bench --> ... <!-- /bench -->")
        given.readme.write_text(after)


if __name__ == "__main__":
    main()
