// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "../laws.hpp"

/// Comparison with the values and gradients that ops.py recorded in ops.txt, which is read at run
/// time so that a test costs no more to compile.
namespace torch {

struct entry {
    std::string what, shape;
    laws::numbers values;
};

/// The entries of a record: its operands, the cotangent, the value, the gradients.
inline std::vector<entry> record(std::string const& name) {
    std::ifstream file(std::filesystem::path(__FILE__).parent_path() / "ops.txt");
    std::vector<entry> found;
    bool inside = false;
    for (std::string line; std::getline(file, line);) {
        if (line == "op " + name) inside = true;
        else if (line.starts_with("op ")) inside = false;
        else if (inside) {
            std::istringstream words(line);
            entry e;
            words >> e.what >> e.shape;
            for (std::string word; words >> word;) e.values.push_back(std::strtod(word.c_str(), nullptr));
            found.push_back(std::move(e));
        }
    }
    return found;
}

template <class Operand>
struct recorded : Operand {
    laws::numbers values;
    mutable std::size_t at = 0;
    double draw(laws::draws&) const { return values[at++ % values.size()]; }
};

template <class E>
std::string shape_of() {
    std::string s = "(";
    for (int i = 0; i < E::shape_type::rank; ++i) {
        if (i > 0) s += ',';
        s += std::to_string(E::shape_type::value.axis[i]);
    }
    return s + ")";
}

template <bool Gradient, class F, class... Operand>
void compare(char const* name, F, Operand... operand) {
    using E = decltype(laws::expression_of<double, -1, F, Operand...>());
    auto const entries = record(name);
    INFO("torch: " << name);
    REQUIRE(entries.size() >= sizeof...(Operand) + 2);
    [&]<std::size_t... I>(std::index_sequence<I...>) {
        REQUIRE(((entries[I].values.size() == Operand::size) && ...));
        laws::with_values<E>(1, [&](auto const& y) {
            entry const &cotangent = entries[sizeof...(Operand)], &value = entries[sizeof...(Operand) + 1];
            CHECK(value.shape == shape_of<E>());
            CHECK(laws::agree(y.value(), value.values, 1e-11, 1e-4));
            if constexpr (Gradient) {
                laws::numbers g;
                for (std::size_t k = sizeof...(Operand) + 2; k < entries.size(); ++k)
                    g.insert(g.end(), entries[k].values.begin(), entries[k].values.end());
                CHECK(laws::agree(y.gradient(cotangent.values), g, 1e-10, 1e-4));
            }
        }, recorded<Operand>{operand, entries[I].values}...);
    }(std::index_sequence_for<Operand...>{});
}

/// Value and gradients are torch's.
template <class F, class... Operand>
void agrees(char const* name, F f, Operand... operand) {
    compare<true>(name, f, operand...);
}
/// Of what has no gradient.
template <class F, class... Operand>
void value_agrees(char const* name, F f, Operand... operand) {
    compare<false>(name, f, operand...);
}

/// A function with the name of its record.
template <class F>
struct named {
    char const* name;
    F f;
    constexpr named(char const* n, F function) : name(n), f(function) {}
};

}  // namespace torch
