// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <string_view>

#include <espalier/core/config.hpp>

/// The page of a plan, up to its data and from there to its script.
namespace espalier::inline ESPALIER_ABI::detail {

inline constexpr std::string_view html_head = R"page(<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>plan</title>
<style>
:root{--ink:#1c2321;--soft:#5d6864;--line:#d6dcd9;--page:#f6f8f7;--card:#fff;
--kept:#2e7d32;--kept-fill:#d9f2df;--frozen:#5c6bc0;--frozen-fill:#e3e8f4;
--stopped:#c77700;--stopped-fill:#fdebd3;--data:#757575;--data-fill:#eee;--unreached:#bdbdbd;--unreached-fill:#fff}
*{box-sizing:border-box}
body{margin:0;font:14px/1.45 system-ui,"DejaVu Sans",sans-serif;color:var(--ink);background:var(--page)}
header{padding:14px 20px 6px}h1{font-size:19px;margin:0 0 8px}h2{font-size:15px;margin:0 0 8px}
.figures{display:flex;flex-wrap:wrap;gap:8px}
.figures div{background:var(--card);border:1px solid var(--line);border-radius:6px;padding:5px 11px}
.figures b{display:block;font-size:16px;font-variant-numeric:tabular-nums}.figures span{color:var(--soft);font-size:12px}
.legend{display:flex;flex-wrap:wrap;gap:14px;padding:8px 20px;font-size:13px}
.legend i{display:inline-block;width:14px;height:14px;border:2px solid;border-radius:3px;margin-right:5px;vertical-align:-2px}
.tools{margin-left:auto;display:flex;gap:4px}
button,input{font:inherit;border:1px solid var(--line);border-radius:4px;background:var(--card);color:inherit;padding:1px 9px}
input{width:150px}
main{display:grid;grid-template-columns:minmax(0,1fr) 74px 330px;gap:10px;padding:0 20px;height:max(430px,66vh)}
.card{background:var(--card);border:1px solid var(--line);border-radius:6px;overflow:auto;padding:10px}
#graph{padding:0;position:relative}#graph>svg{display:block;margin:0 auto}#overview{padding:0;overflow:hidden;position:relative;cursor:pointer}
#overview div{position:absolute;left:0;right:0;border:1px solid var(--ink);background:#0001;pointer-events:none}
section{margin:10px 20px}
.node{cursor:pointer;outline:none}.node rect{stroke-width:1.3;rx:5}
.node text{font-size:11px;fill:var(--ink);text-anchor:middle}.node .op{font-weight:600;font-size:12px}.node .why{font-style:italic}
.edge{fill:none;stroke:#a9b1ad;stroke-width:1.1}.edge.kept{stroke:var(--kept);stroke-width:1.9}
.edge.near{stroke:#111;stroke-width:2.4}
.kept rect{fill:var(--kept-fill);stroke:var(--kept)}
.frozen rect{fill:var(--frozen-fill);stroke:var(--frozen);stroke-dasharray:4 3}
.stopped rect{fill:var(--stopped-fill);stroke:var(--stopped);stroke-dasharray:4 3}
.data rect{fill:var(--data-fill);stroke:var(--data)}
.unreached rect{fill:var(--unreached-fill);stroke:var(--unreached);stroke-dasharray:2 3}
.frozen .why{fill:var(--frozen)}.stopped .why{fill:var(--stopped)}.data .why,.unreached .why{fill:var(--soft)}
.node.chosen rect,.node:focus-visible rect{stroke-width:3;stroke-dasharray:none}
.dim{opacity:.22}
dl{display:grid;grid-template-columns:max-content 1fr;gap:2px 12px;margin:0}dt{color:var(--soft)}dd{margin:0;overflow-wrap:anywhere}
table{border-collapse:collapse;font-size:13px;font-variant-numeric:tabular-nums}
th{text-align:left;color:var(--soft);font-weight:500}td,th{padding:2px 14px 2px 0;border-bottom:1px solid var(--line);vertical-align:top}
a{color:inherit}.bar{height:9px;display:inline-block;vertical-align:middle;border-radius:2px}
.scroll{overflow:auto;max-height:420px}.hint{color:var(--soft);font-size:12px;margin:4px 0 0}
.block{stroke:#fff;stroke-width:.6;cursor:pointer}.block.chosen{stroke:#111;stroke-width:2}
.axis{font-size:10px;fill:var(--soft)}
</style></head><body>
<script type="application/json" id="plan">)page";

inline constexpr std::string_view html_body = R"page(</script>
<header><h1></h1><div class="figures"></div></header>
<div class="legend"><span class="tools"><input type="search" placeholder="find a node" aria-label="find a node">
<button data-zoom="0.8">−</button><button data-zoom="1.25">+</button><button data-zoom="0">fit</button></span></div>
<main><div class="card" id="graph"></div><div class="card" id="overview" title="the whole graph"><div></div></div>
<aside class="card" id="details"><h2>A node</h2><p class="hint">Click a node of the graph, or a bar below.</p></aside></main>
<section class="card"><h2>The workspace over the course of a step</h2><div id="memory" class="scroll"></div>
<p class="hint">Left to right the loops of a step, bottom to top the bytes of the workspace; a box is a value from the loop that makes it to the last that reads it. The shaded part is the backward pass.</p></section>
<section class="card"><h2>Loops</h2><div id="loops" class="scroll"></div></section>
<section class="card"><h2>Floating-point operations by node</h2><div id="flops" class="scroll"></div></section>
<section class="card" id="groups-card"><h2>Parameter groups</h2><div id="groups"></div></section>
<script>
)page";

}  // namespace espalier::inline ESPALIER_ABI::detail
