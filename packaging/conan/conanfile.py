# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the espalier authors
"""Conan 2:  conan create packaging/conan"""
import os
import re

from conan import ConanFile
from conan.tools.build import check_min_cppstd
from conan.tools.files import copy, load
from conan.tools.layout import basic_layout

root = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")


class Espalier(ConanFile):
    name = "espalier"
    description = "Static automatic differentiation with pruned gradients, header-only, C++20"
    license = "MIT"
    package_type = "header-library"
    settings = "os", "arch", "compiler", "build_type"
    no_copy_source = True

    def set_version(self):
        text = load(self, os.path.join(root, "include", "espalier", "core", "config.hpp"))
        self.version = re.search(r'version = "([\d.]+)"', text).group(1)

    def export_sources(self):
        copy(self, "include/*", root, self.export_sources_folder)
        copy(self, "LICENSE", root, self.export_sources_folder)

    def layout(self):
        basic_layout(self, src_folder=".")

    def requirements(self):
        self.requires("boost/[>=1.74]", options={"header_only": True})
        self.requires("xtensor/[>=0.24]")
        self.requires("xsimd/[>=8]")

    def validate(self):
        check_min_cppstd(self, 20)

    def package_id(self):
        self.info.clear()

    def package(self):
        copy(self, "include/*", self.source_folder, self.package_folder)
        copy(self, "LICENSE", self.source_folder, os.path.join(self.package_folder, "licenses"))

    def package_info(self):
        self.cpp_info.bindirs = []
        self.cpp_info.libdirs = []
        self.cpp_info.set_property("cmake_file_name", "espalier")
        self.cpp_info.set_property("cmake_target_name", "espalier::espalier")
