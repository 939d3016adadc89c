# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the espalier authors
"""Runs a training step by hand and by the library and compares what they cost."""
import argparse
import struct
import subprocess
import sys

# limits as ratios to hand-written C
LIMITS = {
    "instructions": {"Os": 1.00, "O2": 1.00, "O3": 1.00},
    "code": {"Os": 1.25, "O2": 1.10, "O3": 1.10},
    "stack": {"Os": 1.10, "O2": 1.10, "O3": 1.10},
}
EXCEPTIONS = {
    # g++ 12 adds an array's place on the stack to the index at each element of a product
    ("rv32imafc", "head", "Os", "instructions"): 1.015,
}


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
    for name in ("binutils", "cpu", "variant", "level", "trained", "ram"):
        parser.add_argument(name)
    for name in ("--hand", "--espalier"):
        parser.add_argument(name, nargs=2, metavar=("ELF", "OBJECT"), required=True)
    parser.add_argument("--run", nargs=argparse.REMAINDER, metavar="QEMU", required=True)
    arguments = parser.parse_args()
    cpu, variant, level = arguments.cpu, arguments.variant, arguments.level
    trained, ram = arguments.trained, arguments.ram
    size = arguments.binutils + "size"
    hand = measure(size, *arguments.hand, arguments.run)
    ours = measure(size, *arguments.espalier, arguments.run)
    failed = False
    for key, limit in LIMITS.items():
        limit = EXCEPTIONS.get((cpu, variant, level, key), limit[level])
        ratio = ours[key] / hand[key]
        verdict = "" if ratio <= limit else "  too much"
        failed |= ratio > limit
        print(f"{cpu} {variant} -{level} {key:12} hand {hand[key]:6} espalier {ours[key]:6} "
              f"ratio {ratio:.3f} limit {limit:.3f}{verdict}")
    # weights and what the optimizer keeps; the workspace is on the stack
    print(f"{cpu} {variant} -{level} RAM          hand {hand['RAM']:6} espalier {ours['RAM']:6} expected {ram}")
    failed |= ours["RAM"] != int(ram) or hand["RAM"] > int(ram)
    if not len(hand["weights"]) == len(ours["weights"]) == int(trained) + 1:
        print(f"the programs did not print {trained} weights and a loss")
        failed = True
    worst = max(abs(a - b) for a, b in zip(hand["weights"], ours["weights"]))
    if not worst <= 1e-5:
        print(f"they learn different weights: {worst}")
        failed = True
    return 1 if failed else 0


sys.exit(main())
