# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the espalier authors
"""Frozen weights lie in flash, trained ones in RAM, and all that the linker's map has of weights, trainer
and workspace is `plan.total_bytes`, which the program prints."""
import argparse
import re
import subprocess
import sys

# object: its section, and its bytes where the shapes say them
PLACES = {"flash": (".rodata", 4 * (64 * 32 + 32)), "ram": (".data", 4 * (32 * 10 + 10)), "trainer": (".bss", None)}

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("binutils")
parser.add_argument("elf")
parser.add_argument("qemu", nargs=argparse.REMAINDER)
arguments = parser.parse_args()
binutils, elf = arguments.binutils, arguments.elf
with open(elf + ".map", encoding="utf-8") as file:
    linked = file.read().partition("Linker script and memory map")[2]
failed = False
total = 0
for name, (section, size) in PLACES.items():
    entry = re.search(rf"^ \.s?([a-z]+)\.\S*?\d{name}E\s+0x[0-9a-f]+\s+0x([0-9a-f]+)", linked, re.MULTILINE)
    if not entry:
        print(f"the map has no '{name}'")
        failed = True
        continue
    there, bytes_there = "." + entry[1], int(entry[2], 16)
    print(f"{name}: {bytes_there} bytes in {there}")
    total += bytes_there
    if there != section or size not in (None, bytes_there):
        print(f"expected {size} bytes in {section}")
        failed = True
printed = subprocess.run(arguments.qemu + [elf], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True).stdout
planned = re.search(r"bytes of the plan (\d+)", printed)
print("in all", total, "bytes; the plan says", planned and planned[1])
sys.exit(1 if failed or not planned or int(planned[1]) != total else 0)
