#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the espalier authors
"""Makes digits_images.npy and digits_labels.npy from scikit-learn's digits.csv.gz."""
import argparse

import numpy

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("csv", help=".../sklearn/datasets/data/digits.csv.gz")
arguments = parser.parse_args()
table = numpy.loadtxt(arguments.csv, delimiter=",")
numpy.save("digits_images.npy", table[:, :-1].astype(numpy.float32))
numpy.save("digits_labels.npy", table[:, -1].astype(numpy.int32))
