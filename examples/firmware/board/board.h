// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

// What the programs need of the board, as QEMU emulates it: an MPS2 (AN385 with Cortex-M3, AN386
// with M4, AN500 with M7), or `virt` with a 32-bit RISC-V. Text and exit status go by semihosting.
#ifdef __cplusplus
extern "C" {
#endif

void board_print(char const* text);
void board_print_number(unsigned n);
__attribute__((noreturn)) void board_exit(int status);

// A counter, and the instructions that a difference of it means under `-icount shift=8`. The FPGA
// of an MPS2 counts at 25 MHz: an instruction takes 256 ns and a tick 40 ns. QEMU's minstret counts
// ns.
#if defined(__riscv)
static inline unsigned board_ticks(void) {
    unsigned count;
    __asm volatile(".option arch, +zicsr\n\tcsrr %0, minstret" : "=r"(count));
    return count;
}
static inline unsigned board_instructions(unsigned ticks) { return ticks / 256; }
#else
static inline unsigned board_ticks(void) { return *(unsigned const volatile*)0x40028018; }
static inline unsigned board_instructions(unsigned ticks) {
    return (unsigned)(ticks * 40ull / 256);
}
#endif

// The bytes of stack below the caller that `run` touches.
unsigned board_stack_of(void (*run)(void));

#ifdef __cplusplus
}
#endif
