#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the espalier authors
"""Makes digits_images.npy and digits_labels.npy from scikit-learn's digits.csv.gz.

    make_digits.py .../sklearn/datasets/data/digits.csv.gz
"""
import sys

import numpy

table = numpy.loadtxt(sys.argv[1], delimiter=",")
numpy.save("digits_images.npy", table[:, :-1].astype(numpy.float32))
numpy.save("digits_labels.npy", table[:, -1].astype(numpy.int32))
