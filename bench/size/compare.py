# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the espalier authors
"""Runs a training step by hand and by the library and compares what they cost.

compare.py VARIANT LEVEL --hand ELF OBJECT --espalier ELF OBJECT --run QEMU...
"""
import struct
import subprocess
import sys

# Weights and velocities; the workspace is on the stack.
RAM = {"all": 2696, "head": 96}
# limits as ratios to hand-written C
INSTRUCTIONS = {("head", "O2"): 1.005}
CODE = {"Os": 1.25, "O2": 1.10, "O3": 1.10}
STACK = 1.10


def sections(path, *kinds):
    lines = subprocess.run(["arm-none-eabi-size", "-A", path], check=True, capture_output=True, text=True).stdout
    total = 0
    for line in lines.splitlines():
        words = line.split()
        if len(words) == 3 and words[0].startswith(kinds):
            total += int(words[1])
    return total


def measure(elf, obj, run):
    made = subprocess.run(run + [elf], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=True).stdout
    result = {"code": sections(obj, ".text"), "RAM": sections(obj, ".data", ".bss"), "weights": []}
    for line in made.splitlines():
        key, value = line.split()
        if key in ("weight", "loss"):
            result["weights"].append(struct.unpack("<f", struct.pack("<I", int(value)))[0])
        else:
            result[key] = int(value)
    return result


def main(argv):
    variant, level = argv[:2]
    at = argv.index("--run")
    run = argv[at + 1:]
    hand = measure(*argv[argv.index("--hand") + 1:][:2], run)
    ours = measure(*argv[argv.index("--espalier") + 1:][:2], run)
    limits = {"instructions": INSTRUCTIONS.get((variant, level), 1.0), "code": CODE[level], "stack": STACK}
    failed = False
    for key, limit in limits.items():
        ratio = ours[key] / hand[key]
        verdict = "" if ratio <= limit else "  too much"
        failed |= ratio > limit
        print(f"{variant} -{level} {key:12} hand {hand[key]:6} espalier {ours[key]:6} "
              f"ratio {ratio:.3f} limit {limit:.3f}{verdict}")
    if not ours["RAM"] == hand["RAM"] == RAM[variant]:
        print(f"RAM: hand {hand['RAM']}, espalier {ours['RAM']}, expected {RAM[variant]}")
        failed = True
    if len(hand["weights"]) != 338 or len(ours["weights"]) != 338:
        print("the programs did not print 338 numbers")
        failed = True
    worst = max(abs(a - b) for a, b in zip(hand["weights"], ours["weights"]))
    if not worst <= 1e-5:
        print(f"they learn different weights: {worst}")
        failed = True
    return 1 if failed else 0


sys.exit(main(sys.argv[1:]))
