#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the espalier authors
"""Makes the sources of the documentation site.
Pages of docs/ get their code from regions of compiled files (a line `<!-- file:region -->`) and what
programs print (`<!-- output:file -->`); the reference is read from the headers' docstrings. A region
that is missing, a public name without an entry, or a link that leads nowhere, is a fault."""
import argparse
import functools
import pathlib
import re
import shutil
import sys
import textwrap

import headers

root = pathlib.Path(__file__).resolve().parent.parent
headers_root = root / "include" / "espalier"
parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("folder", type=pathlib.Path)
parser.add_argument("pictures", type=pathlib.Path, nargs="?", help="folder of pictures and of what programs print")
arguments = parser.parse_args()
out, pictures = arguments.folder, arguments.pictures
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


def markdown(doc):
    """Indented lines of a docstring are formulas."""
    parts = []
    for line in doc:
        formula = line.startswith("    ")
        if not parts or formula != parts[-1][0]:
            parts.append((formula, []))
        parts[-1][1].append(line)
    return "\n\n".join(("\n" if formula else " ").join(lines) for formula, lines in parts)


def anchor(name):
    """The id of a name's heading: operators are spelt out."""
    return re.sub(r"\W", lambda m: f"-{ord(m.group()):x}", name)


kinds = {"op": "Operations", "nn": "Layers and losses", "optim": "Optimizers, schedules, groups, trainers",
         "eval": "Evaluating and differentiating", "plan": "Plans", "adapter": "Files, pictures, xtensor",
         "core": "Leaves, shapes, options"}
# Types behind functions and objects need no entry of their own where the function or object has one.
always_behind = re.compile(r"\w+_(op|combine|start|tag)$")
behind = re.compile(r"(\w+)_(t|object|schedule|rule)$")
texts = {(f, p.stem): p.read_text() for f in kinds for p in sorted((headers_root / f).glob("*.hpp"))}
parsed = {key: headers.declarations(text) for key, text in texts.items()}
has_page = {key for key, (_, entries) in parsed.items() if any(e.doc for e in entries)}
page_of = {name: f"{f}_{stem}.md#{anchor(name)}" for (f, stem), (_, entries) in parsed.items()
           for e in entries if e.doc for name in e.names}
options = {e.names[0] for e in parsed["core", "keyword"][1] if e.doc and re.match(r"inline constexpr", e.code)}
# each program that must not compile, by the sentence it says first of all
rejects = {p.stem: " ".join(re.search(r"// error: ((?:.*\n// (?!error:))*.*)", p.read_text())[1].replace("\n//", "").split(" error: ")[0].split())
           for p in sorted((root / "tests" / "rejects").glob("*.cpp"))}


def sentences_of(text):
    return [re.sub(r'"\s*"', "", s).replace('\\"', '"').strip()
            for s in re.findall(r'"(espalier(?:[^"\\]|\\.|"\s*")*)"', text)]


@functools.cache
def behind_page(key):
    """The text of a header and of those without a page that it brings along."""
    reached, left = {key}, [key]
    while left:
        for found in re.findall(r"#include <espalier/(op|nn|optim|eval)/(\w+)\.hpp>", texts[left.pop()]):
            if found not in has_page and found not in reached:
                reached.add(found)
                left.append(found)
    return "\n".join(texts[k] for k in sorted(reached, key=lambda k: k != key))


def options_of(text):
    named = {o for o in options if re.search(rf"\btag::{o}\b|\b{o}_t\b", text)}
    return [f"[{o}](core_keyword.md#{anchor(o)})" for o in sorted(named)]


def member(code):
    """A member on one line, without its value or initialisers."""
    line = " ".join(code.replace("ESPALIER_INLINE ", "").split())
    return re.sub(r"( = .*| ?\{.*)$", "", line) if "(" not in line.split(" = ")[0] else re.sub(r" ?\{.*$", "", line)


def takers(option):
    """The pages whose header, or what it brings along, knows an option."""
    return [f"[{stem}]({folder}_{stem}.md)" for folder, stem in parsed if (folder, stem) in has_page and stem not in ("options", "rule", "carry")
            and folder in ("op", "nn", "optim", "eval") and re.search(rf"\btag::{option}\b|\b{option}_t\b", behind_page((folder, stem)))]


def page_of_header(key):
    folder, stem = key
    about, entries = parsed[key]
    umbrella = "`espalier.hpp`" if folder == "adapter" else "`core.hpp`"
    part = f"part of {umbrella}" if f"{folder}/{stem}.hpp" in umbrellas else "include it by name"
    page = [f"# {stem}", "", f"`#include <espalier/{folder}/{stem}.hpp>` ({part})", "", markdown(about), ""]
    seen = set()
    documented = [e for e in entries if e.doc]
    is_type = lambda e: bool(always_behind.fullmatch(e.names[0]) or behind.fullmatch(e.names[0]))
    for e in sorted(documented, key=is_type):
        new = [n for n in dict.fromkeys(e.names) if n not in seen]
        if new:
            page += [f"## {new[0].replace('*', chr(92) + '*').replace('<', '&lt;')} {{#{anchor(new[0])}}}", ""]
            page += [f'<a id="{anchor(n)}"></a>' for n in new[1:]] + [""]
        seen.update(new)
        page += [markdown(e.doc), ""]
        if key == ("core", "keyword") and e.names[0] in options:
            page += ["Of " + ", ".join(takers(e.names[0])) + ".", ""]
        else:
            page += ["```text", e.code, "```", ""]
        page += [f"- `{member(code)}`: {markdown(doc)}" for doc, code in e.members] + [""]
    if key == ("core", "keyword"):
        return page
    text = behind_page(key)
    if folder in ("op", "nn", "optim", "eval") and options_of(text):
        page += ["## Options", "", ", ".join(options_of(text)), ""]
    if said := list(dict.fromkeys(sentences_of(text))):
        page += ["## What does not compile, or is thrown", "", *(f"- `{s}`" for s in said), ""]
        tests = [name for name, expected in rejects.items() if any(expected in s for s in said)]
        if tests:
            page += ["Programs: " + ", ".join(f"`tests/rejects/{t}.cpp`" for t in tests), ""]
    made_of = [f"[{s}]({f}_{s}.md)" for f, s in re.findall(r"#include <espalier/(op|nn)/(\w+)\.hpp>", texts[key]) if (f, s) in has_page]
    if folder in ("op", "nn") and made_of:
        page += ["Made with: " + ", ".join(made_of), ""]
    test = root / "tests" / folder / (stem + ".cpp")
    page += [f"Source: `include/espalier/{folder}/{stem}.hpp`" + (f"; test: `{test.relative_to(root)}`" if test.exists() else ""), ""]
    return page


umbrellas = set(re.findall(r"<espalier/([\w/]+\.hpp)>", (headers_root / "core.hpp").read_text() +
                           (headers_root / "espalier.hpp").read_text()))
index = ["# Reference", "", "One page for each header, from the docstrings in it; [all names](names.md)."]
for folder, title in kinds.items():
    entries = []
    for key in (k for k in parsed if k[0] == folder):
        for e in parsed[key][1]:
            for name in e.names:
                stem = behind.fullmatch(name)
                if name not in page_of and name != "hana" and not always_behind.fullmatch(name) and \
                        not (stem and stem[1] in page_of):
                    faults.append(f"{folder}/{key[1]}.hpp: '{name}' has no docstring, so no entry in the reference")
        if key in has_page:
            (out / "reference" / f"{folder}_{key[1]}.md").write_text("\n".join(page_of_header(key)))
            names = dict.fromkeys(n for e in parsed[key][1] if e.doc for n in e.names)
            entries.append(f"- [{key[1]}]({folder}_{key[1]}.md): " + ", ".join(f"`{n}`" for n in names))
    index += ["", f"## {title}", "", *entries]
(out / "reference" / "index.md").write_text("\n".join(index) + "\n")
letters = {}
for name in sorted(page_of, key=str.lower):
    letters.setdefault(name[0].upper() if name[0].isalpha() else "operators", []).append(f"[`{name}`]({page_of[name]})")
(out / "reference" / "names.md").write_text("# All names\n\n" + "\n\n".join(
    f"**{letter}** " + ", ".join(links) for letter, links in letters.items()) + "\n")

# Links within the site: the page is there, and has the heading.
for page in sorted(out.glob("**/*.md")):
    for target, fragment in re.findall(r"\]\((?!https?:)([^)#\s]*)(?:#([^)\s]*))?\)",
                                       re.sub(r"^```.*?^```$|`[^`\n]*`(?!\])", "", page.read_text(), flags=re.S | re.M)):
        to = (page.parent / target).resolve() if target else page
        if not to.exists():
            faults.append(f"{page.relative_to(out)}: there is no {target}")
        elif fragment and to.suffix == ".md" and not re.search(
                rf'\{{#{re.escape(fragment)}\}}|id="{re.escape(fragment)}"', to.read_text()):
            faults.append(f"{page.relative_to(out)}: {target} has no heading {fragment}")
print("\n".join(faults) if faults else f"docs: {len(has_page)} pages of reference, {len(page_of)} names")
sys.exit(1 if faults else 0)
