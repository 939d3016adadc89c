// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors

// Start-up: stack, FPU, .data, .bss, constructors; then main, whose result is the exit status of
// the emulator.
#include "board.h"

extern unsigned data_load[], data_begin[], data_end[], bss_begin[], bss_end[], stack_end[];
extern void (*init_begin[])(void), (*init_end[])(void);
int main(void);

static __attribute__((noreturn, used)) void start(void) {
    for (unsigned *to = data_begin, *from = data_load; to != data_end;) *to++ = *from++;
    for (unsigned* to = bss_begin; to != bss_end;) *to++ = 0;
    for (void (**init)(void) = init_begin; init != init_end; ++init) (*init)();
    board_exit(main());
}
static __attribute__((noreturn, used)) void fault(void) {
    board_print("fault\n");
    board_exit(99);
}

#if defined(__riscv)
__attribute__((naked, section(".vectors"), used)) void reset(void) {
    __asm volatile(
        ".option arch, +zicsr\n\t"
        "la sp, stack_end\n\tla tp, bss_begin\n\t"
        "la t0, fault\n\tcsrw mtvec, t0\n\t"
        "li t0, 0x2000\n\tcsrs mstatus, t0\n\t"  // mstatus.FS: the FPU is on
        "j start");
}
#else
// A Cortex-M takes stack and start from its vector table.
__attribute__((noreturn)) void reset(void) {
#if defined(__ARM_FP)
    *(volatile unsigned*)0xE000ED88 |= 0xFu << 20;  // CPACR: full access to CP10 and CP11
    __asm volatile("dsb\n\tisb");
#endif
    start();
}
__attribute__((section(".vectors"), used)) static struct {
    unsigned* stack;
    void (*handler[15])(void);
} const vectors = {
    stack_end,
    {reset, fault, fault, fault, fault, fault, 0, 0, 0, 0, fault, fault, 0, fault, fault}};
#endif
