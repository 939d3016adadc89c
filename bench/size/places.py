# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the espalier authors
"""Frozen weights lie in flash, trained ones in RAM, with the sizes that the types have."""
import subprocess
import sys

RAM = 0x20000000
SIZES = {"flash": (4 * (64 * 32 + 32), False), "ram": (4 * (32 * 10 + 10), True)}

lines = subprocess.run(["arm-none-eabi-nm", "-S", "-C", sys.argv[1]], check=True, capture_output=True, text=True).stdout
seen = {}
for line in lines.splitlines():
    words = line.split(maxsplit=3)
    if len(words) == 4:
        seen[words[3].split("::")[-1]] = (int(words[0], 16), int(words[1], 16))
failed = False
for name, (size, in_ram) in SIZES.items():
    address, bytes_there = seen.get(name, (0, 0))
    if bytes_there != size or (address >= RAM) != in_ram:
        print(f"'{name}' is at {address:#x} with {bytes_there} bytes, expected {size} in {'RAM' if in_ram else 'flash'}")
        failed = True
workspace_and_velocity = seen.get("trainer", (0, 0))[1]
print("trainer", workspace_and_velocity, "bytes")
sys.exit(1 if failed or workspace_and_velocity == 0 else 0)
