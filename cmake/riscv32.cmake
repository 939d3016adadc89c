# Toolchain file for bare-metal 32-bit RISC-V with picolibc. The processor is a matter of each target:
# see the function espalier_firmware in examples/firmware/board/board.cmake.
set(CMAKE_SYSTEM_NAME Generic)
set(CMAKE_SYSTEM_PROCESSOR riscv32)
set(CMAKE_C_COMPILER riscv64-unknown-elf-gcc)
set(CMAKE_CXX_COMPILER riscv64-unknown-elf-g++)
set(CMAKE_TRY_COMPILE_TARGET_TYPE STATIC_LIBRARY)
# Debian's compiler comes without the headers of libstdc++; those of the same release for ARM serve,
# of which the core only uses what does not depend on the processor.
set(ESPALIER_LIBSTDCXX /usr/include/newlib/c++/12.2.1 CACHE PATH "Headers of libstdc++")
set(picolibc /usr/lib/picolibc/riscv64-unknown-elf/picolibc.specs)
set(CMAKE_C_FLAGS_INIT "--specs=${picolibc} -ffunction-sections -fdata-sections")
set(CMAKE_CXX_FLAGS_INIT "--specs=${picolibc} -ffunction-sections -fdata-sections -fno-exceptions -fno-rtti -fno-threadsafe-statics -fno-use-cxa-atexit -isystem ${ESPALIER_LIBSTDCXX} -isystem ${ESPALIER_LIBSTDCXX}/arm-none-eabi")
