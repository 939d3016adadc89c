# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the espalier authors
"""Runs the Conan recipe with the names that it imports replaced, and a program against what it packages."""
import argparse
import fnmatch
import importlib.util
import pathlib
import shutil
import subprocess
import sys
import types

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("source", type=pathlib.Path)
parser.add_argument("version")
parser.add_argument("compiler")
parser.add_argument("work", type=pathlib.Path)
arguments = parser.parse_args()
source, version, compiler, work = arguments.source, arguments.version, arguments.compiler, arguments.work


def copy(recipe, pattern, src, dst):
    found = [p for p in pathlib.Path(src).rglob("*") if p.is_file() and fnmatch.fnmatch(str(p.relative_to(src)), pattern)]
    assert found, f"the recipe copies '{pattern}' and there is none"
    for path in found:
        to = pathlib.Path(dst) / path.relative_to(src)
        to.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, to)


class Recorder:
    """Takes any call and any attribute."""
    def __getattr__(self, name):
        setattr(self, name, Recorder())
        return self.__dict__[name]

    def __call__(self, *arguments, **options):
        return Recorder()


class ConanFile:
    def __init__(self):
        self.needs = []
        self.info, self.cpp_info = Recorder(), Recorder()

    def requires(self, reference, **options):
        self.needs.append(reference.split("/")[0])


def module(name, **content):
    sys.modules[name] = types.ModuleType(name)
    sys.modules[name].__dict__.update(content)


for name in ("conan.tools", "conan"):
    module(name)
sys.modules["conan"].ConanFile = ConanFile
module("conan.tools.build", check_min_cppstd=lambda recipe, standard: None)
module("conan.tools.files", copy=copy, load=lambda recipe, path: pathlib.Path(path).read_text())
module("conan.tools.layout", basic_layout=lambda recipe, **options: None)
spec = importlib.util.spec_from_file_location("conanfile", source / "packaging" / "conan" / "conanfile.py")
conanfile = importlib.util.module_from_spec(spec)
spec.loader.exec_module(conanfile)

shutil.rmtree(work, ignore_errors=True)
recipe = conanfile.Espalier()
recipe.export_sources_folder = recipe.source_folder = work / "export"
recipe.package_folder = work / "package"
recipe.set_version()
assert recipe.version == version, f"the recipe is of version {recipe.version}, the library of {version}"
for step in ("export_sources", "layout", "requirements", "validate", "package_id", "package", "package_info"):
    getattr(recipe, step)()
assert sorted(recipe.needs) == ["boost", "xsimd", "xtensor"], recipe.needs
assert (work / "package" / "licenses" / "LICENSE").exists()
program = work / "consumer"
subprocess.run([compiler, "-std=c++20", "-I", work / "package" / "include",
                source / "tests" / "package" / "consumer" / "main.cpp", "-o", program], check=True)
subprocess.run([program], check=True)
