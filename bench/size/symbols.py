# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the espalier authors
"""Fails if a firmware contains what a library for microcontrollers must not bring along."""
import argparse
import re
import subprocess
import sys

FORBIDDEN = {
    "heap": r"_?(malloc|free|realloc|calloc|sbrk|malloc_r|free_r|sbrk_r)|_Zn[wa].*|_Zd[la].*",
    "exceptions, RTTI, guards": r"__cxa_.*|_Unwind_.*|__gxx_personality.*|_ZT[ISV].*|_ZGV.*|__dynamic_cast",
    "functions at exit": r"atexit|__aeabi_atexit",
    "streams": r"_ZNSt.*stream.*|_ZNSt8ios_base.*",
    "soft double": r"__aeabi_d.*|__aeabi_f2d|__aeabi_[iu]i?2d|__(add|sub|mul|div)df3|__extendsfdf2|__truncdfsf2",
    "global constructors": r"_GLOBAL__sub_I.*",
}


parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("binutils")
parser.add_argument("elf")
given = parser.parse_args()


def run(tool, *arguments):
    return subprocess.run([given.binutils + tool, *arguments, given.elf], check=True, capture_output=True,
                          text=True).stdout.splitlines()


names = [line.split()[-1] for line in run("nm")]
found = {(kind, name) for name in names for kind, pattern in FORBIDDEN.items() if re.fullmatch(pattern, name)}
for words in map(str.split, run("size", "-A")):
    if words and words[0] == ".init_array" and int(words[1]) > 0:
        found.add(("global constructors", ".init_array"))
if len(names) < 10:
    found.add(("no symbols", "is this a program?"))
for kind, name in sorted(found):
    print(f"{kind}: {name}")
sys.exit(1 if found else 0)
