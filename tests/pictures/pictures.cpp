// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
//
// Writes the plans of a small and of a large net as pages and pictures into a folder:
//   pictures FOLDER
#include <cstdio>
#include <espalier/adapter/archive.hpp>
#include <espalier/adapter/html.hpp>
#include <espalier/adapter/text.hpp>
#include <espalier/core.hpp>

namespace es = espalier;

namespace {

constexpr auto x = es::input<"x", es::shape<10>>;
constexpr auto t = es::input<"target", es::shape<2>>;
constexpr auto fc1 = es::linear<"fc1", 10, 20>;
constexpr auto fc2 = es::linear<"fc2", 20, 5>;
constexpr auto fc3 = es::linear<"fc3", 5, 2>;

// about 10 nodes, all three branches: kept, frozen, stopped
constexpr auto small_x = es::input<"x", es::shape<4>>;
constexpr auto head = es::linear<"head", 3, 2, float>(es::no_bias);
constexpr auto body = es::linear<"body", 4, 3, float>(es::no_bias);
constexpr auto w = es::parameter<"w", es::shape<3>>;
constexpr auto small = sum(head(relu(es::freeze(body)(small_x)) + es::stop_gradient(w * w)));

constexpr auto medium = es::mse(fc3(relu(fc2(relu(fc1(x))))), t);

// more than 300 nodes: 50 residual blocks, of which the first 40 are frozen
template <int I>
constexpr auto block_name = [] {
    es::fixed_string<8> name("block00");
    name.text[5] = static_cast<char>('0' + I / 10);
    name.text[6] = static_cast<char>('0' + I % 10);
    return name;
}();
template <int I, class E>
constexpr auto blocks(E e) {
    if constexpr (I == 50) {
        return e;
    } else if constexpr (constexpr auto inner = es::linear<block_name<I>, 10, 10>; I < 40) {
        return blocks<I + 1>(e + relu(es::freeze(inner)(e)));
    } else {
        return blocks<I + 1>(e + relu(inner(e)));
    }
}
constexpr auto large = es::mse(es::linear<"head", 10, 2>(blocks<0>(x)), t);

}  // namespace

int main(int, char** argv) {
    std::string const folder = std::string(argv[1]) + "/";
    auto write = [&](std::string const& name, std::string const& text) {
        es::detail::write_whole_file(folder + name, text);
    };
    constexpr auto ten = es::plan(small, es::wrt(es::all));
    write("small.html", es::to_html(ten, "a net of ten nodes"));
    write("small.dot", es::to_dot(ten));
    write("small.mmd", es::to_mermaid(ten));

    auto const trainer =
        es::trainer(medium, es::sgd(es::groups(es::group(fc3, es::lr = 0.1f),
                                               es::group(fc2, es::lr = es::cosine(0.1f, 1000)),
                                               es::group(es::rest, es::lr = es::zero)),
                                    es::momentum = 0.9f));
    write("plan.html", es::to_html(trainer, "three layers, the first frozen"));
    write("plan.dot", es::to_dot(trainer.plan));
    write("plan.mmd", es::to_mermaid(trainer.plan));
    write("plan.txt", es::to_text(trainer.plan));

    auto const long_trainer = es::trainer(large, es::adam(es::lr = 1e-3f));
    write("large.html", es::to_html(long_trainer, "fifty residual blocks, forty frozen"));
    write("large.dot", es::to_dot(long_trainer.plan));
}
