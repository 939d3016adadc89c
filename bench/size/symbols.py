# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the espalier authors
"""Fails if a firmware contains what a library for microcontrollers must not bring along."""
import re
import subprocess
import sys

FORBIDDEN = re.compile(
    r"^(_?malloc|_?free|_?realloc|_?calloc|_?malloc_r|_?free_r|_?sbrk|_?sbrk_r|_Zn[wa].*|_Zd[la].*"  # heap
    r"|__cxa_.*|_Unwind_.*|__gxx_personality.*|_ZT[ISV].*|_ZGV.*|__dynamic_cast"  # exceptions, RTTI, guards
    r"|atexit|__aeabi_atexit|_ZNSt.*stream.*|_ZNSt8ios_base.*"
    r"|__aeabi_d.*|__aeabi_f2d|__aeabi_[iu]i?2d|__(add|sub|mul|div)df3|__extendsfdf2|__truncdfsf2"  # soft double
    r"|_GLOBAL__sub_I.*)$")

symbols = subprocess.run(["arm-none-eabi-nm", sys.argv[1]], check=True, capture_output=True, text=True).stdout
found = [line.split()[-1] for line in symbols.splitlines() if FORBIDDEN.match(line.split()[-1])]
sections = subprocess.run(["arm-none-eabi-size", "-A", sys.argv[1]], check=True, capture_output=True, text=True).stdout
for line in sections.splitlines():
    words = line.split()
    if words and words[0] == ".init_array" and int(words[1]) > 0:
        found.append("global constructors")
if len(symbols.splitlines()) < 10:
    found.append("no symbols at all: is this a program?")
for name in found:
    print(name)
sys.exit(1 if found else 0)
