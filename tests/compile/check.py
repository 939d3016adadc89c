#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the espalier authors
"""Bounds what a deep program costs a compiler: memory, object and symbols, which do not depend on
the machine's load as seconds do."""
import argparse
import sys

import measure
import programs

#                        depth, megabytes, kilobytes of the object, symbols
LIMITS = {
    "mlp": (100, 480, 200, 30),
    "free_residual": (50, 380, 120, 30),
    "residual": (50, 420, 120, 30),
    "tutorial": (3, 400, 60, 30),
}

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("compiler")
parser.add_argument("include")
parser.add_argument("case", choices=[*LIMITS, "wrong_line"])
arguments = parser.parse_args()
compiler, include, case = arguments.compiler, arguments.include, arguments.case
faults = []
if case == "wrong_line":
    result = measure.compile_source(programs.source(case, 20), compiler, [include])
    output = result["output"]
    errors = output.count(" error: ")
    if result["accepted"]:
        faults.append("compiled, but one line is wrong")
    if errors != 1:
        faults.append(f"{errors} errors for one mistake")
    if result["lines"] > 25:
        faults.append(f"{result['lines']} lines, more than 25")
    for part in ("espalier: the shapes of the operands cannot be broadcast", "shape<16>", "shape<17>"):
        if part not in output:
            faults.append(f"the message lacks '{part}'")
    if faults:
        print(output)
else:
    depth, *limits = LIMITS[case]
    result = measure.compile_source(programs.source(case, depth), compiler, [include])
    if not result["accepted"]:
        print(result["output"])
        faults.append("does not compile")
    else:
        for what, limit in zip(("megabytes", "kilobytes", "symbols"), limits):
            print(f"{case} {depth}: {result[what]} {what}, limit {limit}")
            if result[what] > limit:
                faults.append(f"{result[what]} {what}, more than {limit}")
print("\n".join(faults) if faults else "within its limits")
sys.exit(1 if faults else 0)
