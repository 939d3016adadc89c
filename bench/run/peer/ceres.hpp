// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#if defined(BENCH_CERES)
#include <ceres/jet.h>

#include <algorithm>

/// Ceres' dual numbers: the residual of baseline/bundle_adjustment.hpp written once for numbers
/// that carry fifteen derivatives.
namespace peer {

class by_ceres {
    template <class T>
    static void residual(T const* camera, T const* point, T const& weight, double const* feature,
                         T* e) {
        using std::cos, std::sin, std::sqrt;
        T const* const r = camera;
        T const x[3]{point[0] - camera[3], point[1] - camera[4], point[2] - camera[5]};
        T const angle = sqrt(r[0] * r[0] + r[1] * r[1] + r[2] * r[2]), c = cos(angle),
                s = sin(angle), inverse = 1.0 / angle;
        T const w[3]{r[0] * inverse, r[1] * inverse, r[2] * inverse};
        T const along = (w[0] * x[0] + w[1] * x[1] + w[2] * x[2]) * (1.0 - c);
        T const v[3]{x[0] * c + (w[1] * x[2] - w[2] * x[1]) * s + w[0] * along,
                     x[1] * c + (w[2] * x[0] - w[0] * x[2]) * s + w[1] * along,
                     x[2] * c + (w[0] * x[1] - w[1] * x[0]) * s + w[2] * along};
        T const u[2]{v[0] / v[2], v[1] / v[2]}, q = u[0] * u[0] + u[1] * u[1],
                                                bend = 1.0 + q * (camera[9] + q * camera[10]);
        for (int o = 0; o < 2; ++o)
            e[o] = weight * (camera[6] * bend * u[o] + camera[7 + o] - feature[o]);
    }

public:
    static void run(double const (*cameras)[11], double const (*points)[3], double const* weights,
                    double const (*features)[2], int count, double (*residuals)[2],
                    double (*jacobians)[2][15]) {
        using jet = ceres::Jet<double, 15>;
        for (int n = 0; n < count; ++n) {
            jet camera[11], point[3], e[2];
            for (int i = 0; i < 11; ++i) camera[i] = jet(cameras[n][i], i);
            for (int i = 0; i < 3; ++i) point[i] = jet(points[n][i], 11 + i);
            residual(camera, point, jet(weights[n], 14), features[n], e);
            for (int o = 0; o < 2; ++o) {
                residuals[n][o] = e[o].a;
                std::copy_n(e[o].v.data(), 15, jacobians[n][o]);
            }
        }
    }
};

}  // namespace peer
#endif
