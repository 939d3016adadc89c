#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the espalier authors
"""Writes the library as one header, for a release or an online compiler: espalier-single.hpp (core) and
espalier-single-hosted.hpp; with a compiler, every example is compiled against them.
They are made at a release and never committed."""
import argparse
import concurrent.futures
import os
import pathlib
import re
import subprocess
import sys

root = pathlib.Path(__file__).resolve().parent.parent
include = root / "include"
own = re.compile(r'\s*#include <(espalier/[^>]+)>')


def joined(*names):
    seen = set()

    def read(path):
        if path in seen:
            return
        seen.add(path)
        for line in (include / path).read_text().splitlines():
            if found := own.match(line):
                yield from read(found.group(1))
            elif not (line.startswith("#pragma once") or line.startswith("// SPDX") or
                      line.startswith("// Copyright")):
                yield line

    version = re.search(r'version = "([\d.]+)"', (include / "espalier/core/config.hpp").read_text()).group(1)
    head = ["// SPDX-License-Identifier: MIT", "// Copyright (c) 2026 the espalier authors",
            f"// espalier {version}: {names[0]} and all it includes, joined.", "#pragma once"]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(head + [line for name in names for line in read(name)])) + "\n"


parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("folder", type=pathlib.Path)
parser.add_argument("compiler", nargs="?")
arguments = parser.parse_args()
folder = arguments.folder
folder.mkdir(parents=True, exist_ok=True)
(folder / "espalier-single.hpp").write_text(joined("espalier/core.hpp"))
(folder / "espalier-single-hosted.hpp").write_text(joined("espalier/espalier.hpp", "espalier/adapter/npy.hpp"))
if arguments.compiler is None:
    sys.exit(0)


def compile_example(path):
    """The example with each of its includes of the library replaced by the one header."""
    text = path.read_text()
    hosted = not all(n == "espalier/core.hpp" for n in own.findall(text))
    single = "espalier-single-hosted.hpp" if hosted else "espalier-single.hpp"
    text = own.sub(f'\n#include "{single}"', text)
    done = subprocess.run(
        [arguments.compiler, "-std=c++20", "-fsyntax-only", "-Wall", "-Wextra", "-Werror", "-I", str(folder),
         "-I", str(path.parent), '-DESPALIER_EXAMPLE_DATA=""', "-x", "c++", "-"],
        input=text, capture_output=True, text=True)
    return "" if done.returncode == 0 else f"{path.name}:\n" + "\n".join(done.stderr.splitlines()[:8])


examples = [p for p in sorted((root / "examples").glob("[0-9]*.cpp"))
            if "mpi.h" not in p.read_text() and "adapter/mpi" not in p.read_text()]
with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
    faults = [f for f in pool.map(compile_example, examples) if f]
print("\n".join(faults) if faults else f"one header: {len(examples)} examples compile")
sys.exit(1 if faults else 0)
