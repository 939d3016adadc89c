# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the espalier authors
"""Compiles one source and measures it: seconds of CPU, memory, object, symbols, messages."""
import os
import pathlib
import subprocess
import tempfile

import programs


def compile_source(text, compiler, include, flags=("-O2",)):
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "program.cpp"
        path.write_text(text)
        made = path.with_suffix(".o")
        command = [compiler, "-std=c++20", *flags, *programs.quiet(compiler)]
        command += [f"-I{folder}" for folder in include] + ["-c", str(path), "-o", str(made)]
        with open(path.with_suffix(".log"), "w+") as log:
            process = subprocess.Popen(command, stderr=log)
            _, status, usage = os.wait4(process.pid, 0)  # the memory of the largest child
            log.seek(0)
            output = log.read()
        result = {
            "accepted": os.waitstatus_to_exitcode(status) == 0,
            "seconds": round(usage.ru_utime, 2),
            "megabytes": round(usage.ru_maxrss / 1024),
            "lines": output.count("\n"),
            "output": output,
        }
        if result["accepted"]:
            names = subprocess.run(["nm", str(made)], capture_output=True, text=True, check=True).stdout
            result["symbols"] = sum(not line.split()[-1].startswith(".L") for line in names.splitlines())
            result["kilobytes"] = round(made.stat().st_size / 1024)
        return result
