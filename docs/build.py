#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the espalier authors
"""Makes the sources of the documentation site:  build.py FOLDER [FOLDER_OF_PICTURES]
Pages of docs/ get their code from regions of compiled files (a line `<!-- file:region -->`) and what
programs print (`<!-- output:file -->`); the reference is read from the headers' docstrings. A region
that is missing, or a public header or option without a page, is a fault."""
import pathlib
import re
import shutil
import sys
import textwrap

root = pathlib.Path(__file__).resolve().parent.parent
headers = root / "include" / "espalier"
out = pathlib.Path(sys.argv[1])
pictures = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else None
faults = []
shutil.rmtree(out, ignore_errors=True)
(out / "reference").mkdir(parents=True)


def region(match):
    source, name = match.groups()
    if source == "output":
        if pictures is None:
            return ""
        return "```text\n" + (pictures / name).read_text().rstrip() + "\n```"
    code = (root / source).read_text()
    found = re.search(rf"// \[{name}\]\n(.*?)\s*// \[/{name}\]", code, re.S)
    if not found:
        faults.append(f"docs: there is no region {source}:{name}")
        return ""
    return "```cpp\n" + textwrap.dedent(found.group(1)).strip() + "\n```"


for page in sorted((root / "docs").glob("*.md")):
    text = page.read_text()
    if page.name != "index.md" and "```cpp" in text:
        faults.append(f"{page.name}: code that is no region of a compiled file")
    (out / page.name).write_text(re.sub(r"<!-- ([\w./]+):([\w.]+) -->", region, text))
shutil.copytree(root / "docs" / "pictures", out / "pictures")

keyword = re.compile(r"inline constexpr (?:keyword<tag::\w+>|\w+_t) (\w+)\{\};")
name_of = [re.compile(p, re.S) for p in (
    r"(operator\S+)\(", r"inline constexpr [^=(]*?\b(\w+)\s*(?:=.*)?$", r"\b(?:struct|class|concept|using|enum class)\s+(\w+)",
    r"\b(\w+)\s*\(")]


def public_text(text):
    """Without what stands in a namespace detail, and without private parts of classes."""
    if re.search(r"^namespace espalier::inline ESPALIER_ABI::(detail|kernel)\b", text, re.M):
        return ""
    return re.sub(r"^namespace detail \{.*?^\}  // namespace detail$", "", text, flags=re.S | re.M)


def declarations(text):
    """(docstring, declaration, name) of each documented declaration at namespace level."""
    lines = text.splitlines()
    i = 0
    while i < len(lines):
        if not lines[i].startswith("///"):
            i += 1
            continue
        doc = []
        while i < len(lines) and lines[i].startswith("///"):
            doc.append(lines[i][3:].removeprefix(" "))
            i += 1
        declaration = []
        while i < len(lines) and lines[i].strip() and not lines[i].startswith(("namespace", "#", "///")):
            declaration.append(lines[i])
            i += 1
            if re.search(r"[{;]", declaration[-1]):
                break
        code = re.sub(r"\s*(\{.*)?$", "", "\n".join(declaration)) if declaration else ""
        body = re.sub(r"template\s*<.*?>\s*(requires.*\n)?", "", code, flags=re.S)
        name = next((m.group(1) for p in name_of if (m := p.search(body))), "")
        yield doc, code, name


def markdown(doc):
    """Indented lines of a docstring are formulas."""
    parts = []
    for line in doc:
        formula = line.startswith("    ")
        if not parts or formula != parts[-1][0]:
            parts.append((formula, []))
        parts[-1][1].append(line)
    return "\n\n".join(("\n" if formula else " ").join(lines) for formula, lines in parts)


kinds = {"op": "Operations", "nn": "Layers and losses", "optim": "Optimizers, schedules, groups, trainers",
         "eval": "Evaluating and differentiating", "plan": "Plans", "adapter": "Files, pictures, xtensor",
         "core": "Leaves, shapes, options"}
index = ["# Reference", "", "One page for each header, from the docstrings in it."]
nav = []
for folder, title in kinds.items():
    entries = []
    for path in sorted((headers / folder).glob("*.hpp")):
        text = public_text(path.read_text())
        found = list(declarations(text))
        names = [n for _, c, n in found if c and n]
        listed = keyword.findall(text) if path.name == "keyword.hpp" else []
        if not names and not listed:
            # number_operand.hpp lets ops take literals; users call none of it
            if folder in ("op", "nn") and path.name != "number_operand.hpp" and re.search(r"^inline constexpr|^constexpr auto", text, re.M):
                faults.append(f"{folder}/{path.name}: no public declaration has a docstring")
            continue
        page = [f"# {path.stem}", "", f"`#include <espalier/{folder}/{path.name}>` (part of "
                f"`{'espalier' if folder == 'adapter' else 'core'}.hpp`)", ""]
        for doc, code, name in found:
            if code:
                page += [f"## {name}", "", markdown(doc), "", "```text", code, "```", ""]
            else:
                page += [markdown(doc), ""]
        if listed:
            page += ["## Options and flags", "", *(f"- `es::{n}`" for n in listed), ""]
            declared = set(re.findall(r"inline constexpr (?:keyword<[^>]*>|\w+_t) (\w+)", text))
            faults.extend(f"option {n} has no entry" for n in declared - set(listed))
        sentences = re.findall(r'"(espalier(?:[^"\\]|\\.|"\s*")*)"', path.read_text())
        if sentences:
            page += ["## What does not compile, or is thrown", ""]
            page += ["- " + "`" + re.sub(r'"\s*"', "", s).replace('\\"', '"').strip() + "`" for s in dict.fromkeys(sentences)] + [""]
        test = root / "tests" / folder / (path.stem + ".cpp")
        if test.exists():
            page += [f"Test: `{test.relative_to(root)}`", ""]
        (out / "reference" / f"{folder}_{path.stem}.md").write_text("\n".join(page))
        shown = ", ".join(f"`{n}`" for n in dict.fromkeys(names)) or "`es::lr`, `es::momentum`, ..."
        entries.append(f"- [{path.stem}]({folder}_{path.stem}.md): {shown}")
    index += ["", f"## {title}", "", *entries]
(out / "reference" / "index.md").write_text("\n".join(index) + "\n")
pages = sum(1 for _ in (out / "reference").glob("*.md"))
print("\n".join(faults) if faults else f"docs: {pages} pages of reference")
sys.exit(1 if faults else 0)
