#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the espalier authors
"""Runs a bench program with its variants interleaved and reports ratios of medians.
`report.py PROGRAM OUT COMPILER [README]` writes OUT/run.json, OUT/run.svg and OUT/table.md, and, given
a README, replaces what stands there between `<!-- bench -->` and `<!-- /bench -->`."""
import json
import pathlib
import re
import subprocess
import sys

program, out, compiler = sys.argv[1], pathlib.Path(sys.argv[2]), sys.argv[3]
out.mkdir(parents=True, exist_ok=True)
done = subprocess.run([program, "--benchmark_enable_random_interleaving=true", "--benchmark_repetitions=15",
                       "--benchmark_min_time=0.05", "--benchmark_format=json"],
                      stdout=subprocess.PIPE, text=True, check=True)
medians = {b["run_name"]: b["cpu_time"] for b in json.loads(done.stdout)["benchmarks"]
           if b.get("aggregate_name") == "median"}
cpu = "unknown processor"
for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines():
    if line.startswith("model name"):
        cpu = line.split(":", 1)[1].strip()
version = subprocess.run([compiler, "--version"], capture_output=True, text=True).stdout.splitlines()[0]

rows = []
for name, time in medians.items():
    workload, variant = name.rsplit("/", 1)
    base = medians[workload + "/espalier"]
    rows.append({"workload": workload, "variant": variant, "nanoseconds": time, "ratio": time / base})
rows.sort(key=lambda r: (r["workload"], r["ratio"]))
(out / "run.json").write_text(json.dumps({"machine": cpu, "compiler": version, "rows": rows}, indent=1) + "\n")

table = [f"{cpu}; {version}, -O3 -march=native; medians of 15, interleaved.", "",
         "| step | variant | time | ratio to espalier |", "| --- | --- | --- | --- |"]
table += [f"| {r['workload']} | {r['variant']} | {r['nanoseconds']:.0f} ns | {r['ratio']:.2f} |" for r in rows]
text = "\n".join(table) + "\n"
(out / "table.md").write_text(text)
print(text)

longest = max(r["ratio"] for r in rows)
svg = [f'<svg xmlns="http://www.w3.org/2000/svg" width="640" height="{50 + 24 * len(rows)}" '
       'font-family="sans-serif" font-size="12"><rect width="100%" height="100%" fill="white"/>',
       f'<text x="10" y="18">time of a step as a ratio to espalier; {cpu}; {version}</text>']
for i, r in enumerate(rows):
    y, colour = 34 + 24 * i, "#2e8b57" if r["variant"] == "espalier" else "#8899aa"
    svg.append(f'<text x="10" y="{y + 13}">{r["workload"]} {r["variant"]}</text>'
               f'<rect x="230" y="{y}" width="{340 * r["ratio"] / longest:.1f}" height="18" fill="{colour}"/>'
               f'<text x="{235 + 340 * r["ratio"] / longest:.1f}" y="{y + 13}">{r["ratio"]:.2f}</text>')
(out / "run.svg").write_text("\n".join(svg + ["</svg>"]) + "\n")

if len(sys.argv) > 4:
    readme = pathlib.Path(sys.argv[4])
    readme.write_text(re.sub(r"(<!-- bench -->\n).*?(<!-- /bench -->)", lambda m: m[1] + text + m[2],
                             readme.read_text(), flags=re.S))
