// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <cmath>

#include "pack.hpp"

/// The reprojection residual of bundle adjustment, as in ADBench (Srajer, Kukelova, Fitzgibbon
/// 2018), with its Jacobian by hand. A camera is a rotation vector r, a centre C, a focal length f,
/// a principal point x0 and radial distortions k1, k2:
///   v = R(r) (X - C), u = (v1, v2) / v3, q = |u|^2, e = w (f (1 + k1 q + k2 q^2) u + x0 -
///   feature).
namespace baseline::bundle {

inline constexpr int camera_size = 11, columns = 15;  // of the Jacobian: camera, X, w

struct observation {
    double camera[camera_size], point[3], weight, feature[2];
};

/// Residual and Jacobian of one observation, or of several in registers.
template <class T>
struct block {
    T e[2], J[2][columns];
};
using baseline::sine_and_cosine;
inline double root(double x) { return std::sqrt(x); }
inline double8 root(double8 x) { return square_root(x); }
inline void sine_and_cosine(double x, double& s, double& c) {
    s = std::sin(x);
    c = std::cos(x);
}

/// With c = cos|r|, a = sin|r| / |r|, b = (1 - c) / |r|^2: R x = c x + a r x x + b r (r.x); what
/// depends on r is differentiated by way of |r|^2, where c' = -a/2.
template <class T>
inline void differentiate(T const (&camera)[camera_size], T const (&point)[3], T weight,
                          T const (&feature)[2], block<T>& out) {
    T const* const r = camera;
    T const f = camera[6], k1 = camera[9], k2 = camera[10];
    T const square = r[0] * r[0] + r[1] * r[1] + r[2] * r[2], angle = root(square);
    T s, c;
    sine_and_cosine(angle, s, c);
    T const by_square = 1.0 / square, a = s * angle * by_square, b = (1.0 - c) * by_square;
    T const dc = -0.5 * a, da = 0.5 * (c - a) * by_square, db = (0.5 * a - b) * by_square;
    T const x[3]{point[0] - camera[3], point[1] - camera[4], point[2] - camera[5]};
    T const along = r[0] * x[0] + r[1] * x[1] + r[2] * x[2];
    T const cross[3]{r[1] * x[2] - r[2] * x[1], r[2] * x[0] - r[0] * x[2],
                     r[0] * x[1] - r[1] * x[0]};
    T v[3], slope[3];
    for (int i = 0; i < 3; ++i) {
        v[i] = c * x[i] + a * cross[i] + b * along * r[i];
        slope[i] = 2.0 * (dc * x[i] + da * cross[i] + db * along * r[i]);
    }
    T const depth = 1.0 / v[2], u[2]{v[0] * depth, v[1] * depth};
    T const q = u[0] * u[0] + u[1] * u[1], bend = 1.0 + q * (k1 + q * k2);
    T const turn = 2.0 * (k1 + 2.0 * k2 * q), scale = weight * f;
    for (int o = 0; o < 2; ++o) {
        T const residual = f * bend * u[o] + camera[7 + o] - feature[o];
        out.e[o] = weight * residual;
        // d e_o / d v
        T const du[2]{scale * (o == 0 ? bend + turn * u[0] * u[0] : turn * u[0] * u[1]),
                      scale * (o == 1 ? bend + turn * u[1] * u[1] : turn * u[0] * u[1])};
        T const dv[3]{du[0] * depth, du[1] * depth, -(du[0] * u[0] + du[1] * u[1]) * depth};
        T* const J = out.J[o];
        T const dv_r = dv[0] * r[0] + dv[1] * r[1] + dv[2] * r[2],
                dv_slope = dv[0] * slope[0] + dv[1] * slope[1] + dv[2] * slope[2];
        // dv . (e_k x x) = (x x dv)_k, and dv . (r x e_k) = (dv x r)_k
        for (int k = 0; k < 3; ++k) {
            int const i = (k + 1) % 3, j = (k + 2) % 3;
            J[k] = dv_slope * r[k] + a * (x[i] * dv[j] - x[j] * dv[i]) +
                   b * (dv[k] * along + dv_r * x[k]);
            J[11 + k] = c * dv[k] + a * (dv[i] * r[j] - dv[j] * r[i]) + b * dv_r * r[k];
            J[3 + k] = -J[11 + k];
        }
        J[6] = weight * bend * u[o];
        J[7] = o == 0 ? T{} + weight : T{};
        J[8] = o == 1 ? T{} + weight : T{};
        J[9] = scale * q * u[o];
        J[10] = J[9] * q;
        J[14] = residual;
    }
}

/// One observation after the other.
class plain {
public:
    static void run(double const (*cameras)[camera_size], double const (*points)[3],
                    double const* weights, double const (*features)[2], int count,
                    double (*residuals)[2], double (*jacobians)[2][columns]) {
        for (int n = 0; n < count; ++n) {
            block<double> one;
            differentiate(cameras[n], points[n], weights[n], features[n], one);
            for (int o = 0; o < 2; ++o) {
                residuals[n][o] = one.e[o];
                for (int j = 0; j < columns; ++j) jacobians[n][o][j] = one.J[o][j];
            }
        }
    }
};

/// Eight observations in the lanes of each register, transposed on the way in and out. The number
/// of observations is a multiple of eight.
class vectorised {
    /// Numbers 0 to `Count` of eight rows that are `Stride` apart.
    template <int Count, int Stride>
    static void gather(double const* from, double8* to) {
        for (int at = 0; at < Count; at += 8) {
            int const first = Count - at < 8 && Count >= 8 ? Count - 8 : at;
            double8 rows[8]{};
            for (int n = 0; n < 8; ++n)
                if constexpr (Count >= 8)
                    rows[n] = load<double8>(from + n * Stride + first);
                else
                    std::memcpy(&rows[n], from + n * Stride, Count * sizeof(double));
            transpose(rows);
            for (int j = 0; first + j < Count && j < 8; ++j) to[first + j] = rows[j];
        }
    }
    template <int Count>
    static void scatter(double8 const* from, double* to) {
        for (int at = 0; at < Count; at += 8) {
            int const first = Count - at < 8 ? Count - 8 : at;
            double8 rows[8];
            for (int j = 0; j < 8; ++j) rows[j] = from[first + j];
            transpose(rows);
            for (int n = 0; n < 8; ++n) store(to + n * Count + first, rows[n]);
        }
    }

public:
    static void run(double const (*cameras)[camera_size], double const (*points)[3],
                    double const* weights, double const (*features)[2], int count,
                    double (*residuals)[2], double (*jacobians)[2][columns]) {
        for (int n = 0; n < count; n += 8) {
            double8 camera[camera_size], point[3], feature[2];
            gather<camera_size, camera_size>(cameras[n], camera);
            gather<3, 3>(points[n], point);
            gather<2, 2>(features[n], feature);
            block<double8> eight;
            differentiate(camera, point, load<double8>(weights + n), feature, eight);
            scatter<2 * columns>(eight.J[0], jacobians[n][0]);
            store(residuals[n],
                  __builtin_shufflevector(eight.e[0], eight.e[1], 0, 8, 1, 9, 2, 10, 3, 11));
            store(residuals[n + 4],
                  __builtin_shufflevector(eight.e[0], eight.e[1], 4, 12, 5, 13, 6, 14, 7, 15));
        }
    }
};

}  // namespace baseline::bundle
