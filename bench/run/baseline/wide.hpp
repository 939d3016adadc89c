// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <algorithm>
#include <cmath>
#include <vector>

#include "pack.hpp"
#if __has_include(<Eigen/Dense>)
#define EIGEN_STACK_ALLOCATION_LIMIT 0
#include <Eigen/Dense>
#define BENCH_EIGEN
#endif
#if defined(BENCH_BLAS)
#include <cblas.h>
#endif

/// A training step of 784-128-10 by hand: relu, softmax cross-entropy, 32 samples, SGD with
/// momentum. Weights come in PyTorch's order.
namespace baseline::wide {

inline constexpr int batch = 32, in = 784, hidden = 128, out = 10;
inline constexpr float momentum = 0.9f;
struct weights {
    float w1[hidden][in], b1[hidden], w2[out][hidden], b2[out];
};
template <class P, class G>
inline void update(P& p, P& v, G g, float rate) {
    v = momentum * v + g;
    p -= rate * v;
}
/// Leaves the gradient of the mean over the batch in `z`; gives one sample's loss.
inline float cross_entropy(float* z, int label) {
    float const top = *std::max_element(z, z + out), right = z[label] - top;
    float total = 0;
    for (int o = 0; o < out; ++o) total += z[o] = std::exp(z[o] - top);
    for (int o = 0; o < out; ++o) z[o] *= 1 / (total * batch);
    z[label] -= 1.0f / batch;
    return std::log(total) - right;
}

/// Plain loops, as anybody writes them.
class plain {
    weights w, velocity{}, gradient;
    float rate;

public:
    plain(weights const& from, float learning_rate) : w(from), rate(learning_rate) {}
    float step(float const (*x)[in], std::int32_t const* labels) {
        gradient = weights{};
        float loss = 0;
        for (int n = 0; n < batch; ++n) {
            float h[hidden], dh[hidden]{}, z[out];
            for (int o = 0; o < hidden; ++o) {
                float sum = w.b1[o];
                for (int i = 0; i < in; ++i) sum += w.w1[o][i] * x[n][i];
                h[o] = std::max(sum, 0.0f);
            }
            for (int o = 0; o < out; ++o) {
                z[o] = w.b2[o];
                for (int i = 0; i < hidden; ++i) z[o] += w.w2[o][i] * h[i];
            }
            loss += cross_entropy(z, labels[n]);
            for (int o = 0; o < out; ++o) {
                gradient.b2[o] += z[o];
                for (int i = 0; i < hidden; ++i) {
                    gradient.w2[o][i] += z[o] * h[i];
                    dh[i] += z[o] * w.w2[o][i];
                }
            }
            for (int o = 0; o < hidden; ++o) {
                if (h[o] <= 0) continue;
                gradient.b1[o] += dh[o];
                for (int i = 0; i < in; ++i) gradient.w1[o][i] += dh[o] * x[n][i];
            }
        }
        float *const p = w.w1[0], *const v = velocity.w1[0], *const g = gradient.w1[0];
        for (std::size_t i = 0; i < sizeof w / sizeof(float); ++i) update(p[i], v[i], g[i], rate);
        return loss / batch;
    }
};

/// Tiles of registers: six samples by 64 outputs forward; backward six inputs by 64 outputs, whose
/// gradient never leaves the registers. The first layer's weights are kept as in x out.
class vectorised {
    using pack = float16;
    static constexpr int packs = hidden / 16, tile = 4;
    struct parameters {
        pack w1[in][packs], b1[packs], w2[out][packs];
        float b2[16];
    };
    parameters p{}, velocity{};
    float rate;
    pack h[batch][packs], dh[batch][packs];
    float z[batch][16];

    template <int Rows>
    void forward(float const (*x)[in], int n, int k) {
        pack a[Rows][tile];
        for (auto& row : a)
            for (int j = 0; j < tile; ++j) row[j] = p.b1[k + j];
        for (int i = 0; i < in; ++i)
            for (int r = 0; r < Rows; ++r)
                for (int j = 0; j < tile; ++j) a[r][j] += x[n + r][i] * p.w1[i][k + j];
        for (int r = 0; r < Rows; ++r)
            for (int j = 0; j < tile; ++j) h[n + r][k + j] = relu(a[r][j]);
    }
    template <int Rows>
    void update_first(float const (*x)[in], int i, int k) {
        pack g[Rows][tile]{};
        for (int n = 0; n < batch; ++n)
            for (int r = 0; r < Rows; ++r)
                for (int j = 0; j < tile; ++j) g[r][j] += x[n][i + r] * dh[n][k + j];
        for (int r = 0; r < Rows; ++r)
            for (int j = 0; j < tile; ++j)
                update(p.w1[i + r][k + j], velocity.w1[i + r][k + j], g[r][j], rate);
    }

public:
    vectorised(weights const& from, float learning_rate) : rate(learning_rate) {
        for (int o = 0; o < hidden; ++o) {
            for (int i = 0; i < in; ++i) p.w1[i][o / 16][o % 16] = from.w1[o][i];
            p.b1[o / 16][o % 16] = from.b1[o];
            for (int k = 0; k < out; ++k) p.w2[k][o / 16][o % 16] = from.w2[k][o];
        }
        std::copy_n(from.b2, out, p.b2);
    }
    float step(float const (*x)[in], std::int32_t const* labels) {
        for (int k = 0; k < packs; k += tile) {
            int n = 0;
            for (; n + 6 <= batch; n += 6) forward<6>(x, n, k);
            forward<batch % 6>(x, n, k);
        }
        float loss = 0;
        for (int n = 0; n < batch; ++n) {
            pack sums[out]{};
            for (int j = 0; j < packs; ++j)
                for (int o = 0; o < out; ++o) sums[o] += h[n][j] * p.w2[o][j];
            for (int o = 0; o < out; ++o) z[n][o] = sum(sums[o]) + p.b2[o];
            loss += cross_entropy(z[n], labels[n]);
            pack back[packs]{};
            for (int o = 0; o < out; ++o)
                for (int j = 0; j < packs; ++j) back[j] += z[n][o] * p.w2[o][j];
            for (int j = 0; j < packs; ++j) dh[n][j] = h[n][j] > 0 ? back[j] : pack{};
        }
        for (int j = 0; j < packs; j += 2) {
            pack g[out][2]{};
            for (int n = 0; n < batch; ++n)
                for (int o = 0; o < out; ++o)
                    for (int s = 0; s < 2; ++s) g[o][s] += z[n][o] * h[n][j + s];
            for (int o = 0; o < out; ++o)
                for (int s = 0; s < 2; ++s)
                    update(p.w2[o][j + s], velocity.w2[o][j + s], g[o][s], rate);
        }
        for (int o = 0; o < out; ++o) {
            float g = 0;
            for (auto const& row : z) g += row[o];
            update(p.b2[o], velocity.b2[o], g, rate);
        }
        for (int j = 0; j < packs; ++j) {
            pack g{};
            for (auto const& row : dh) g += row[j];
            update(p.b1[j], velocity.b1[j], g, rate);
        }
        for (int k = 0; k < packs; k += tile) {
            int i = 0;
            for (; i + 6 <= in; i += 6) update_first<6>(x, i, k);
            update_first<in % 6>(x, i, k);
        }
        return loss / batch;
    }
};

#if defined(BENCH_EIGEN)
/// Eigen's matrices of fixed size, a sample a column.
class eigen {
    template <int Rows, int Columns>
    using matrix = Eigen::Matrix<float, Rows, Columns>;
    template <int I, int O>
    struct layer {
        matrix<O, I> w, vw = matrix<O, I>::Zero(), g;
        matrix<O, 1> b, vb = matrix<O, 1>::Zero();
        layer(float const (&k)[O][I], float const (&bias)[O])
            : w(Eigen::Map<Eigen::Matrix<float, O, I, Eigen::RowMajor> const>(k[0])),
              b(Eigen::Map<matrix<O, 1> const>(bias)) {}
        template <class X>
        void update(matrix<O, batch> const& d, X const& x, float rate) {
            g.noalias() = d * x.transpose();
            vw = momentum * vw + g;
            w -= rate * vw;
            vb = momentum * vb + d.rowwise().sum();
            b -= rate * vb;
        }
    };
    layer<in, hidden> l1;
    layer<hidden, out> l2;
    float rate;
    matrix<hidden, batch> h, dh;
    matrix<out, batch> z;

public:
    eigen(weights const& from, float learning_rate)
        : l1(from.w1, from.b1), l2(from.w2, from.b2), rate(learning_rate) {}
    float step(float const (*features)[in], std::int32_t const* labels) {
        Eigen::Map<matrix<in, batch> const> const x(*features);
        h.noalias() = l1.w * x;
        h = (h.colwise() + l1.b).cwiseMax(0.0f);
        z.noalias() = l2.w * h;
        z.colwise() += l2.b;
        float loss = 0;
        for (int n = 0; n < batch; ++n) loss += cross_entropy(z.col(n).data(), labels[n]);
        dh.noalias() = l2.w.transpose() * z;
        dh = dh.cwiseProduct((h.array() > 0).template cast<float>().matrix());
        l2.update(z, h, rate);
        l1.update(dh, x, rate);
        return loss / batch;
    }
};
#endif

#if defined(BENCH_BLAS)
/// OpenBLAS: the momentum is the factor of what the products are added to.
class blas {
    weights w, velocity{};
    float rate;
    float h[batch][hidden], dh[batch][hidden], z[batch][out];

public:
    blas(weights const& from, float learning_rate) : w(from), rate(learning_rate) {}
    float step(float const (*x)[in], std::int32_t const* labels) {
        for (auto& row : h) std::copy_n(w.b1, hidden, row);
        cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasTrans, batch, hidden, in, 1, x[0], in,
                    w.w1[0], in, 1, h[0], hidden);
        for (auto& row : h)
            for (float& v : row) v = std::max(v, 0.0f);
        for (auto& row : z) std::copy_n(w.b2, out, row);
        cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasTrans, batch, out, hidden, 1, h[0], hidden,
                    w.w2[0], hidden, 1, z[0], out);
        float loss = 0;
        for (int n = 0; n < batch; ++n) loss += cross_entropy(z[n], labels[n]);
        cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, batch, hidden, out, 1, z[0], out,
                    w.w2[0], hidden, 0, dh[0], hidden);
        for (int n = 0; n < batch; ++n)
            for (int o = 0; o < hidden; ++o) dh[n][o] = h[n][o] > 0 ? dh[n][o] : 0;
        cblas_sgemm(CblasRowMajor, CblasTrans, CblasNoTrans, out, hidden, batch, 1, z[0], out, h[0],
                    hidden, momentum, velocity.w2[0], hidden);
        cblas_sgemm(CblasRowMajor, CblasTrans, CblasNoTrans, hidden, in, batch, 1, dh[0], hidden,
                    x[0], in, momentum, velocity.w1[0], in);
        for (float& v : velocity.b1) v *= momentum;
        for (float& v : velocity.b2) v *= momentum;
        for (int n = 0; n < batch; ++n) {
            for (int o = 0; o < hidden; ++o) velocity.b1[o] += dh[n][o];
            for (int o = 0; o < out; ++o) velocity.b2[o] += z[n][o];
        }
        float *const p = w.w1[0], *const v = velocity.w1[0];
        for (std::size_t i = 0; i < sizeof w / sizeof(float); ++i) p[i] -= rate * v[i];
        return loss / batch;
    }
};
#endif

}  // namespace baseline::wide
