// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <type_traits>

#include "pack.hpp"

/// A training step of a small convolutional net by hand: 1 x 28 x 28, convolution to 8 channels,
/// relu, max pooling, convolution to 16 channels, relu, max pooling, ten logits, cross-entropy, SGD
/// with momentum. The convolutions are 3 x 3 with zero padding, the pools 2 x 2.
namespace baseline::cnn {

inline constexpr float momentum = 0.9f;

/// Softmax cross-entropy of ten logits; leaves the gradient, divided by `count`, in `z`.
inline float cross_entropy(float (&z)[10], int label, int count) {
    float const top = *std::max_element(z, z + 10), right = z[label] - top;
    float total = 0;
    for (float& v : z) total += v = std::exp(v - top);
    for (float& v : z) v /= total * static_cast<float>(count);
    z[label] -= 1 / static_cast<float>(count);
    return std::log(total) - right;
}

/// Plain loops, as anybody writes them.
template <int Batch>
class plain {
    struct weights {
        float w1[8][1][3][3], b1[8], w2[16][8][3][3], b2[16], w3[10][16][7][7], b3[10];
    };
    weights w{}, velocity{}, gradient{};
    float rate;
    float z1[8][28][28], p1[8][14][14], z2[16][14][14], p2[16][7][7];
    float dz1[8][28][28], dp1[8][14][14], dz2[16][14][14], dp2[16][7][7];

    template <int In, int Out, int Size>
    static void convolve(float const (&x)[In][Size][Size], float const (&k)[Out][In][3][3],
                         float const (&b)[Out], float (&z)[Out][Size][Size]) {
        for (int o = 0; o < Out; ++o)
            for (int y = 0; y < Size; ++y)
                for (int c = 0; c < Size; ++c) {
                    float sum = b[o];
                    for (int i = 0; i < In; ++i)
                        for (int ky = std::max(0, 1 - y); ky < std::min(3, Size + 1 - y); ++ky)
                            for (int kx = std::max(0, 1 - c); kx < std::min(3, Size + 1 - c); ++kx)
                                sum += k[o][i][ky][kx] * x[i][y + ky - 1][c + kx - 1];
                    z[o][y][c] = std::max(sum, 0.0f);
                }
    }
    template <int In, int Out, int Size>
    static void convolve_back(float const (&x)[In][Size][Size], float const (&k)[Out][In][3][3],
                              float const (&dz)[Out][Size][Size], float (&dk)[Out][In][3][3],
                              float (&db)[Out], std::type_identity_t<float (*)[Size][Size]> dx) {
        if (dx) std::fill_n(&dx[0][0][0], In * Size * Size, 0.0f);
        for (int o = 0; o < Out; ++o)
            for (int y = 0; y < Size; ++y)
                for (int c = 0; c < Size; ++c) {
                    float const d = dz[o][y][c];
                    db[o] += d;
                    for (int i = 0; i < In; ++i)
                        for (int ky = std::max(0, 1 - y); ky < std::min(3, Size + 1 - y); ++ky)
                            for (int kx = std::max(0, 1 - c); kx < std::min(3, Size + 1 - c);
                                 ++kx) {
                                dk[o][i][ky][kx] += d * x[i][y + ky - 1][c + kx - 1];
                                if (dx) dx[i][y + ky - 1][c + kx - 1] += d * k[o][i][ky][kx];
                            }
                }
    }
    template <int Channels, int Size>
    static void pool(float const (&z)[Channels][2 * Size][2 * Size],
                     float (&p)[Channels][Size][Size]) {
        for (int o = 0; o < Channels; ++o)
            for (int y = 0; y < Size; ++y)
                for (int c = 0; c < Size; ++c)
                    p[o][y][c] =
                        std::max(std::max(z[o][2 * y][2 * c], z[o][2 * y][2 * c + 1]),
                                 std::max(z[o][2 * y + 1][2 * c], z[o][2 * y + 1][2 * c + 1]));
    }
    /// To the first largest of each window, if relu let it pass.
    template <int Channels, int Size>
    static void pool_back(float const (&z)[Channels][2 * Size][2 * Size],
                          float const (&p)[Channels][Size][Size],
                          float const (&dp)[Channels][Size][Size],
                          float (&dz)[Channels][2 * Size][2 * Size]) {
        for (int o = 0; o < Channels; ++o)
            for (int y = 0; y < Size; ++y)
                for (int c = 0; c < Size; ++c) {
                    bool open = p[o][y][c] > 0;
                    for (int i = 0; i < 4; ++i) {
                        int const row = 2 * y + i / 2, column = 2 * c + i % 2;
                        bool const here = open && z[o][row][column] == p[o][y][c];
                        dz[o][row][column] = here ? dp[o][y][c] : 0.0f;
                        open = open && !here;
                    }
                }
    }

public:
    template <class Variables, class Leaves>
    plain(Variables const& from, Leaves const& leaves, float learning_rate) : rate(learning_rate) {
        leaves.copy(from, w.w1, w.b1, w.w2, w.b2, w.w3, w.b3);
    }
    float step(float const (*images)[28][28], std::int32_t const* labels) {
        gradient = weights{};
        float loss = 0;
        for (int n = 0; n < Batch; ++n) {
            float x[1][28][28];
            std::copy_n(&images[n][0][0], 784, &x[0][0][0]);
            convolve(x, w.w1, w.b1, z1);
            pool(z1, p1);
            convolve(p1, w.w2, w.b2, z2);
            pool(z2, p2);
            float const* const h = &p2[0][0][0];
            float z[10];
            for (int o = 0; o < 10; ++o) {
                z[o] = w.b3[o];
                float const* const row = &w.w3[o][0][0][0];
                for (int i = 0; i < 784; ++i) z[o] += row[i] * h[i];
            }
            loss += cross_entropy(z, labels[n], Batch);
            float* const dh = &dp2[0][0][0];
            std::fill_n(dh, 784, 0.0f);
            for (int o = 0; o < 10; ++o) {
                gradient.b3[o] += z[o];
                float const* const row = &w.w3[o][0][0][0];
                float* const d = &gradient.w3[o][0][0][0];
                for (int i = 0; i < 784; ++i) {
                    d[i] += z[o] * h[i];
                    dh[i] += z[o] * row[i];
                }
            }
            pool_back(z2, p2, dp2, dz2);
            convolve_back(p1, w.w2, dz2, gradient.w2, gradient.b2, dp1);
            pool_back(z1, p1, dp1, dz1);
            convolve_back(x, w.w1, dz1, gradient.w1, gradient.b1, nullptr);
        }
        float *const p = w.w1[0][0][0], *const v = velocity.w1[0][0][0];
        float const* const g = gradient.w1[0][0][0];
        for (std::size_t i = 0; i < sizeof w / sizeof(float); ++i) {
            v[i] = momentum * v[i] + g[i];
            p[i] -= rate * v[i];
        }
        return loss / Batch;
    }
};

/// Registers of 16 numbers. Along a row of the first convolution, along the channels of the second;
/// relu and pooling happen in the registers of the convolution in front of them, and leave for each
/// window the number of its largest element. Gradients of weights stay in registers for a sample.
template <int Batch>
class vectorised {
    using pack = float16;
    static constexpr int stride = 40;  // of a padded input row: one zero, 28, zeros
    struct weights {
        float w1[8][9];
        pack w2[8][9];    // lanes: output channels
        pack w3[10][49];  // lanes: channels of one pooled place
        float b1[8];
        pack b2;
        float b3[16];
    };
    struct sample {
        float x[30][stride];
        float p1[8][16][16];  // padded by one zero on each side
        pack p2[49];
        int16 at1[8][14], at2[49];  // the largest element's number in its window, or -1 behind relu
        float logits[16];
    };
    weights w{}, velocity{};
    float rate;
    std::array<sample, Batch> samples{};
    alignas(64) float dz2[14][14][16];
    alignas(64) float dz2_rows[16][16][32]{};  // channel, row, column; padded by zeros

    void update(pack& p, pack& v, pack g) const {
        v = momentum * v + g;
        p -= rate * v;
    }
    void update(float& p, float& v, float g) const {
        v = momentum * v + g;
        p -= rate * v;
    }

    /// Four channels of two rows at a time.
    void first(sample& s) const {
        for (int o = 0; o < 8; o += 4)
            for (int y = 0; y < 28; y += 2) {
                pack z[4][2][2];
                for (int c = 0; c < 4; ++c)
                    for (auto& row : z[c]) row[0] = row[1] = pack{} + w.b1[o + c];
                for (int ky = 0; ky < 4; ++ky)
                    for (int kx = 0; kx < 3; ++kx) {
                        pack const a = load<pack>(&s.x[y + ky][kx]),
                                   b = load<pack>(&s.x[y + ky][kx + 16]);
                        for (int row = 0; row < 2; ++row) {
                            int const tap = 3 * (ky - row) + kx;
                            if (ky < row || ky - row > 2) continue;
                            for (int c = 0; c < 4; ++c) {
                                z[c][row][0] += w.w1[o + c][tap] * a;
                                z[c][row][1] += w.w1[o + c][tap] * b;
                            }
                        }
                    }
                for (int c = 0; c < 4; ++c) {
                    pack const window[4]{even(z[c][0][0], z[c][0][1]), odd(z[c][0][0], z[c][0][1]),
                                         even(z[c][1][0], z[c][1][1]), odd(z[c][1][0], z[c][1][1])};
                    pack const p = pooled(window, s.at1[o + c][y / 2]);
                    s.at1[o + c][y / 2][14] = s.at1[o + c][y / 2][15] = -1;  // not in the image
                    for (int i = 0; i < 14; ++i) s.p1[o + c][1 + y / 2][1 + i] = p[i];
                }
            }
    }
    static pack pooled(pack const (&window)[4], int16& at) {
        pack top = pack{};
        at = int16{} - 1;
        for (int i = 0; i < 4; ++i) {
            at = window[i] > top ? int16{} + i : at;
            top = maximum(window[i], top);
        }
        return top;
    }
    void second(sample& s) const {
        for (int y = 0; y < 14; y += 2) {
            pack z[2][14];
            for (auto& row : z)
                for (pack& v : row) v = w.b2;
            for (int c = 0; c < 8; ++c)
                for (int tap = 0; tap < 9; ++tap) {
                    pack const k = w.w2[c][tap];
                    for (int row = 0; row < 2; ++row)
                        for (int i = 0; i < 14; ++i)
                            z[row][i] += s.p1[c][y + row + tap / 3][i + tap % 3] * k;
                }
            for (int i = 0; i < 7; ++i) {
                pack const window[4]{z[0][2 * i], z[0][2 * i + 1], z[1][2 * i], z[1][2 * i + 1]};
                s.p2[7 * (y / 2) + i] = pooled(window, s.at2[7 * (y / 2) + i]);
            }
        }
    }
    float head(sample& s, int label) const {
        pack z[10]{};
        for (int i = 0; i < 49; ++i)
            for (int o = 0; o < 10; ++o) z[o] += w.w3[o][i] * s.p2[i];
        float logits[10];
        for (int o = 0; o < 10; ++o) logits[o] = sum(z[o]) + w.b3[o];
        float const loss = cross_entropy(logits, label, Batch);
        std::copy_n(logits, 10, s.logits);
        return loss;
    }
    /// From the logits to the gradient in front of the second relu.
    void second_back(sample const& s) {
        for (int y = 0; y < 7; ++y) {
            for (int i = 0; i < 7; ++i) {
                pack d{};
                for (int o = 0; o < 10; ++o) d += s.logits[o] * w.w3[o][7 * y + i];
                int16 const at = s.at2[7 * y + i];
                for (int e = 0; e < 4; ++e)
                    store(dz2[2 * y + e / 2][2 * i + e % 2], at == e ? d : pack{});
            }
            for (int row = 2 * y; row < 2 * y + 2; ++row) {
                pack block[16]{};
                for (int i = 0; i < 14; ++i) block[i] = load<pack>(dz2[row][i]);
                transpose(block);
                for (int o = 0; o < 16; ++o) store(&dz2_rows[o][1 + row][1], block[o]);
            }
        }
    }
    void second_weights(sample const& s, pack (&g)[8][9], pack& gb) const {
        for (int ky = 0; ky < 3; ++ky) {
            pack part[8][3], bias{};
            for (int c = 0; c < 8; ++c)
                for (int kx = 0; kx < 3; ++kx) part[c][kx] = g[c][3 * ky + kx];
            for (int y = 0; y < 14; ++y)
                for (int i = 0; i < 14; ++i) {
                    pack const d = load<pack>(dz2[y][i]);
                    if (ky == 0) bias += d;
                    for (int c = 0; c < 8; ++c)
                        for (int kx = 0; kx < 3; ++kx) part[c][kx] += s.p1[c][y + ky][i + kx] * d;
                }
            for (int c = 0; c < 8; ++c)
                for (int kx = 0; kx < 3; ++kx) g[c][3 * ky + kx] = part[c][kx];
            gb += bias;
        }
    }
    /// Two rows of all eight input channels at a time; on to the first convolution's weights.
    void first_back(sample const& s, pack (&g)[8][9], pack (&gb)[8]) const {
        alignas(64) float dp1[8][14][16];
        for (int y = 0; y < 14; y += 2) {
            pack d[8][2]{};
            for (int o = 0; o < 16; ++o)
                for (int tap = 0; tap < 9; ++tap) {
                    pack const a = load<pack>(&dz2_rows[o][y + 2 - tap / 3][2 - tap % 3]),
                               b = load<pack>(&dz2_rows[o][y + 3 - tap / 3][2 - tap % 3]);
                    for (int c = 0; c < 8; ++c) {
                        float const k = reinterpret_cast<float const*>(&w.w2[c][tap])[o];
                        d[c][0] += k * a;
                        d[c][1] += k * b;
                    }
                }
            for (int c = 0; c < 8; ++c)
                for (int row = 0; row < 2; ++row) store(dp1[c][y + row], d[c][row]);
        }
        for (int c = 0; c < 8; c += 2) {
            pack part[2][9], bias[2]{};
            for (int k = 0; k < 2; ++k)
                for (int tap = 0; tap < 9; ++tap) part[k][tap] = g[c + k][tap];
            for (int y = 0; y < 14; ++y)
                for (int row = 0; row < 2; ++row) {
                    pack d[2][2];
                    for (int k = 0; k < 2; ++k) {
                        pack const p = load<pack>(dp1[c + k][y]);
                        int16 const at = s.at1[c + k][y];
                        pack const a = at == 2 * row ? p : pack{},
                                   b = at == 2 * row + 1 ? p : pack{};
                        d[k][0] = zip_low(a, b);
                        d[k][1] = zip_high(a, b);
                        bias[k] += a + b;
                    }
                    for (int tap = 0; tap < 9; ++tap)
                        for (int half = 0; half < 2; ++half) {
                            pack const x =
                                load<pack>(&s.x[2 * y + row + tap / 3][tap % 3 + 16 * half]);
                            for (int k = 0; k < 2; ++k) part[k][tap] += d[k][half] * x;
                        }
                }
            for (int k = 0; k < 2; ++k) {
                for (int tap = 0; tap < 9; ++tap) g[c + k][tap] = part[k][tap];
                gb[c + k] += bias[k];
            }
        }
    }
    void update_head() {
        for (int i = 0; i < 49; ++i) {
            pack g[10]{};
            for (sample const& s : samples)
                for (int o = 0; o < 10; ++o) g[o] += s.logits[o] * s.p2[i];
            for (int o = 0; o < 10; ++o) update(w.w3[o][i], velocity.w3[o][i], g[o]);
        }
        for (int o = 0; o < 10; ++o) {
            float g = 0;
            for (sample const& s : samples) g += s.logits[o];
            update(w.b3[o], velocity.b3[o], g);
        }
    }

public:
    template <class Variables, class Leaves>
    vectorised(Variables const& from, Leaves const& leaves, float learning_rate)
        : rate(learning_rate) {
        float w1[8][3][3], w2[16][8][3][3], w3[10][16][7][7], b2[16], b3[10];
        leaves.copy(from, w1, w.b1, w2, b2, w3, b3);
        std::copy_n(&w1[0][0][0], 72, &w.w1[0][0]);
        std::copy_n(b3, 10, w.b3);
        for (int o = 0; o < 16; ++o) {
            w.b2[o] = b2[o];
            for (int c = 0; c < 8; ++c)
                for (int tap = 0; tap < 9; ++tap) w.w2[c][tap][o] = w2[o][c][tap / 3][tap % 3];
            for (int k = 0; k < 10; ++k)
                for (int i = 0; i < 49; ++i) w.w3[k][i][o] = w3[k][o][i / 7][i % 7];
        }
    }
    float step(float const (*images)[28][28], std::int32_t const* labels) {
        pack g1[8][9]{}, gb1[8]{}, g2[8][9]{}, gb2{};
        float loss = 0;
        for (int n = 0; n < Batch; ++n) {
            sample& s = samples[static_cast<std::size_t>(n)];
            for (int y = 0; y < 28; ++y) std::copy_n(images[n][y], 28, &s.x[1 + y][1]);
            first(s);
            second(s);
            loss += head(s, labels[n]);
            second_back(s);
            second_weights(s, g2, gb2);
            first_back(s, g1, gb1);
        }
        update_head();
        for (int c = 0; c < 8; ++c)
            for (int tap = 0; tap < 9; ++tap) {
                update(w.w2[c][tap], velocity.w2[c][tap], g2[c][tap]);
                update(w.w1[c][tap], velocity.w1[c][tap], sum(g1[c][tap]));
            }
        update(w.b2, velocity.b2, gb2);
        for (int c = 0; c < 8; ++c) update(w.b1[c], velocity.b1[c], sum(gb1[c]));
        return loss / Batch;
    }
};

}  // namespace baseline::cnn
