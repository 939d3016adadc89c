#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the espalier authors
"""Each header compiles by itself, first in a file, without a warning."""
import argparse
import concurrent.futures
import os
import pathlib
import subprocess
import sys

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("root", type=pathlib.Path)
parser.add_argument("compiler")
arguments = parser.parse_args()
root, compiler = arguments.root, arguments.compiler
include = root / "include"
command = [compiler, "-std=c++20", "-fsyntax-only", "-Wall", "-Wextra", "-Wpedantic", "-Wconversion",
           "-Werror", "-I", str(include), "-x", "c++", "-"]
simd_only = {"adapter/xsimd.hpp"} | {f"kernel/{name}.hpp" for name in (
    "convolution", "convolution_planes", "dot", "elementary", "fold", "lanes", "narrow", "outer", "per_element",
    "pooling", "power", "product", "results", "tile", "turn", "vec", "width")}
needs_more = {"adapter/mpi.hpp"}  # an MPI: compiled by its example


def faults_of(path):
    name = path.relative_to(include / "espalier").as_posix()
    if name in needs_more:
        return ""
    define = "#define ESPALIER_SIMD 1\n" if name in simd_only else ""
    done = subprocess.run(command, input=f"{define}#include <espalier/{name}>\n", text=True, capture_output=True)
    return "" if done.returncode == 0 else f"{name}:\n" + "\n".join(done.stderr.splitlines()[:6])


with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
    faults = [f for f in pool.map(faults_of, sorted(include.glob("espalier/**/*.hpp"))) if f]
print("\n".join(faults) if faults else "every header stands alone")
sys.exit(1 if faults else 0)
