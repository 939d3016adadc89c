#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the espalier authors
"""Every link, picture, script and style of the built site is in it, headings included."""
import argparse
import html
import pathlib
import re
import sys
import urllib.parse

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("site", type=pathlib.Path)
arguments = parser.parse_args()
site = arguments.site.resolve()
pages = {page: page.read_text() for page in site.glob("**/*.html") if page.name != "404.html"}
ids = {page: set(re.findall(r'\sid="([^"]*)"', text)) for page, text in pages.items()}
faults, followed = set(), 0
for page, text in pages.items():
    for link in re.findall(r'\s(?:href|src)="([^"]*)"', text):
        url = urllib.parse.urlsplit(html.unescape(link))
        if url.scheme or url.netloc:
            continue
        followed += 1
        target = (page.parent / urllib.parse.unquote(url.path)).resolve() if url.path else page
        fragment = urllib.parse.unquote(url.fragment)
        if not target.is_file():
            faults.add(f"{page.relative_to(site)}: there is no {link}")
        elif fragment and target in ids and fragment not in ids[target]:
            faults.add(f"{page.relative_to(site)}: {link} has no such heading")
    for loaded in re.findall(r'<(?:script|link|img)\b[^>]*?(?:href|src)="(https?:[^"]*)"', text):
        faults.add(f"{page.relative_to(site)}: loads {loaded} from elsewhere")
print("\n".join(sorted(faults)) if faults else f"site: {len(pages)} pages, {followed} links")
sys.exit(1 if faults or not followed else 0)
