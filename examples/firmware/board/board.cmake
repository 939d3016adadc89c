# Programs for the MPS2 boards that QEMU emulates.
find_program(QEMU_SYSTEM_ARM qemu-system-arm REQUIRED)
set(board ${CMAKE_CURRENT_LIST_DIR})

set(flags_cortex-m0plus -mcpu=cortex-m0plus -mfloat-abi=soft)
set(flags_cortex-m3 -mcpu=cortex-m3 -mfloat-abi=soft)
set(flags_cortex-m4 -mcpu=cortex-m4 -mfpu=fpv4-sp-d16 -mfloat-abi=hard)
set(flags_cortex-m7 -mcpu=cortex-m7 -mfpu=fpv5-sp-d16 -mfloat-abi=hard)
# QEMU has no board with an M0+; its instructions are a part of the M3's.
set(machine_cortex-m0plus mps2-an385)
set(machine_cortex-m3 mps2-an385)
set(machine_cortex-m4 mps2-an386)
set(machine_cortex-m7 mps2-an500)

# espalier_cortex_m(target cpu): flags, start-up and linker script for a program on an MPS2 board.
function(espalier_cortex_m target cpu)
    target_sources(${target} PRIVATE ${board}/start.c ${board}/board.c)
    target_include_directories(${target} PRIVATE ${board})
    target_compile_features(${target} PRIVATE cxx_std_20)
    target_compile_options(${target} PRIVATE ${flags_${cpu}})
    target_link_options(${target} PRIVATE ${flags_${cpu}} -mthumb -nostartfiles --specs=nano.specs
        --specs=nosys.specs -T ${board}/mps2.ld -Wl,--gc-sections
        -Wl,-Map=$<TARGET_FILE:${target}>.map)
endfunction()
# The command that runs a program of a processor: its exit status is that of main.
function(espalier_qemu_command result cpu)
    set(${result} ${QEMU_SYSTEM_ARM} -M ${machine_${cpu}} -icount shift=8,align=off,sleep=off
        -display none -serial null -monitor null -semihosting-config enable=on,target=native -kernel
        PARENT_SCOPE)
endfunction()

