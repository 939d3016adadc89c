// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "board.h"

#if defined(__riscv)
static unsigned semihosting(unsigned operation, void const* argument) {
    register unsigned a0 __asm("a0") = operation;
    register void const* a1 __asm("a1") = argument;
    __asm volatile(
        ".option push\n\t.option norvc\n\t"
        "slli x0, x0, 0x1f\n\tebreak\n\tsrai x0, x0, 7\n\t.option pop"
        : "+r"(a0)
        : "r"(a1)
        : "memory");
    return a0;
}
#define COPY_STACK_POINTER "mv %0, sp"
#else
static unsigned semihosting(unsigned operation, void const* argument) {
    register unsigned r0 __asm("r0") = operation;
    register void const* r1 __asm("r1") = argument;
    __asm volatile("bkpt 0xab" : "+r"(r0) : "r"(r1) : "memory");
    return r0;
}
#define COPY_STACK_POINTER "mov %0, sp"
#endif

void board_print(char const* text) { semihosting(0x04, text); }  // SYS_WRITE0
void board_print_number(unsigned n) {
    char digits[11];
    char* at = digits + 10;
    *at = 0;
    do *--at = (char)('0' + n % 10);
    while (n /= 10);
    board_print(at);
}
void board_exit(int status) {
    unsigned const reason[2] = {0x20026, (unsigned)status};  // ADP_Stopped_ApplicationExit
    semihosting(0x20, reason);                               // SYS_EXIT_EXTENDED
    for (;;) {
    }
}

extern unsigned stack_begin[];
unsigned board_stack_of(void (*run)(void)) {
    unsigned const paint = 0xC5C5A5A5;
    unsigned* const top = (unsigned*)__builtin_frame_address(0) - 16;
    for (unsigned volatile* at = stack_begin; at < top; ++at) *at = paint;
    unsigned before;
    __asm volatile(COPY_STACK_POINTER : "=r"(before));
    run();
    unsigned volatile* low = stack_begin;
    while (low < top && *low == paint) ++low;
    return before - (unsigned)low;
}
