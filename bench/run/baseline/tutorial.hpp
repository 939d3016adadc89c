// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <algorithm>

#include "pack.hpp"
#if __has_include(<Eigen/Dense>)
#include <Eigen/Dense>
#define BENCH_EIGEN
#endif

/// A training step of 10-20-5-2 by hand: relu, mean squared error over the batch, SGD with
/// momentum; of all layers, or of the last layer only. Weights come as arrays in PyTorch's order.
namespace baseline::tutorial {

inline constexpr float momentum = 0.9f;
struct weights {
    float w1[20][10], b1[20], w2[5][20], b2[5], w3[2][5], b3[2];
};

template <class P, class G>
inline void update(P& p, P& v, G g, float rate) {
    v = momentum * v + g;
    p -= rate * v;
}

/// Plain loops, as anybody writes them: gradients of the batch are summed, then applied.
template <int Batch, bool All>
class plain {
    weights w, velocity{}, gradient;
    float rate;

    template <int In, int Out>
    static void forward(float const (&k)[Out][In], float const (&b)[Out], float const* in,
                        float* out, bool relu) {
        for (int o = 0; o < Out; ++o) {
            float sum = b[o];
            for (int i = 0; i < In; ++i) sum += k[o][i] * in[i];
            out[o] = relu ? std::max(sum, 0.0f) : sum;
        }
    }
    template <int In, int Out>
    static void backward(float const (&k)[Out][In], float const* g, float const* h, float* dh) {
        for (int i = 0; i < In; ++i) dh[i] = 0;
        for (int o = 0; o < Out; ++o)
            for (int i = 0; i < In; ++i) dh[i] += k[o][i] * g[o];
        for (int i = 0; i < In; ++i) dh[i] = h[i] > 0 ? dh[i] : 0;
    }
    template <int In, int Out>
    static void gather(float (&dk)[Out][In], float (&db)[Out], float const* g, float const* in) {
        for (int o = 0; o < Out; ++o) {
            for (int i = 0; i < In; ++i) dk[o][i] += g[o] * in[i];
            db[o] += g[o];
        }
    }
    template <int In, int Out>
    void apply(float (&k)[Out][In], float (&b)[Out], float (&vk)[Out][In], float (&vb)[Out],
               float const (&dk)[Out][In], float const (&db)[Out]) const {
        for (int o = 0; o < Out; ++o) {
            for (int i = 0; i < In; ++i) update(k[o][i], vk[o][i], dk[o][i], rate);
            update(b[o], vb[o], db[o], rate);
        }
    }

public:
    plain(weights const& from, float learning_rate) : w(from), rate(learning_rate) {}
    float step(float const (*x)[10], float const (*t)[2]) {
        gradient = weights{};
        float loss = 0;
        for (int n = 0; n < Batch; ++n) {
            float h1[20], h2[5], y[2], g[2], g2[5], g1[20];
            forward(w.w1, w.b1, x[n], h1, true);
            forward(w.w2, w.b2, h1, h2, true);
            forward(w.w3, w.b3, h2, y, false);
            for (int o = 0; o < 2; ++o) {
                float const e = y[o] - t[n][o];
                loss += e * e;
                g[o] = e / Batch;
            }
            gather(gradient.w3, gradient.b3, g, h2);
            if constexpr (All) {
                backward(w.w3, g, h2, g2);
                backward(w.w2, g2, h1, g1);
                gather(gradient.w2, gradient.b2, g2, h1);
                gather(gradient.w1, gradient.b1, g1, x[n]);
            }
        }
        apply(w.w3, w.b3, velocity.w3, velocity.b3, gradient.w3, gradient.b3);
        if constexpr (All) {
            apply(w.w2, w.b2, velocity.w2, velocity.b2, gradient.w2, gradient.b2);
            apply(w.w1, w.b1, velocity.w1, velocity.b1, gradient.w1, gradient.b1);
        }
        return loss / (2 * Batch);
    }
};

/// Twenty numbers: a register of 16 and one of 4.
struct twenty {
    float16 a;
    float4 b;
    friend twenty operator*(float s, twenty v) { return {s * v.a, s * v.b}; }
    friend twenty operator+(twenty v, twenty w) { return {v.a + w.a, v.b + w.b}; }
    twenty& operator+=(twenty v) { return *this = *this + v; }
    twenty& operator-=(twenty v) { return *this = {a - v.a, b - v.b}; }
    float operator[](int i) const { return reinterpret_cast<float const*>(this)[i]; }
};
inline twenty relu(twenty v) { return {baseline::relu(v.a), baseline::relu(v.b)}; }
inline twenty where_positive(twenty h, twenty d) {
    return {h.a > 0 ? d.a : float16{}, h.b > 0 ? d.b : float4{}};
}
inline twenty load_twenty(float const* from) {
    return {load<float16>(from), load<float4>(from + 16)};
}
inline float16 load_ten(float const* from) {
    return __builtin_shufflevector(load<float8>(from), load<float8>(from + 2), 0, 1, 2, 3, 4, 5, 6,
                                   7, 14, 15, 15, 15, 15, 15, 15, 15);
}
inline void store_twenty(float* to, twenty v) {
    store(to, v.a);
    store(to + 16, v.b);
}
inline float8 where_positive(float8 h, float8 d) { return h > 0 ? d : float8{}; }

/// The first layer's weights as in x out, the others' as out x in: no product over a layer ends in
/// a sum along a register, but the second's and third's at one sample, where four are added at
/// once.
struct registers {
    twenty w1[10], b1, w2[5];
    float8 w3[2], b2;
    float4 b3;
    registers() = default;
    explicit registers(weights const& from) : registers() {
        float t1[10][20];
        for (int o = 0; o < 20; ++o)
            for (int i = 0; i < 10; ++i) t1[i][o] = from.w1[o][i];
        for (int i = 0; i < 10; ++i) w1[i] = load_twenty(t1[i]);
        b1 = load_twenty(from.b1);
        w3[0] = w3[1] = b2 = float8{};
        b3 = float4{from.b3[0], from.b3[1]};
        for (int o = 0; o < 5; ++o) {
            w2[o] = load_twenty(from.w2[o]);
            b2[o] = from.b2[o];
            w3[0][o] = from.w3[0][o];
            w3[1][o] = from.w3[1][o];
        }
    }
};
/// The sums of four registers, in one.
inline float4 sums(float4 a, float4 b, float4 c, float4 d) {
    float4 const x = __builtin_shufflevector(a, b, 0, 4, 1, 5) +
                     __builtin_shufflevector(a, b, 2, 6, 3, 7),
                 y = __builtin_shufflevector(c, d, 0, 4, 1, 5) +
                     __builtin_shufflevector(c, d, 2, 6, 3, 7);
    return __builtin_shufflevector(x, y, 0, 1, 4, 5) + __builtin_shufflevector(x, y, 2, 3, 6, 7);
}

template <int Batch, bool All>
class vectorised {
    registers w, velocity{};
    float rate;

    /// One sample; everything stays in registers.
    float one(float const* x, float const* t) {
        twenty even = w.b1, odd{};
        for (int i = 0; i < 10; i += 2) {
            even += x[i] * w.w1[i];
            odd += x[i + 1] * w.w1[i + 1];
        }
        twenty const h1 = relu(even + odd);
        float4 part[5];
        for (int o = 0; o < 5; ++o) {
            float8 const half = low(w.w2[o].a * h1.a) + high(w.w2[o].a * h1.a);
            part[o] = low(half) + high(half) + w.w2[o].b * h1.b;
        }
        float4 const z2 = sums(part[0], part[1], part[2], part[3]);
        float8 const h2 = baseline::relu(
            __builtin_shufflevector(z2, float4{sum(part[4])}, 0, 1, 2, 3, 4, 5, 6, 7) + w.b2);
        float8 const y0 = w.w3[0] * h2, y1 = w.w3[1] * h2;
        float4 const y = sums(low(y0) + high(y0), low(y1) + high(y1), float4{}, float4{}) + w.b3;
        float4 const e = y - float4{t[0], t[1]};
        float8 const d2 = where_positive(h2, e[0] * w.w3[0] + e[1] * w.w3[1]);
        update(w.w3[0], velocity.w3[0], e[0] * h2, rate);
        update(w.w3[1], velocity.w3[1], e[1] * h2, rate);
        update(w.b3, velocity.b3, e, rate);
        if constexpr (All) {
            twenty d1{};
            for (int o = 0; o < 5; ++o) d1 += d2[o] * w.w2[o];
            d1 = where_positive(h1, d1);
            for (int o = 0; o < 5; ++o) update(w.w2[o], velocity.w2[o], d2[o] * h1, rate);
            update(w.b2, velocity.b2, d2, rate);
            for (int i = 0; i < 10; ++i) update(w.w1[i], velocity.w1[i], x[i] * d1, rate);
            update(w.b1, velocity.b1, d1, rate);
        }
        return (e[0] * e[0] + e[1] * e[1]) / 2;
    }

    static constexpr int packs = Batch < 16 ? 1 : Batch / 16;
    using lanes = float16[packs];  // the samples of a batch

    /// The second layer's values, samples in lanes; the first layer's, a sample a row, if wanted.
    void hidden(float const (*x)[10], float (*h1)[20], lanes (&h2)[5]) const {
        if constexpr (All) {
            float w2_by_input[20][8]{};
            for (int o = 0; o < 5; ++o)
                for (int i = 0; i < 20; ++i) w2_by_input[i][o] = w.w2[o][i];
            alignas(64) float z2[Batch][8];
            for (int n = 0; n < Batch; ++n) {
                twenty a = w.b1;
                for (int i = 0; i < 10; ++i) a += x[n][i] * w.w1[i];
                store_twenty(h1[n], relu(a));
            }
            for (int n = 0; n < Batch; ++n) {
                float8 a = w.b2, b{};
                for (int i = 0; i < 20; i += 2) {
                    a += h1[n][i] * load<float8>(w2_by_input[i]);
                    b += h1[n][i + 1] * load<float8>(w2_by_input[i + 1]);
                }
                store(z2[n], baseline::relu(a + b));
            }
            for (int p = 0; p < packs; ++p) {
                float16 rows[16];
                for (int n = 0; n < 16; ++n) {
                    float8 const half = load<float8>(z2[16 * p + n]);
                    rows[n] = __builtin_shufflevector(half, half, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10,
                                                      11, 12, 13, 14, 15);
                }
                transpose(rows);
                for (int o = 0; o < 5; ++o) h2[o][p] = rows[o];
            }
        } else {
            lanes xs[10], first[20];
            for (int p = 0; p < packs; ++p) {
                float16 rows[16];
                for (int n = 0; n < 16; ++n) rows[n] = load_ten(x[16 * p + n]);
                transpose(rows);
                for (int i = 0; i < 10; ++i) xs[i][p] = rows[i];
            }
            for (int o = 0; o < 20; o += 4) {
                lanes a[4];
                for (int k = 0; k < 4; ++k)
                    for (auto& v : a[k]) v = float16{} + w.b1[o + k];
                for (int i = 0; i < 10; ++i)
                    for (int k = 0; k < 4; ++k)
                        for (int p = 0; p < packs; ++p) a[k][p] += w.w1[i][o + k] * xs[i][p];
                for (int k = 0; k < 4; ++k)
                    for (int p = 0; p < packs; ++p) first[o + k][p] = baseline::relu(a[k][p]);
            }
            for (int o = 0; o < 5; ++o)
                for (auto& v : h2[o]) v = float16{} + w.b2[o];
            for (int i = 0; i < 20; ++i)
                for (int o = 0; o < 5; ++o)
                    for (int p = 0; p < packs; ++p) h2[o][p] += w.w2[o][i] * first[i][p];
            for (auto& h : h2)
                for (auto& v : h) v = baseline::relu(v);
        }
    }
    float many(float const (*x)[10], float const (*t)[2]) {
        alignas(64) float h1[Batch][20], d1[Batch][20];
        lanes h2[5], e[2], d2[5];
        hidden(x, h1, h2);
        float16 losses{};
        for (int o = 0; o < 2; ++o)
            for (int p = 0; p < packs; ++p) {
                float16 const a = load<float16>(t[16 * p]), b = load<float16>(t[16 * p + 8]),
                              target = o == 0 ? even(a, b) : odd(a, b);
                float16 y = float16{} + w.b3[o];
                for (int i = 0; i < 5; ++i) y += w.w3[o][i] * h2[i][p];
                losses += (y - target) * (y - target);
                e[o][p] = (y - target) * (1.0f / Batch);
            }
        auto const total = [](lanes const& a, lanes const& b) {
            float16 s{};
            for (int p = 0; p < packs; ++p) s += a[p] * b[p];
            return sum(s);
        };
        lanes ones;
        for (auto& v : ones) v = float16{} + 1.0f;
        float8 g3[2]{}, gb2{};
        float4 gb3{};
        for (int o = 0; o < 2; ++o) {
            for (int i = 0; i < 5; ++i) g3[o][i] = total(h2[i], e[o]);
            gb3[o] = total(e[o], ones);
        }
        if constexpr (All) {
            for (int i = 0; i < 5; ++i) {
                for (int p = 0; p < packs; ++p)
                    d2[i][p] =
                        h2[i][p] > 0 ? w.w3[0][i] * e[0][p] + w.w3[1][i] * e[1][p] : float16{};
                gb2[i] = total(d2[i], ones);
            }
            twenty g2[5]{};
            for (int n = 0; n < Batch; ++n) {
                twenty const h = load_twenty(h1[n]);
                twenty d{};
                for (int o = 0; o < 5; ++o) {
                    float const s = reinterpret_cast<float const*>(d2[o])[n];
                    g2[o] += s * h;
                    d += s * w.w2[o];
                }
                store_twenty(d1[n], where_positive(h, d));
            }
            for (int o = 0; o < 5; ++o) update(w.w2[o], velocity.w2[o], g2[o], rate);
            update(w.b2, velocity.b2, gb2, rate);
            twenty g1[10]{}, gb1{};
            for (int n = 0; n < Batch; ++n) {
                twenty const d = load_twenty(d1[n]);
                gb1 += d;
                for (int i = 0; i < 10; ++i) g1[i] += x[n][i] * d;
            }
            for (int i = 0; i < 10; ++i) update(w.w1[i], velocity.w1[i], g1[i], rate);
            update(w.b1, velocity.b1, gb1, rate);
        }
        update(w.w3[0], velocity.w3[0], g3[0], rate);
        update(w.w3[1], velocity.w3[1], g3[1], rate);
        update(w.b3, velocity.b3, gb3, rate);
        return sum(losses) / (2 * Batch);
    }

public:
    vectorised(weights const& from, float learning_rate) : w(from), rate(learning_rate) {}
    float step(float const (*x)[10], float const (*t)[2]) {
        if constexpr (Batch == 1)
            return one(*x, *t);
        else
            return many(x, t);
    }
};

#if defined(BENCH_EIGEN)
/// Eigen's matrices of fixed size, a sample a column.
template <int Batch, bool All>
class eigen {
    template <int Rows, int Columns>
    using matrix = Eigen::Matrix<float, Rows, Columns>;
    template <int In, int Out>
    struct layer {
        matrix<Out, In> w, vw = matrix<Out, In>::Zero();
        matrix<Out, 1> b, vb = matrix<Out, 1>::Zero();
        layer(float const (&k)[Out][In], float const (&bias)[Out]) {
            for (int o = 0; o < Out; ++o) {
                for (int i = 0; i < In; ++i) w(o, i) = k[o][i];
                b(o) = bias[o];
            }
        }
        template <class X>
        matrix<Out, Batch> operator()(X const& x) const {
            return (w * x).colwise() + b;
        }
        template <class H>
        matrix<In, Batch> back(matrix<Out, Batch> const& g, H const& h) const {
            matrix<In, Batch> d;
            d.noalias() = w.transpose() * g;
            return d.cwiseProduct((h.array() > 0).template cast<float>().matrix());
        }
        template <class X>
        void update(matrix<Out, Batch> const& g, X const& x, float rate) {
            vw *= momentum;
            vw.noalias() += g * x.transpose();
            w -= rate * vw;
            vb = momentum * vb + g.rowwise().sum();
            b -= rate * vb;
        }
    };
    layer<10, 20> l1;
    layer<20, 5> l2;
    layer<5, 2> l3;
    float rate;

public:
    eigen(weights const& from, float learning_rate)
        : l1(from.w1, from.b1), l2(from.w2, from.b2), l3(from.w3, from.b3), rate(learning_rate) {}
    float step(float const (*features)[10], float const (*targets)[2]) {
        Eigen::Map<matrix<10, Batch> const> const x(*features);
        Eigen::Map<matrix<2, Batch> const> const t(*targets);
        matrix<20, Batch> const h1 = l1(x).cwiseMax(0.0f);
        matrix<5, Batch> const h2 = l2(h1).cwiseMax(0.0f);
        matrix<2, Batch> const e = l3(h2) - t, g = e / Batch;
        if constexpr (All) {
            matrix<5, Batch> const g2 = l3.back(g, h2);
            matrix<20, Batch> const g1 = l2.back(g2, h1);
            l2.update(g2, h1, rate);
            l1.update(g1, x, rate);
        }
        l3.update(g, h2, rate);
        return e.squaredNorm() / (2 * Batch);
    }
};
#endif

}  // namespace baseline::tutorial
