#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the espalier authors
"""Writes the seeds of the fuzzer: good files and hostile ones.
The first byte of each chooses the reader: 0 .npz, 1 .safetensors, 2 .npy."""
import argparse
import io
import json
import pathlib
import struct
import zipfile

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("folder", type=pathlib.Path)
arguments = parser.parse_args()
folder = arguments.folder
folder.mkdir(parents=True, exist_ok=True)


def seed(kind, name, content):
    (folder / name).write_bytes(bytes([kind]) + content)


def npy(descr="<f4", shape="(2, 3)", order="False", data=b"\0\0\x80\x3f" * 6, version=1, length=None):
    header = f"{{'descr': '{descr}', 'fortran_order': {order}, 'shape': {shape}, }}"
    start = 10 if version == 1 else 12
    header = header.ljust((start + len(header)) // 64 * 64 + 63 - start) + "\n"
    size = len(header) if length is None else length
    packed = struct.pack("<H", size) if version == 1 else struct.pack("<I", size)
    return b"\x93NUMPY" + bytes([version, 0]) + packed + header.encode() + data


def npz(entries, method=zipfile.ZIP_STORED, force_zip64=False):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as z:
        for name, content in entries:
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type = method
            with z.open(info, "w", force_zip64=force_zip64) as f:
                f.write(content)
    return out.getvalue()


def safetensors(header, data, length=None):
    text = header if isinstance(header, str) else json.dumps(header)
    return struct.pack("<Q", len(text) if length is None else length) + text.encode() + data


weight, bias = npy(), npy(shape="(2,)", data=b"\0\0\x80\x3f" * 2)
good = [("fc1.weight.npy", weight), ("fc1.bias.npy", bias)]
seed(0, "npz_good", npz(good))
seed(0, "npz_one_empty", npz([("a.npy", npy(shape="(0, 5)", data=b""))]))
seed(0, "npz_scalar", npz([("a.npy", npy("<f8", "()", data=b"\0" * 8))]))
seed(0, "npz_compressed", npz(good, zipfile.ZIP_DEFLATED))
seed(0, "npz_zip64", npz(good, force_zip64=True))
import warnings
warnings.simplefilter("ignore")
seed(0, "npz_twice", npz([good[0], good[0]]))
bad = bytearray(npz(good))
at = bad.rfind(b"PK\x01\x02")
bad[at + 20:at + 28] = b"\xff" * 8
seed(0, "npz_huge_sizes", bytes(bad))
bad = bytearray(npz(good))
bad[bad.rfind(b"PK\x05\x06") + 8:bad.rfind(b"PK\x05\x06") + 12] = b"\xff" * 4
seed(0, "npz_many_entries", bytes(bad))

tensor = {"dtype": "F32", "shape": [2, 3], "data_offsets": [0, 24]}
both = {"fc1.weight": tensor, "fc1.bias": {"dtype": "F32", "shape": [2], "data_offsets": [24, 32]}}
seed(1, "safetensors_good", safetensors({"__metadata__": {"format": "pt"}, **both}, b"\0\0\x80\x3f" * 8))
seed(1, "safetensors_escapes", safetensors('{"a\\u002eb\\n":{"dtype":"U32","shape":[],"data_offsets":[0,4]}}', b"\0" * 4))
seed(1, "safetensors_overflow", safetensors({"a": {"dtype": "F64", "shape": [2 ** 61, 2 ** 61], "data_offsets": [0, 8]}}, b"\0" * 8))
seed(1, "safetensors_huge_header", safetensors(both, b"\0" * 32, length=2 ** 63))
seed(1, "safetensors_overlap", safetensors({"a": tensor, "b": tensor}, b"\0" * 24))
seed(1, "safetensors_twice", safetensors('{"a":' + json.dumps(tensor) + ',"a":' + json.dumps(tensor) + "}", b"\0" * 24))
seed(1, "safetensors_deep", safetensors('{"a":' * 60, b""))

seed(2, "npy_good", weight)
seed(2, "npy_version2", npy(version=2))
seed(2, "npy_big_endian", npy(">f4"))
seed(2, "npy_columns", npy(order="True"))
seed(2, "npy_overflow", npy(shape="(4294967296, 4294967296, 4)"))
seed(2, "npy_long_shape", npy(shape="(" + "1, " * 60 + ")"))
seed(2, "npy_huge_header", npy(version=2, length=2 ** 32 - 1))
seed(2, "npy_other_type", npy("<i8"))
