#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the espalier authors
"""Opens the pages of plans in a headless browser and renders the pictures, as far as the programs
for it are installed.
Ends with 77 (skipped) where there is neither Chromium nor Graphviz."""
import argparse
import html
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("program")
parser.add_argument("folder", type=pathlib.Path)
arguments = parser.parse_args()
program, folder = arguments.program, arguments.folder
folder.mkdir(parents=True, exist_ok=True)
subprocess.run([program, str(folder)], check=True)
chromium = shutil.which("chromium") or shutil.which("chromium-browser")
dot = shutil.which("dot")
faults = []


def page(name, fragment=""):
    """The document after its scripts have run."""
    with tempfile.TemporaryDirectory() as profile:
        done = subprocess.run(
            [chromium, "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking",
             "--disable-component-update", "--disable-sync", f"--user-data-dir={profile}", "--dump-dom",
             (folder / name).absolute().as_uri() + fragment],
            capture_output=True, text=True, timeout=120)
    return html.unescape(done.stdout)


def expect(what, condition):
    if not condition:
        faults.append(what)


def drawn(text):
    found = re.search(r'<body[^>]*data-nodes="(\d+)"', text)
    return int(found.group(1)) if found else 0


def details(text):
    return re.search(r"<aside.*?</aside>", text, re.S).group(0)


def with_script(name, script):
    """The page with a script behind its own, under another name."""
    text = (folder / name).read_text().replace("</body>", f"<script>{script}</script></body>")
    (folder / ("try_" + name)).write_text(text)
    return "try_" + name


if chromium:
    for name, least in (("small.html", 8), ("plan.html", 20), ("large.html", 300)):
        text = page(name)
        expect(f"{name}: an error: {re.findall('data-error=.*?>', text)}", "data-error" not in text)
        expect(f"{name}: only {drawn(text)} nodes are drawn", drawn(text) >= least)
        expect(f"{name}: a node is drawn outside the graph", not re.search(r"translate\((-|NaN)", text))
    text = page("small.html")
    for state in ("kept", "frozen", "stopped", "data"):
        expect(f"small.html: no node is {state}", f'class="node {state}"' in text)
    expect("small.html: no reason stands on a node", '<text class="why"' in text)
    # a click shows the details of a node, by the mouse and by a link
    click = "document.querySelector('g[data-node=\"2\"]').dispatchEvent(new MouseEvent('click'))"
    for text in (page(with_script("plan.html", click)), page("plan.html", "#node-2")):
        expect("plan.html: a click on node 2 does not show it",
               'data-chosen="2"' in text and "matmul fc1" in details(text) and "400 flops" in details(text) and
               "not computed: frozen" in details(text))
    expect("plan.html: details before any click", "matmul" not in details(page("plan.html")))
    expect("plan.html: no rate of a group", "lr = 0.1" in text and "frozen: no gradient" in text)
    # the control: an error on the page is seen
    expect("an error on a page is not seen", "data-error" in page(with_script("small.html", "undefined_name()")))
else:
    print("pictures: no chromium: the pages are not opened")

if dot:
    for name in ("small", "plan", "large"):
        done = subprocess.run([dot, "-Tsvg", "-o", folder / f"{name}.svg", folder / f"{name}.dot"],
                              capture_output=True, text=True)
        expect(f"{name}.dot: {done.stderr}", done.returncode == 0 and not done.stderr)
    expect("plan.svg: no node of fc1", "fc1.weight (20, 10)" in (folder / "plan.svg").read_text())
else:
    print("pictures: no dot: the graphs are not rendered")

# Mermaid: every line is a node, an edge between known nodes, or a class
for name in ("small", "plan"):
    lines = (folder / f"{name}.mmd").read_text().splitlines()
    known = {m.group(1) for m in map(re.compile(r'  (n\d+)\["[^"]*"\]:::(kept|frozen|stopped|data|unreached)$').match, lines) if m}
    expect(f"{name}.mmd: no flowchart", lines[0] == "flowchart TD" and known)
    for line in lines[1:]:
        edge = re.fullmatch(r"  (n\d+) --> (n\d+)", line)
        expect(f"{name}.mmd: {line}", edge and {edge[1], edge[2]} <= known if edge else
               re.match(r'  n\d+\["', line) or line.startswith("  classDef "))

print("\n".join(faults) if faults else "pictures: in order")
sys.exit(1 if faults else 0 if chromium or dot else 77)
