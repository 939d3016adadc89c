#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the espalier authors
"""What the workflow files call is there: presets, sets of setup.sh, and packages of the distribution."""
import argparse
import itertools
import json
import pathlib
import re
import shutil
import subprocess
import sys

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("root", type=pathlib.Path)
root = parser.parse_args().root

try:
    import yaml
except ImportError:
    print("no python3-yaml: not checked")
    sys.exit(77)

presets = json.loads((root / "CMakePresets.json").read_text())
named = {kind: {p["name"] for p in presets[kind + "Presets"]} for kind in ("configure", "build", "test", "workflow")}
setup = (root / "setup.sh").read_text()
sets = {name: words.split() for name, words in re.findall(r"^\s+([a-z]+)\) packages\+=\((.*?)\)", setup, re.M)}
always = re.search(r"^packages=\((.*?)\)", setup, re.M).group(1).split()
faults = []
checked = 0


def variants(job):
    """The values of `matrix` with which a job runs."""
    matrix = dict(job.get("strategy", {}).get("matrix", {}))
    more = matrix.pop("include", [])
    rows = [dict(zip(matrix, values)) for values in itertools.product(*matrix.values())] if matrix else []
    return rows + more or [{}]


def check(where, command):
    global checked
    for kind, pattern in (("workflow", r"cmake --workflow --preset (\S+)"), ("configure", r"cmake --preset (\S+)"),
                          ("build", r"cmake --build --preset (\S+)"), ("test", r"ctest --preset (\S+)")):
        for name in re.findall(pattern, command):
            checked += 1
            if name not in named[kind]:
                faults.append(f"{where}: CMakePresets.json has no {kind} preset '{name}'")
    for words in re.findall(r"\./setup\.sh([^&|;]*)", command):
        checked += 1
        faults.extend(f"{where}: setup.sh has no set '{name}'" for name in words.split() if name not in sets)
    if "${{" in command:
        faults.append(f"{where}: the matrix lacks what '{command}' names")


for path in sorted((root / ".github" / "workflows").glob("*.yml")):
    flow = yaml.safe_load(path.read_text())
    if not {"name", True, "jobs"} <= set(flow):  # YAML 1.1 reads `on` as true
        faults.append(f"{path.name}: a workflow has name, on and jobs")
    for name, job in flow["jobs"].items():
        where = f"{path.name}: {name}"
        if "runs-on" not in job or not job.get("steps"):
            faults.append(f"{where}: a job has runs-on and steps")
        for row, step in itertools.product(variants(job), job["steps"]):
            if ("run" in step) == ("uses" in step):
                faults.append(f"{where}: a step has either run or uses")
            check(where, re.sub(r"\$\{\{ matrix\.(\w+) \}\}", lambda m: str(row.get(m[1], m[0])), step.get("run", "")))
if checked < 10:
    faults.append(f"only {checked} presets and sets were found in the workflows")

# the lists of the distribution that setup.sh is for, where they are at hand
release = pathlib.Path("/etc/os-release")
if shutil.which("apt-cache") and release.exists() and 'VERSION_ID="12"' in release.read_text():
    packages = sorted(set(always).union(*sets.values()))
    listed = subprocess.run(["apt-cache", "policy", *packages], capture_output=True, text=True).stdout
    candidates = dict(re.findall(r"^(\S+):\n.*\n\s+Candidate: (.*)$", listed, re.M))
    if "python3" in candidates:
        faults.extend(f"setup.sh: the distribution has no package '{p}'"
                      for p in packages if candidates.get(p, "(none)") == "(none)")

for fault in faults:
    print(fault)
sys.exit(1 if faults else 0)
