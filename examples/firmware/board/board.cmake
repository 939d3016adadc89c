# Programs for the boards that QEMU emulates: MPS2 with a Cortex-M, `virt` with a 32-bit RISC-V.
set(board ${CMAKE_CURRENT_LIST_DIR})

# firmware_cpus: for which the example is built; measured_cpu: on which sizes are compared.
if(CMAKE_SYSTEM_PROCESSOR STREQUAL "arm")
    find_program(QEMU_SYSTEM qemu-system-arm REQUIRED)
    set(firmware_cpus cortex-m0plus cortex-m3 cortex-m4 cortex-m7)
    set(measured_cpu cortex-m4)
    set(flags_cortex-m0plus -mcpu=cortex-m0plus -mfloat-abi=soft)
    set(flags_cortex-m3 -mcpu=cortex-m3 -mfloat-abi=soft)
    set(flags_cortex-m4 -mcpu=cortex-m4 -mfpu=fpv4-sp-d16 -mfloat-abi=hard)
    set(flags_cortex-m7 -mcpu=cortex-m7 -mfpu=fpv5-sp-d16 -mfloat-abi=hard)
    # QEMU has no board with an M0+; its instructions are a part of the M3's.
    set(machine_cortex-m0plus mps2-an385)
    set(machine_cortex-m3 mps2-an385)
    set(machine_cortex-m4 mps2-an386)
    set(machine_cortex-m7 mps2-an500)
    set(link_options -mthumb --specs=nano.specs --specs=nosys.specs -T ${board}/mps2.ld)
else()
    find_program(QEMU_SYSTEM qemu-system-riscv32 REQUIRED)
    set(firmware_cpus rv32imac rv32imafc)
    set(measured_cpu rv32imafc)
    set(flags_rv32imac -march=rv32imac -mabi=ilp32)
    set(flags_rv32imafc -march=rv32imafc -mabi=ilp32f)
    set(machine_rv32imac virt -bios none)
    set(machine_rv32imafc virt -bios none)
    # picolibc alone: there is no libstdc++ that the driver could link
    set(link_options -nodefaultlibs -Wl,--no-warn-rwx-segments -T ${board}/virt.ld)
    set(link_libraries c m gcc)
endif()
# binutils of the compiler: ${binutils}nm
string(REGEX REPLACE "g\\+\\+$" "" binutils ${CMAKE_CXX_COMPILER})

# espalier_firmware(target cpu): flags, start-up and linker script.
function(espalier_firmware target cpu)
    target_sources(${target} PRIVATE ${board}/start.c ${board}/board.c)
    target_include_directories(${target} PRIVATE ${board})
    target_compile_features(${target} PRIVATE cxx_std_20)
    target_compile_options(${target} PRIVATE ${flags_${cpu}})
    target_link_options(${target} PRIVATE ${flags_${cpu}} -nostartfiles -L ${board} ${link_options}
        -Wl,--gc-sections -Wl,-Map=$<TARGET_FILE:${target}>.map)
    target_link_libraries(${target} PRIVATE ${link_libraries})
endfunction()
# The command that runs a program of a processor: its exit status is that of main.
function(espalier_qemu_command result cpu)
    set(${result} ${QEMU_SYSTEM} -M ${machine_${cpu}} -icount shift=8,align=off,sleep=off
        -display none -serial null -monitor null -semihosting-config enable=on,target=native -kernel
        PARENT_SCOPE)
endfunction()
