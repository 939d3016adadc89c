# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the espalier authors
"""Fails if an object needs a symbol that is not listed: undefined.py OBJECT NAME..."""
import subprocess
import sys

lines = subprocess.run(["arm-none-eabi-nm", "-u", sys.argv[1]], check=True, capture_output=True, text=True).stdout
needed = {line.split()[-1] for line in lines.splitlines()}
print("needs", " ".join(sorted(needed)) or "nothing")
sys.exit(1 if needed - set(sys.argv[2:]) else 0)
