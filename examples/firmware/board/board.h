// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

// What the programs need of the board: an MPS2 (AN385 with Cortex-M3, AN386 with M4, AN500 with M7)
// as QEMU emulates it. Text and exit status go by semihosting.
#ifdef __cplusplus
extern "C" {
#endif

void board_print(char const* text);
void board_print_number(unsigned n);
__attribute__((noreturn)) void board_exit(int status);

// The 25 MHz counter of the FPGA. Under `-icount shift=8,align=off,sleep=off` an instruction takes
// 256 ns and a tick 40 ns.
static inline unsigned board_ticks(void) { return *(unsigned const volatile*)0x40028018; }
static inline unsigned board_instructions(unsigned ticks) {
    return (unsigned)(ticks * 40ull / 256);
}

// The bytes of stack below the caller that `run` touches.
unsigned board_stack_of(void (*run)(void));

#ifdef __cplusplus
}
#endif
