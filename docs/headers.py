# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the espalier authors
"""What a header declares for users: everything in namespace espalier (and its `adl`), not in `detail`
or `kernel`, with the docstrings (`///`) in front of declarations."""
import dataclasses
import re

HIDDEN, PUBLIC, CLASS, PRIVATE, BLOCK = range(5)
token = re.compile(r'(?P<doc>///[^\n]*)|(?P<comment>//[^\n]*|/\*.*?\*/|^[ \t]*#(?:[^\n]*\\\n)*[^\n]*)'
                   r'|(?P<string>R?"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\')|(?P<blank>\n[ \t]*\n)|(?P<space>\s+)'
                   r'|(?P<word>\w+|.)', re.S | re.M)
namespace_head = re.compile(r"(?:inline )?namespace ([\w:\s]*)$")
opened = {"espalier", "inline ESPALIER_ABI", "ESPALIER_ABI", "adl"}
value_head = re.compile(r"^\s*(template\s*<[^()]*>\s*)?inline constexpr [^(]*[\w>]$|\brequires\s*(\([^()]*\)\s*)?$")
attribute = re.compile(r"__attribute__\(\(.*?\)\)|ESPALIER_INLINE(_LAMBDA)?|\[\[\w+\]\]")


@dataclasses.dataclass
class Entry:
    doc: list
    code: str
    names: list
    members: list


def name_of(code):
    code = attribute.sub("", code)
    code = re.sub(r"template\s*<(?:[^<>]|<(?:[^<>]|<[^<>]*>)*>)*>\s*", "", code)
    code = re.sub(r"^\s*requires requires\s*(\([^()]*\)\s*)?\{.*?\}\n|^\s*requires\b[^\n]*\n", "", code.strip() + "\n", flags=re.S)
    code = re.sub(r"requires\s*\((?:[^()]|\([^()]*\))*\)\s*", "", code).strip()
    if found := re.match(r'[^(]*?(operator\s*(?:""\s*\w+|\(\)|\W+))\s*\(', code):
        return found.group(1).strip()
    if found := re.match(r"(?:struct|class|enum class|concept|using|namespace)\s+(\w+)", code):
        return found.group(1)
    code = re.sub(r"\s*(=.*|\{.*)$", "", code, flags=re.S) if code.startswith("inline constexpr") else code
    found = re.match(r"[^(]*?(\w+)\s*\(", code) or re.match(r"[^(]*?(\w+)\s*(?:<.*>)?$", code, re.S)
    return found.group(1) if found else ""


def declarations(text):
    """(docstring of the header, its entries)."""
    scopes, about, entries = [], [], []
    doc, head, parens, glued = [], "", 0, False

    def finish(brace):
        nonlocal doc, head
        code, kept, inside = re.sub(r"[ \t]+\n", "\n", head).strip(), doc, scopes[-1] if scopes else None
        doc, head = [], ""
        # friends, assertions and what a macro or a label left over have no names
        named = re.search(r"\w", code) and not re.match(r"(static_assert|friend|extern|using \w+::|\}|public:|using namespace)", code)
        if found := namespace_head.match(re.sub(r"\s+", " ", code)):
            parts = [p.strip() for p in found.group(1).split("::") if p.strip()]
            about.extend(kept)
            return PUBLIC if all(p in opened for p in parts) and inside in (None, PUBLIC) else HIDDEN
        if inside == PUBLIC and named and "::" not in name_of_scope(code):
            if not kept and glued and entries:
                entries[-1].names.append(name_of(code))
                entries[-1].code += "\n" + code
            else:
                entries.append(Entry(kept, code, [name_of(code)], []))
            if brace and re.search(r"\b(struct|class)\b(?![^<]*>)", re.sub(r"template\s*<.*?>\s*(?=\w)", "", code, flags=re.S)):
                return CLASS
        elif inside == CLASS and kept and named and entries:
            entries[-1].members.append((kept, code))
        return BLOCK

    for found in token.finditer(text):
        kind, part = found.lastgroup, found.group()
        open_scope = not scopes or scopes[-1] in (PUBLIC, CLASS)
        if kind == "doc":
            if open_scope and not head.strip():
                doc.append(part[3:].removeprefix(" "))
        elif kind == "comment":
            pass
        elif kind == "blank":
            glued = False
            if not head.strip():
                doc = []
            elif open_scope:
                head += "\n"
        elif kind == "word" and part in "([":
            parens, head = parens + 1, head + part
        elif kind == "word" and part in ")]":
            parens, head = parens - 1, head + part
        elif kind == "word" and part == "{" and (parens or value_head.search(head)):
            parens, head = parens + 1, head + part  # braces of a value
        elif kind == "word" and part == "}" and parens:
            parens, head = parens - 1, head + part
        elif kind == "word" and part == "{":
            scopes.append(finish(True))
            glued = False
        elif kind == "word" and part == "}":
            if scopes:
                scopes.pop()
            doc, head = [], ""
        elif kind == "word" and part == ";" and not parens:
            finish(False)
            glued = True
        elif kind == "word" and part == ":" and head.strip() in ("private", "public", "protected"):
            if scopes and scopes[-1] in (CLASS, PRIVATE):
                scopes[-1] = CLASS if head.strip() == "public" else PRIVATE
            doc, head = [], ""
        else:
            head += part
    return about, entries


def name_of_scope(code):
    """The qualified name that a definition out of its class has."""
    found = re.match(r"[^(]*?([\w:<>]+)\s*\(", code)
    return found.group(1) if found and "operator" not in code else ""
