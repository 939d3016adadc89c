# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the espalier authors
"""Whether the code and constants of an object file are at most so many bytes."""
import argparse
import subprocess
import sys


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("binutils")
    parser.add_argument("object")
    parser.add_argument("limit", type=int)
    arguments = parser.parse_args()
    lines = subprocess.run([arguments.binutils + "size", "-A", arguments.object], check=True,
                           capture_output=True, text=True).stdout.splitlines()
    words = [line.split() for line in lines]
    total = sum(int(w[1]) for w in words if len(w) == 3 and w[0].startswith((".text", ".rodata", ".srodata")))
    print(f"{total} bytes, limit {arguments.limit}")
    return 0 if 0 < total <= arguments.limit else 1


sys.exit(main())
