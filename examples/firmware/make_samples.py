# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the espalier authors
"""Writes a header of digits for a device."""
import argparse
import struct


def load(path, code):
    """The shape's first extent and the elements of a little-endian .npy file of version 1."""
    with open(path, "rb") as file:
        raw = file.read()
    start = 10 + struct.unpack_from("<H", raw, 8)[0]
    return [number for number, in struct.iter_unpack("<" + code, raw[start:])]


parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("data", help="folder of the digits")
parser.add_argument("header", help="file that is written")
arguments = parser.parse_args()
folder, header = arguments.data, arguments.header
pixels = load(folder + "/digits_images.npy", "f")
labels = load(folder + "/digits_labels.npy", "i")


def array(name, first, count):
    rows = ["    {" + ", ".join(str(int(p)) for p in pixels[64 * i:64 * i + 64]) + f", {labels[i]}" + "},"
            for i in range(first, first + count)]
    return (f"// 64 grey levels from 0 to 16, and the digit\ninline constexpr unsigned char {name}[{count}][65] = {{\n"
            + "\n".join(rows) + "\n};\n")


with open(header, "w", encoding="ascii") as file:
    file.write("#pragma once\n" + array("training_samples", 1000, 300) + array("test_samples", 1300, 200))
