// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <functional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <type_traits>
#include <vector>

#include <espalier/optim/trainer.hpp>

/// What files of arrays have in common: entries by name, and where each belongs in memory.
namespace espalier::inline ESPALIER_ABI {

static_assert(std::endian::native == std::endian::little,
              "files are written for little-endian hosts");

/// A file that cannot be read, or the first entry in it that does not fit.
struct file_error : std::runtime_error {
    using std::runtime_error::runtime_error;
};

namespace detail {

/// One array of a file: elements by rows, little endian. `type` is NumPy's: f4, f8, u4.
struct file_entry {
    std::string name, type;
    std::vector<std::uint64_t> shape;
    std::string bytes;
};

/// One array in memory.
struct file_place {
    std::string name, type;
    std::vector<std::uint64_t> shape;
    std::function<std::string()> get;
    std::function<void(std::string const&)> put;
};

[[noreturn]] inline void raise_file_error(std::string const& path, std::string const& clause) {
    throw file_error("espalier: '" + path + "': " + clause);
}

template <class T>
constexpr char const* file_type() {
    if constexpr (std::is_same_v<T, float>)
        return "f4";
    else if constexpr (std::is_same_v<T, double>)
        return "f8";
    else
        return "u4";
}

/// The bytes of the elements that a type and a shape need; false where the product overflows.
inline bool bytes_needed(std::string const& type, std::vector<std::uint64_t> const& shape,
                         std::uint64_t& bytes) {
    bytes = static_cast<std::uint64_t>(type.back() - '0');
    bool empty = false;
    for (std::uint64_t const extent : shape) empty = empty || extent == 0;
    if (empty)
        bytes = 0;
    else
        for (std::uint64_t const extent : shape)
            if (__builtin_mul_overflow(bytes, extent, &bytes)) return false;
    return true;
}

inline std::string text_of_shape(std::vector<std::uint64_t> const& shape) {
    std::string text = "(";
    for (std::size_t i = 0; i < shape.size(); ++i)
        text += (i ? ", " : "") + std::to_string(shape[i]);
    return text + (shape.size() == 1 ? ",)" : ")");
}

template <class Tensor>
file_place place_of_tensor(std::string name, Tensor& tensor) {
    using T = typename std::remove_const_t<Tensor>::value_type;
    file_place p{std::move(name), file_type<T>(), {}, {}, {}};
    for (int i = 0; i < Tensor::rank; ++i) p.shape.push_back(Tensor::extent(i));
    p.get = [&tensor] {
        std::string bytes(tensor.size() * sizeof(T), '\0');
        for (index_t i = 0; i < tensor.size(); ++i)
            std::memcpy(bytes.data() + i * sizeof(T), &tensor.flat(i), sizeof(T));
        return bytes;
    };
    if constexpr (!std::is_const_v<Tensor>)
        p.put = [&tensor](std::string const& bytes) {
            for (index_t i = 0; i < tensor.size(); ++i)
                std::memcpy(&tensor.flat(i), bytes.data() + i * sizeof(T), sizeof(T));
        };
    return p;
}

template <class Number>
file_place place_of_number(std::string name, Number& number) {
    file_place p{std::move(name), file_type<std::remove_const_t<Number>>(), {}, {}, {}};
    p.get = [&number] {
        return std::string(reinterpret_cast<char const*>(&number), sizeof number);
    };
    if constexpr (!std::is_const_v<Number>)
        p.put = [&number](std::string const& bytes) {
            std::memcpy(&number, bytes.data(), sizeof number);
        };
    return p;
}

template <class Variables>
void add_variables(std::vector<file_place>& places, Variables& vars) {
    using leaves = typename std::remove_const_t<Variables>::leaves;
    [&]<class... Leaf>(list<Leaf...>) {
        char const done[]{(places.push_back(place_of_tensor(std::string(Leaf::name.view()),
                                                            Variables::template at<Leaf>(vars))),
                           char{})...,
                          char{}};
        (void)done;
    }(leaves{});
}

/// Optimizer state stands beside the weights as `fc1.weight@momentum_buffer`, what schedules and
/// random draws go by as `@step` and `@draws`.
template <class Trainer>
void add_trainer(std::vector<file_place>& places, Trainer& trainer) {
    using type = std::remove_const_t<Trainer>;
    type::for_each_trained([&]<std::size_t I, class Leaf>() {
        auto& state = slot_at<I>(trainer.states);
        using kept = std::remove_cvref_t<decltype(state)>;
        std::string const prefix = std::string(Leaf::name.view()) + "@";
        if constexpr (kept::states > 0)
            for (int i = 0; i < kept::states; ++i)
                places.push_back(place_of_tensor(
                    prefix + std::string(
                                 kept::rule::template state_name<typename kept::group::options,
                                                                 typename kept::group::flags>(i)),
                    state.tensors[i]));
        if constexpr (kept::rule::scalars > 0)
            for (int i = 0; i < kept::rule::scalars; ++i)
                places.push_back(
                    place_of_number(prefix + "scalar" + std::to_string(i), state.scalars[i]));
        if constexpr (kept::counts_steps)
            places.push_back(place_of_number(prefix + "step", state.count));
    });
    if constexpr (type::training::scheduled)
        places.push_back(place_of_number("@step", trainer.step_count));
    if constexpr (type::training::draws)
        places.push_back(place_of_number("@draws", trainer.draw_count));
}

/// Refuses gradients that wait for `apply`: they are not saved.
template <class Trainer>
void check_nothing_waits(Trainer const& trainer, std::string const& path) {
    if constexpr (Trainer::Batched)
        if (trainer.sums.samples != 0)
            raise_file_error(
                path, "accumulated gradients wait for apply; call trainer.apply(vars) first");
}

inline std::vector<file_entry> entries_of(std::vector<file_place> const& places) {
    std::vector<file_entry> entries;
    entries.reserve(places.size());
    for (auto const& p : places) entries.push_back({p.name, p.type, p.shape, p.get()});
    return entries;
}

/// Whether an entry is a leaf's: under its name, or that of PyTorch's modules of several layers,
/// whose first layer has `weight_ih_l0` for `weight_ih`.
inline bool is_entry_of(std::string const& entry, std::string const& leaf) {
    if (entry == leaf) return true;
    for (std::string_view end : {"weight_ih", "weight_hh", "bias_ih", "bias_hh"})
        if (leaf.ends_with(end)) return entry == leaf + "_l0";
    return false;
}
/// How often PyTorch's batch norm was updated: of no use to a program, and of integers.
inline bool is_left_alone(std::string_view entry) { return entry.ends_with("num_batches_tracked"); }

/// Writes every entry to its place, or none where one does not fit. Without a trainer, the
/// optimizer state in the file is left alone.
inline void put_entries(std::vector<file_place> const& places,
                        std::vector<file_entry> const& entries, bool with_state,
                        std::string const& path) {
    std::vector<file_entry const*> source;
    for (auto const& p : places) {
        file_entry const* found = nullptr;
        for (auto const& e : entries) {
            if (!is_entry_of(e.name, p.name)) continue;
            if (found)
                raise_file_error(path, "entries '" + found->name + "' and '" + e.name +
                                           "' both belong to '" + p.name + "'");
            found = &e;
        }
        if (!found) raise_file_error(path, "there is no entry '" + p.name + "'");
        if (found->shape != p.shape)
            raise_file_error(path, "entry '" + p.name + "' has shape " +
                                       text_of_shape(found->shape) + ", the variables have " +
                                       text_of_shape(p.shape));
        if (found->type != p.type)
            raise_file_error(path, "entry '" + p.name + "' has type " + found->type +
                                       ", the variables have " + p.type);
        source.push_back(found);
    }
    for (auto const& e : entries) {
        bool known =
            is_left_alone(e.name) || (!with_state && e.name.find('@') != std::string::npos);
        for (auto const& p : places) known = known || is_entry_of(e.name, p.name);
        if (!known) raise_file_error(path, "the variables have no entry '" + e.name + "'");
    }
    for (std::size_t i = 0; i < places.size(); ++i) places[i].put(source[i]->bytes);
}

inline void refuse_duplicates(std::vector<file_entry> const& entries, std::string const& path) {
    std::vector<std::string_view> names;
    names.reserve(entries.size());
    for (auto const& e : entries) names.push_back(e.name);
    std::sort(names.begin(), names.end());
    auto const twice = std::adjacent_find(names.begin(), names.end());
    if (twice != names.end())
        raise_file_error(path, "two entries are called '" + std::string(*twice) + "'");
}

inline std::string read_whole_file(std::string const& path) {
    std::ifstream in(path, std::ios::binary);
    if (!in || std::filesystem::is_directory(path)) raise_file_error(path, "cannot be opened");
    std::string content;
    char block[1 << 16];
    while (in.read(block, sizeof block) || in.gcount() > 0)
        content.append(block, static_cast<std::size_t>(in.gcount()));
    if (in.bad()) raise_file_error(path, "cannot be read");
    return content;
}

/// Under a temporary name first, so that a reader sees the old file or the new one, never a part.
inline void write_whole_file(std::string const& path, std::string_view content) {
    std::string const temporary = path + ".partial";
    std::error_code ignored;
    {
        std::ofstream out(temporary, std::ios::binary | std::ios::trunc);
        if (!out) raise_file_error(path, "cannot be written");
        out.write(content.data(), static_cast<std::streamsize>(content.size()));
        out.close();
        if (!out) {
            std::filesystem::remove(temporary, ignored);
            raise_file_error(path, "cannot be written whole");
        }
    }
    std::error_code failed;
    std::filesystem::rename(temporary, path, failed);
    if (failed) {
        std::filesystem::remove(temporary, ignored);
        raise_file_error(path, "cannot be replaced: " + failed.message());
    }
}

/// An unsigned little-endian number at a position that was checked.
template <class N>
N number_at(std::string_view bytes, std::size_t at) {
    N number;
    std::memcpy(&number, bytes.data() + at, sizeof number);
    return number;
}
template <class N>
void append_number(std::string& bytes, N number) {
    bytes.append(reinterpret_cast<char const*>(&number), sizeof number);
}

template <class Variables>
std::vector<file_place> places_of(Variables& vars) {
    std::vector<file_place> places;
    add_variables(places, vars);
    return places;
}
template <class Variables, class Trainer>
std::vector<file_place> places_of(Variables& vars, Trainer& trainer) {
    auto places = places_of(vars);
    add_trainer(places, trainer);
    return places;
}

}  // namespace detail
}  // namespace espalier::inline ESPALIER_ABI
