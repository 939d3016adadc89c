#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the espalier authors
"""What pruning leaves in machine code.

symbols: a step that trains the head only has the functions, and the bytes, of a program in which
nothing else could be differentiated. instructions: it executes as many as code written by hand."""
import argparse
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("what", choices=("symbols", "instructions"))
parser.add_argument("compiler")
parser.add_argument("include")
arguments = parser.parse_args()
what, compiler, include = arguments.what, arguments.compiler, arguments.include
here = pathlib.Path(__file__).parent
faults = []


def run(*command):
    done = subprocess.run([str(c) for c in command], capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(done.stdout + done.stderr)
    return done.stdout + done.stderr


def hold(condition, sentence):
    print(("holds: " if condition else "FAILS: ") + sentence)
    if not condition:
        faults.append(sentence)


def compile_object(folder, mode, *flags):
    made = pathlib.Path(folder) / f"{mode}.o"
    run(compiler, "-std=c++20", *flags, f"-DMODE={mode}", f"-I{include}", "-c", here / "step.cpp", "-o", made)
    return made


def kernels(made):
    """The loops of the object, by the shapes in their names."""
    names = run("nm", "-C", made)
    return set(re.findall(r"kernel::(?:contraction|map|reduction)<.*?>::run", names))


def code_bytes(made):
    return sum(int(line.split()[2], 16) for line in run("objdump", "-h", made).splitlines()
               if len(line.split()) > 2 and line.split()[1].startswith(".text"))


with tempfile.TemporaryDirectory() as folder:
    if what == "symbols":
        every, head, cut, run_time = (kernels(compile_object(folder, m, "-O0")) for m in range(4))
        hold(len(head) > 0, "an unoptimized object shows its kernels")
        hold(head == cut, "head only: the kernels of a program with nothing else to differentiate")
        # most loops are inlined even so: the bytes below tell how much more all layers are
        hold(every == run_time, "0.0f at run time: the kernels of all layers")
        every, head, cut, run_time = (code_bytes(compile_object(folder, m, "-O2")) for m in range(4))
        hold(head <= 1.05 * cut, f"head only: {head} bytes of code, behind a stop_gradient {cut}")
        hold(1.5 * head < every, f"all layers: {every} bytes; 0.0f at run time: {run_time}")
    elif shutil.which("valgrind") is None:
        print("skipped: valgrind is not installed")
        sys.exit(77)
    else:
        program = pathlib.Path(folder) / "count"
        run(compiler, "-std=c++20", "-O3", "-march=haswell", f"-I{include}", here / "count.cpp", "-o", program)

        def count(name):
            output = run("valgrind", "--tool=callgrind", f"--toggle-collect={name}",
                         f"--callgrind-out-file={folder}/out", program, name)
            return int(re.search(r"Collected : (\d+)", output).group(1)) / 100

        n = {name: count(name) for name in ("step_all", "step_head", "step_run_time", "step_by_hand",
                                            "gradient_of_one", "gradient_where_nothing_else")}
        print(n)
        value = {name: float(run(program, name)) for name in ("step_head", "step_by_hand")}
        hold(abs(value["step_head"] - value["step_by_hand"]) < 1e-4, "both have the same loss after 100 steps")
        hold(n["step_head"] <= 1.1 * n["step_by_hand"], "head only: within 1.1 of the step by hand")
        hold(n["step_run_time"] >= 0.9 * n["step_all"], "0.0f at run time: the full cost")
        hold(n["gradient_of_one"] <= n["gradient_where_nothing_else"],
             "one gradient: as if nothing else could be differentiated")
sys.exit(1 if faults else 0)
