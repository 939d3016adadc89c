#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the espalier authors
"""The rules of the house: who may include whom, umbrellas complete, each refusal provoked by a test,
README code from examples."""
import argparse
import pathlib
import re
import sys
import textwrap

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("root", type=pathlib.Path)
arguments = parser.parse_args()
root = arguments.root
headers = root / "include" / "espalier"
level = {"core": 1, "kernel": 2, "op": 3, "nn": 4, "plan": 4, "eval": 5, "optim": 6, "adapter": 7}
faults = []

for path in sorted(headers.glob("*/*.hpp")):
    folder = path.parent.name
    text = path.read_text()
    name = path.relative_to(root)
    for target in re.findall(r'#include <espalier/(\w+)/', text):
        if level[target] > level[folder] or (level[target] == level[folder] and target != folder):
            faults.append(f"{name}: {folder}/ must not include {target}/")
    if folder != "adapter" and re.search(r"#include <(x[a-z]*/|iostream|string|vector|functional|memory)>", text):
        faults.append(f"{name}: not for the core")
    if not text.startswith("// SPDX-License-Identifier: MIT\n"):
        faults.append(f"{name}: no SPDX line")

def umbrella(name, folders, by_name=()):
    text = (headers / name).read_text()
    for folder in folders:
        for path in sorted((headers / folder).glob("*.hpp")):
            if path.name not in by_name and f"#include <espalier/{folder}/{path.name}>" not in text:
                faults.append(f"include/espalier/{name}: lacks {folder}/{path.name}")

umbrella("core.hpp", [f for f in level if f != "adapter"])
# adapters to what most users do not have or need are included by name
umbrella("espalier.hpp", ["adapter"], {"mpi.hpp", "npy.hpp"})

for path in sorted((root / "tests").glob("*/*.cpp")):
    folder = path.parent.name
    if folder in level and not (headers / folder / (path.stem + ".hpp")).exists():
        faults.append(f"{path.relative_to(root)}: tests no header of that name")

for path in sorted((root / "tests").glob("*/*.[ch]pp")):
    if "#include <catch2/" in path.read_text():
        faults.append(f"{path.relative_to(root)}: includes Catch2 by itself; tests/catch.hpp knows which it is")

# An op, a layer or a loss gives users a name: a function found by ADL, or an object. Each has a
# test of its name that goes through the laws.
gives_name = re.compile(r"^namespace adl \{|^inline constexpr [\w:]+(<[^;{]*>)? \w+\{\};", re.M)
without_laws = {"number_operand", "layer_options"}  # messages and options only
for folder in ("op", "nn"):
    for path in sorted((headers / folder).glob("*.hpp")):
        if not gives_name.search(path.read_text()) or path.stem in without_laws:
            continue
        test = root / "tests" / folder / (path.stem + ".cpp")
        if not test.exists() or not re.search(r"\blaws::\w+", test.read_text()):
            faults.append(f"{path.relative_to(root)}: no test of that name goes through the laws")

# Each sentence that a compiler says has a program in tests/rejects that provokes it.
def sentences(text):
    for start in re.finditer(r"static_assert\(", text):
        said, depth, at = "", 1, start.end()
        while depth:
            literal = re.compile(r'"((?:[^"\\]|\\.)*)"').match(text, at)
            if literal:
                said += literal[1].replace('\\"', '"')
                at = literal.end()
                continue
            depth += {"(": 1, ")": -1}.get(text[at], 0)
            at += 1
        if said.startswith("espalier"):
            yield said

not_provoked = {"adapter/mpi.hpp"}  # needs MPI
provoked = [line.removeprefix("// error: ")
            for path in sorted((root / "tests" / "rejects").glob("*.cpp"))
            for line in path.read_text().splitlines() if line.startswith("// error: ")]
for path in sorted(headers.rglob("*.hpp")):
    name = str(path.relative_to(headers))
    for said in sentences(path.read_text()):
        if name not in not_provoked and not any(part in said for part in provoked):
            faults.append(f"include/espalier/{name}: nothing in tests/rejects provokes '{said}'")

readme = (root / "README.md").read_text()
for source, region, block in re.findall(r"<!-- (\S+):(\w+) -->\n```cpp\n(.*?)```", readme, re.S):
    code = (root / source).read_text()
    found = re.search(rf"// \[{region}\]\n(.*?)\s*// \[/{region}\]", code, re.S)
    if not found or textwrap.dedent(found.group(1)).strip() != block.strip():
        faults.append(f"README.md: the block {source}:{region} is not what the example says")

print("\n".join(faults) if faults else "structure: in order")
sys.exit(1 if faults else 0)
