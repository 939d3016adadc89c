# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the espalier authors
"""Runs a training step by hand and by the library and compares what they cost."""
import argparse
import struct
import subprocess
import sys

# limits as ratios to hand-written C
INSTRUCTIONS = {
    ("cortex-m4", "head", "O2"): 1.005,
    # g++ 12 copies two pointers at each weight of the loop that goes down the columns
    ("cortex-m4", "three", "Os"): 1.04,
    ("cortex-m4", "three", "O2"): 1.04,
    ("cortex-m4", "two", "Os"): 1.04,
    ("cortex-m4", "two", "O2"): 1.04,
    ("rv32imafc", "head", "Os"): 1.03,
    ("rv32imafc", "head", "O2"): 1.005,
}
CODE = {"Os": 1.25, "O2": 1.10, "O3": 1.10}
STACK = 1.10


def sections(tool, path, *kinds):
    lines = subprocess.run([tool, "-A", path], check=True, capture_output=True, text=True).stdout
    total = 0
    for line in lines.splitlines():
        words = line.split()
        if len(words) == 3 and words[0].startswith(kinds):
            total += int(words[1])
    return total


def measure(tool, elf, obj, run):
    made = subprocess.run(run + [elf], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=True).stdout
    result = {"code": sections(tool, obj, ".text"), "RAM": sections(tool, obj, ".data", ".bss", ".sdata", ".sbss"),
              "weights": []}
    for line in made.splitlines():
        key, value = line.split()
        if key in ("weight", "loss"):
            result["weights"].append(struct.unpack("<f", struct.pack("<I", int(value)))[0])
        else:
            result[key] = int(value)
    return result


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("binutils", "cpu", "variant", "level", "trained"):
        parser.add_argument(name)
    for name in ("--hand", "--espalier"):
        parser.add_argument(name, nargs=2, metavar=("ELF", "OBJECT"), required=True)
    parser.add_argument("--run", nargs=argparse.REMAINDER, metavar="QEMU", required=True)
    arguments = parser.parse_args()
    cpu, variant, level, trained = arguments.cpu, arguments.variant, arguments.level, arguments.trained
    size = arguments.binutils + "size"
    hand = measure(size, *arguments.hand, arguments.run)
    ours = measure(size, *arguments.espalier, arguments.run)
    limits = {"code": CODE[level], "instructions": INSTRUCTIONS.get((cpu, variant, level), 1.0), "stack": STACK}
    failed = False
    for key, limit in limits.items():
        ratio = ours[key] / hand[key]
        verdict = "" if ratio <= limit else "  too much"
        failed |= ratio > limit
        print(f"{cpu} {variant} -{level} {key:12} hand {hand[key]:6} espalier {ours[key]:6} "
              f"ratio {ratio:.3f} limit {limit:.3f}{verdict}")
    # weights and velocities; the workspace is on the stack
    expected = 2 * 4 * int(trained)
    print(f"{cpu} {variant} -{level} RAM          hand {hand['RAM']:6} espalier {ours['RAM']:6} expected {expected}")
    failed |= not ours["RAM"] == hand["RAM"] == expected
    if not len(hand["weights"]) == len(ours["weights"]) == int(trained) + 1:
        print(f"the programs did not print {trained} weights and a loss")
        failed = True
    worst = max(abs(a - b) for a, b in zip(hand["weights"], ours["weights"]))
    if not worst <= 1e-5:
        print(f"they learn different weights: {worst}")
        failed = True
    return 1 if failed else 0


sys.exit(main())
