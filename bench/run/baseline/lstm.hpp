// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <algorithm>
#include <cmath>

#include "pack.hpp"

/// A training step of an LSTM by hand: 20 steps of 8 numbers, 32 hidden, a linear readout of the
/// last state, squared error, SGD with momentum. Gates stand in PyTorch's order: i, f, g, o.
namespace baseline::lstm {

inline constexpr int steps = 20, inputs = 8, hidden = 32, gates = 4 * hidden;
inline constexpr float momentum = 0.9f;

struct weights {
    float ih[gates][inputs], hh[gates][hidden], bias_ih[gates], bias_hh[gates];
    float readout[hidden], bias;
};
template <class P, class G>
inline void update(P& p, P& v, G g, float rate) {
    v = momentum * v + g;
    p -= rate * v;
}

/// Plain loops, as anybody writes them.
template <int Batch>
class plain {
    weights w, velocity{}, gradient;
    float rate;
    float h[steps + 1][hidden], c[steps + 1][hidden], a[steps][gates], tanh_c[steps][hidden];

    static float sigmoid(float x) { return 1 / (1 + std::exp(-x)); }

    float forward(float const (&x)[steps][inputs]) {
        std::fill_n(h[0], hidden, 0.0f);
        std::fill_n(c[0], hidden, 0.0f);
        for (int t = 0; t < steps; ++t) {
            for (int j = 0; j < gates; ++j) {
                float z = w.bias_ih[j] + w.bias_hh[j];
                for (int i = 0; i < inputs; ++i) z += w.ih[j][i] * x[t][i];
                for (int k = 0; k < hidden; ++k) z += w.hh[j][k] * h[t][k];
                a[t][j] = j / hidden == 2 ? std::tanh(z) : sigmoid(z);
            }
            for (int k = 0; k < hidden; ++k) {
                c[t + 1][k] = a[t][hidden + k] * c[t][k] + a[t][k] * a[t][2 * hidden + k];
                tanh_c[t][k] = std::tanh(c[t + 1][k]);
                h[t + 1][k] = a[t][3 * hidden + k] * tanh_c[t][k];
            }
        }
        float y = w.bias;
        for (int k = 0; k < hidden; ++k) y += w.readout[k] * h[steps][k];
        return y;
    }
    void backward(float const (&x)[steps][inputs], float dy) {
        float dh[hidden], dc[hidden]{};
        gradient.bias += dy;
        for (int k = 0; k < hidden; ++k) {
            gradient.readout[k] += dy * h[steps][k];
            dh[k] = dy * w.readout[k];
        }
        for (int t = steps; t-- > 0;) {
            float dz[gates];
            for (int k = 0; k < hidden; ++k) {
                float const i = a[t][k], f = a[t][hidden + k], g = a[t][2 * hidden + k],
                            o = a[t][3 * hidden + k];
                dc[k] += dh[k] * o * (1 - tanh_c[t][k] * tanh_c[t][k]);
                dz[k] = dc[k] * g * i * (1 - i);
                dz[hidden + k] = dc[k] * c[t][k] * f * (1 - f);
                dz[2 * hidden + k] = dc[k] * i * (1 - g * g);
                dz[3 * hidden + k] = dh[k] * tanh_c[t][k] * o * (1 - o);
                dc[k] *= f;
                dh[k] = 0;
            }
            for (int j = 0; j < gates; ++j) {
                for (int i = 0; i < inputs; ++i) gradient.ih[j][i] += dz[j] * x[t][i];
                for (int k = 0; k < hidden; ++k) {
                    gradient.hh[j][k] += dz[j] * h[t][k];
                    dh[k] += dz[j] * w.hh[j][k];
                }
                gradient.bias_ih[j] += dz[j];
                gradient.bias_hh[j] += dz[j];
            }
        }
    }

public:
    plain(weights const& from, float learning_rate) : w(from), rate(learning_rate) {}
    float step(float const (*x)[steps][inputs], float const* target) {
        gradient = weights{};
        float loss = 0;
        for (int n = 0; n < Batch; ++n) {
            float const e = forward(x[n]) - target[n];
            loss += e * e;
            backward(x[n], 2 * e / Batch);
        }
        float *const p = w.ih[0], *const v = velocity.ih[0], *const g = gradient.ih[0];
        for (std::size_t i = 0; i < sizeof w / sizeof(float); ++i) update(p[i], v[i], g[i], rate);
        return loss / Batch;
    }
};

/// Registers of 16 numbers, along the gates. State and input of a step stand in one row of 40, so
/// each layer's two products are one; samples go in tiles; the gradient of the weights is one
/// product over all steps and samples at the end, with the update behind it.
template <int Batch>
class vectorised {
    using pack = float16;
    static constexpr int rows = hidden + inputs, row_stride = 48, packs = gates / 16;
    static constexpr int half = hidden / 16;  // packs of a state
    struct parameters {
        pack w[rows][packs], bias_ih[packs], bias_hh[packs], readout[half];
        float bias;
    };
    parameters p{}, velocity{};
    float rate;
    alignas(64) float in[steps + 1][Batch][row_stride]{};  // h, x
    pack a[steps][Batch][packs], c[steps + 1][Batch][half]{}, tanh_c[steps][Batch][half];
    pack dz[steps][Batch][packs];
    pack by_gate[gates][half];  // the recurrent weights, transposed

    /// Samples `first` to `first + Tile`; packs `k`, `k + 2`, ... are i, f, g, o of one half.
    template <int Tile, int Halves>
    void forward(int t, int first, int k) {
        pack z[Tile][Halves][4];
        for (int n = 0; n < Tile; ++n)
            for (int s = 0; s < Halves; ++s)
                for (int g = 0; g < 4; ++g)
                    z[n][s][g] = p.bias_ih[half * g + k + s] + p.bias_hh[half * g + k + s];
        for (int r = 0; r < rows; ++r)
            for (int n = 0; n < Tile; ++n)
                for (int s = 0; s < Halves; ++s)
                    for (int g = 0; g < 4; ++g)
                        z[n][s][g] += in[t][first + n][r] * p.w[r][half * g + k + s];
        for (int n = 0; n < Tile; ++n)
            for (int s = 0; s < Halves; ++s) {
                int const m = first + n, q = k + s;
                pack const i = sigmoid(z[n][s][0]), f = sigmoid(z[n][s][1]), g = tanh(z[n][s][2]),
                           o = sigmoid(z[n][s][3]);
                pack const state = f * c[t][m][q] + i * g, squashed = tanh(state);
                a[t][m][q] = i;
                a[t][m][half + q] = f;
                a[t][m][2 * half + q] = g;
                a[t][m][3 * half + q] = o;
                c[t + 1][m][q] = state;
                tanh_c[t][m][q] = squashed;
                store(&in[t + 1][m][16 * q], o * squashed);
            }
    }
    void gates_back(int t, int n, pack const (&dh)[half], pack (&dc)[half]) {
        for (int q = 0; q < half; ++q) {
            pack const i = a[t][n][q], f = a[t][n][half + q], g = a[t][n][2 * half + q],
                       o = a[t][n][3 * half + q], squashed = tanh_c[t][n][q];
            pack const d = dc[q] + dh[q] * o * (1.0f - squashed * squashed);
            dz[t][n][q] = d * g * i * (1.0f - i);
            dz[t][n][half + q] = d * c[t][n][q] * f * (1.0f - f);
            dz[t][n][2 * half + q] = d * i * (1.0f - g * g);
            dz[t][n][3 * half + q] = dh[q] * squashed * o * (1.0f - o);
            dc[q] = d * f;
        }
    }
    template <int Tile>
    void backward(int first, float const* dy) {
        constexpr int chains = Tile == 1 ? 4 : 1;
        pack dh[Tile][half], dc[Tile][half]{};
        for (int n = 0; n < Tile; ++n)
            for (int q = 0; q < half; ++q) dh[n][q] = dy[first + n] * p.readout[q];
        for (int t = steps; t-- > 0;) {
            for (int n = 0; n < Tile; ++n) gates_back(t, first + n, dh[n], dc[n]);
            if (t == 0) break;
            pack sum[Tile][chains][half]{};
            for (int j = 0; j < gates; j += chains)
                for (int n = 0; n < Tile; ++n)
                    for (int s = 0; s < chains; ++s)
                        for (int q = 0; q < half; ++q)
                            sum[n][s][q] +=
                                reinterpret_cast<float const*>(dz[t][first + n])[j + s] *
                                by_gate[j + s][q];
            for (int n = 0; n < Tile; ++n)
                for (int q = 0; q < half; ++q) {
                    dh[n][q] = sum[n][0][q];
                    for (int s = 1; s < chains; ++s) dh[n][q] += sum[n][s][q];
                }
        }
    }
    void transpose_recurrent() {
        for (int q = 0; q < half; ++q)
            for (int j = 0; j < packs; ++j) {
                pack block[16];
                for (int k = 0; k < 16; ++k) block[k] = p.w[16 * q + k][j];
                transpose(block);
                for (int k = 0; k < 16; ++k) by_gate[16 * j + k][q] = block[k];
            }
    }
    void update_weights() {
        for (int j = 0; j < packs; j += 4)
            for (int r = 0; r < rows; r += 5) {
                pack g[5][4]{};
                for (int t = 0; t < steps; ++t)
                    for (int n = 0; n < Batch; ++n)
                        for (int k = 0; k < 5; ++k)
                            for (int s = 0; s < 4; ++s)
                                g[k][s] += in[t][n][r + k] * dz[t][n][j + s];
                for (int k = 0; k < 5; ++k)
                    for (int s = 0; s < 4; ++s)
                        update(p.w[r + k][j + s], velocity.w[r + k][j + s], g[k][s], rate);
            }
        pack g[packs]{};
        for (auto const& samples : dz)
            for (auto const& d : samples)
                for (int j = 0; j < packs; ++j) g[j] += d[j];
        for (int j = 0; j < packs; ++j) {
            update(p.bias_ih[j], velocity.bias_ih[j], g[j], rate);
            update(p.bias_hh[j], velocity.bias_hh[j], g[j], rate);
        }
    }

public:
    vectorised(weights const& from, float learning_rate) : rate(learning_rate) {
        for (int j = 0; j < gates; ++j) {
            for (int k = 0; k < hidden; ++k) p.w[k][j / 16][j % 16] = from.hh[j][k];
            for (int i = 0; i < inputs; ++i) p.w[hidden + i][j / 16][j % 16] = from.ih[j][i];
            p.bias_ih[j / 16][j % 16] = from.bias_ih[j];
            p.bias_hh[j / 16][j % 16] = from.bias_hh[j];
        }
        for (int k = 0; k < hidden; ++k) p.readout[k / 16][k % 16] = from.readout[k];
        p.bias = from.bias;
    }
    float step(float const (*x)[steps][inputs], float const* target) {
        for (int t = 0; t < steps; ++t)
            for (int n = 0; n < Batch; ++n) store(&in[t][n][hidden], load<float8>(x[n][t]));
        for (int t = 0; t < steps; ++t)
            if constexpr (Batch % 4 == 0)
                for (int n = 0; n < Batch; n += 4)
                    for (int k = 0; k < half; ++k) forward<4, 1>(t, n, k);
            else
                for (int n = 0; n < Batch; ++n) forward<1, half>(t, n, 0);
        float dy[Batch], loss = 0;
        pack g[half]{};
        float gb = 0;
        for (int n = 0; n < Batch; ++n) {
            pack const h0 = load<pack>(&in[steps][n][0]), h1 = load<pack>(&in[steps][n][16]);
            float const e = sum(h0 * p.readout[0] + h1 * p.readout[1]) + p.bias - target[n];
            loss += e * e;
            dy[n] = 2 * e / Batch;
            g[0] += dy[n] * h0;
            g[1] += dy[n] * h1;
            gb += dy[n];
        }
        transpose_recurrent();
        if constexpr (Batch % 8 == 0)
            for (int n = 0; n < Batch; n += 8) backward<8>(n, dy);
        else
            for (int n = 0; n < Batch; ++n) backward<1>(n, dy);
        for (int q = 0; q < half; ++q) update(p.readout[q], velocity.readout[q], g[q], rate);
        update(p.bias, velocity.bias, gb, rate);
        update_weights();
        return loss / Batch;
    }
};

}  // namespace baseline::lstm
