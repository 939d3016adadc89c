#!/usr/bin/env bash
# Installs what the library, its tests and examples need on Debian 12. Run twice, it does no harm.
#   ./setup.sh              compilers, CMake, Boost.Hana, xtensor, xsimd, Catch2
#   ./setup.sh firmware     also the ARM cross-compiler and QEMU
#   ./setup.sh riscv        also the RISC-V cross-compiler, picolibc and QEMU
#   ./setup.sh neon         also cross-compilers for ARM Linux and QEMU's user mode
#   ./setup.sh pytorch      also PyTorch, which loads what an example saved
#   ./setup.sh mpi          also Open MPI
#   ./setup.sh docs         also MkDocs, Graphviz, Chromium, libFuzzer
#   ./setup.sh habits       also clang-format 19, clang-tidy, pre-commit
#   ./setup.sh bench        also Google Benchmark, Eigen, OpenBLAS
#   ./setup.sh peers        also libtorch and Ceres, for the benchmarks
set -euo pipefail

packages=(g++ clang-16 cmake ninja-build libboost1.81-dev libxtensor-dev libxsimd-dev catch2 python3 valgrind)
for set in "$@"; do
    case "$set" in
        docs) packages+=(mkdocs graphviz chromium libclang-rt-16-dev pkg-config) ;;
        firmware) packages+=(gcc-arm-none-eabi libstdc++-arm-none-eabi-newlib qemu-system-arm) ;;
        riscv) packages+=(gcc-riscv64-unknown-elf picolibc-riscv64-unknown-elf libstdc++-arm-none-eabi-newlib qemu-system-misc) ;;
        neon) packages+=(g++-aarch64-linux-gnu g++-arm-linux-gnueabihf qemu-user) ;;
        pytorch) packages+=(python3-torch) ;;
        mpi) packages+=(libopenmpi-dev openmpi-bin) ;;
        bench) packages+=(libbenchmark-dev libeigen3-dev libopenblas-dev) ;;
        peers) packages+=(libtorch-dev libceres-dev) ;;
        habits) packages+=(clang-format-19 clang-tidy-16 pre-commit) ;;
        *) echo "setup.sh: unknown set '$set' (docs, firmware, riscv, neon, pytorch, mpi, bench, peers, habits)" >&2; exit 2 ;;
    esac
done

as_root=()
[ "$(id -u)" -eq 0 ] || as_root=(sudo)

missing=()
for package in "${packages[@]}"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing+=("$package")
done
if [ "${#missing[@]}" -eq 0 ]; then
    echo "setup.sh: everything is installed"
    exit 0
fi
echo "setup.sh: installing ${missing[*]}"
"${as_root[@]}" apt-get update -qq
for package in "${missing[@]}"; do
    candidate=$(apt-cache policy "$package" | sed -n 's/^ *Candidate: *//p')
    if [ -z "$candidate" ] || [ "$candidate" = "(none)" ]; then
        echo "setup.sh: the distribution has no package '$package'" >&2
        exit 1
    fi
done
DEBIAN_FRONTEND=noninteractive "${as_root[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
echo "setup.sh: done"
