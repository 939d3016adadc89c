// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <cstdint>
#include <cstring>

/// Registers of many numbers for the hand-written versions: the vector extension that g++ and clang
/// share, no intrinsics.
namespace baseline {

template <class T, int N>
struct vector_of {
    typedef T type __attribute__((vector_size(sizeof(T) * N)));
};
using float4 = vector_of<float, 4>::type;
using float8 = vector_of<float, 8>::type;
using float16 = vector_of<float, 16>::type;
using int16 = vector_of<std::int32_t, 16>::type;
using double8 = vector_of<double, 8>::type;
using long8 = vector_of<std::int64_t, 8>::type;

template <class V, class T>
inline V load(T const* from) {
    V v;
    std::memcpy(&v, from, sizeof v);
    return v;
}
template <class V, class T>
inline void store(T* to, V v) {
    std::memcpy(to, &v, sizeof v);
}
template <class V>
inline V maximum(V a, V b) {
    return a > b ? a : b;
}
template <class V>
inline V relu(V v) {
    return v > 0 ? v : V{};
}

inline float8 low(float16 v) { return __builtin_shufflevector(v, v, 0, 1, 2, 3, 4, 5, 6, 7); }
inline float8 high(float16 v) {
    return __builtin_shufflevector(v, v, 8, 9, 10, 11, 12, 13, 14, 15);
}
inline float4 low(float8 v) { return __builtin_shufflevector(v, v, 0, 1, 2, 3); }
inline float4 high(float8 v) { return __builtin_shufflevector(v, v, 4, 5, 6, 7); }
inline float sum(float4 v) { return (v[0] + v[1]) + (v[2] + v[3]); }
inline float sum(float8 v) { return sum(low(v) + high(v)); }
inline float sum(float16 v) { return sum(low(v) + high(v)); }
inline double sum(double8 v) {
    return ((v[0] + v[1]) + (v[2] + v[3])) + ((v[4] + v[5]) + (v[6] + v[7]));
}

inline float16 even(float16 a, float16 b) {
    return __builtin_shufflevector(a, b, 0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30);
}
inline float16 odd(float16 a, float16 b) {
    return __builtin_shufflevector(a, b, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31);
}
inline float16 zip_low(float16 a, float16 b) {
    return __builtin_shufflevector(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
}
inline float16 zip_high(float16 a, float16 b) {
    return __builtin_shufflevector(a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15,
                                   31);
}
inline double8 zip_low(double8 a, double8 b) {
    return __builtin_shufflevector(a, b, 0, 8, 1, 9, 2, 10, 3, 11);
}
inline double8 zip_high(double8 a, double8 b) {
    return __builtin_shufflevector(a, b, 4, 12, 5, 13, 6, 14, 7, 15);
}
inline void transpose(double8 (&rows)[8]) {
    for (int round = 0; round < 3; ++round) {
        double8 next[8];
        for (int i = 0; i < 4; ++i) {
            next[2 * i] = zip_low(rows[i], rows[i + 4]);
            next[2 * i + 1] = zip_high(rows[i], rows[i + 4]);
        }
        for (int i = 0; i < 8; ++i) rows[i] = next[i];
    }
}
/// Rows become columns: four perfect shuffles of the sixteen rows.
inline void transpose(float16 (&rows)[16]) {
    for (int round = 0; round < 4; ++round) {
        float16 next[16];
        for (int i = 0; i < 8; ++i) {
            next[2 * i] = zip_low(rows[i], rows[i + 8]);
            next[2 * i + 1] = zip_high(rows[i], rows[i + 8]);
        }
        for (int i = 0; i < 16; ++i) rows[i] = next[i];
    }
}

/// e^x by x = n log 2 + r, a polynomial in r, and n added to the exponent; 1 ulp or so.
inline float16 exp(float16 x) {
    x = x < -87.0f ? float16{} - 87.0f : x > 88.0f ? float16{} + 88.0f : x;
    float16 const shifted = x * 1.44269504f + 12582912.0f;
    float16 const n = shifted - 12582912.0f;
    float16 const r = x - n * 0.693145752f - n * 1.42860677e-6f;
    float16 p = r * (1.0f / 5040) + 1.0f / 720;
    p = p * r + 1.0f / 120;
    p = p * r + 1.0f / 24;
    p = p * r + 1.0f / 6;
    p = p * r + 0.5f;
    p = p * r + 1.0f;
    p = p * r + 1.0f;
    return (float16)((int16)p + ((int16)shifted << 23));
}
inline double8 exp(double8 x) {
    x = x < -708.0 ? double8{} - 708.0 : x > 709.0 ? double8{} + 709.0 : x;
    double8 const shifted = x * 1.4426950408889634 + 6755399441055744.0;
    double8 const n = shifted - 6755399441055744.0;
    double8 const r = x - n * 0.693147180369123816490 - n * 1.90821492927058770002e-10;
    double8 p = r * (1.0 / 479001600) + 1.0 / 39916800;
    p = p * r + 1.0 / 3628800;
    p = p * r + 1.0 / 362880;
    p = p * r + 1.0 / 40320;
    p = p * r + 1.0 / 5040;
    p = p * r + 1.0 / 720;
    p = p * r + 1.0 / 120;
    p = p * r + 1.0 / 24;
    p = p * r + 1.0 / 6;
    p = p * r + 0.5;
    p = p * r + 1.0;
    p = p * r + 1.0;
    return (double8)((long8)p + ((long8)shifted << 52));
}
/// Sine and cosine by x = n pi/2 + r, |r| <= pi/4, and Taylor polynomials in r.
inline void sine_and_cosine(double8 x, double8& sine, double8& cosine) {
    double8 const shifted = x * 0.63661977236758134 + 6755399441055744.0;
    double8 const n = shifted - 6755399441055744.0;
    double8 const r = (x - n * 1.5707963267341256) - n * 6.0771005065061922e-11, q = r * r;
    double8 s = q * (-1.0 / 1307674368000) + 1.0 / 6227020800;
    s = s * q - 1.0 / 39916800;
    s = s * q + 1.0 / 362880;
    s = s * q - 1.0 / 5040;
    s = s * q + 1.0 / 120;
    s = s * q - 1.0 / 6;
    s = s * q * r + r;
    double8 c = q * (1.0 / 20922789888000) - 1.0 / 87178291200;
    c = c * q + 1.0 / 479001600;
    c = c * q - 1.0 / 3628800;
    c = c * q + 1.0 / 40320;
    c = c * q - 1.0 / 720;
    c = c * q + 1.0 / 24;
    c = c * q - 0.5;
    c = c * q + 1.0;
    long8 const quadrant = (long8)shifted;
    sine = (quadrant & 1) != 0 ? c : s;
    cosine = (quadrant & 1) != 0 ? s : c;
    sine = (quadrant & 2) != 0 ? -sine : sine;
    cosine = ((quadrant + 1) & 2) != 0 ? -cosine : cosine;
}
inline double8 square_root(double8 x) {
    for (int i = 0; i < 8; ++i) x[i] = __builtin_sqrt(x[i]);
    return x;
}
inline float16 sigmoid(float16 x) { return 1.0f / (1.0f + exp(-x)); }
inline float16 tanh(float16 x) { return 1.0f - 2.0f / (1.0f + exp(2.0f * x)); }

}  // namespace baseline
