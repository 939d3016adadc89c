// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <string_view>

#include <espalier/core/config.hpp>

/// The script of the page of a plan: lays the graph out, draws it, and answers clicks.
namespace espalier::inline ESPALIER_ABI::detail {

inline constexpr std::string_view html_script = R"page('use strict';
addEventListener('error', e => { document.body.dataset.error = e.message; });
const plan = JSON.parse(document.getElementById('plan').textContent);
const $ = s => document.querySelector(s);
const svgNs = 'http://www.w3.org/2000/svg';
const elements = make => (tag, at, parent, text) => {
  const e = make(tag);
  for (const k in at) e.setAttribute(k, at[k]);
  if (text !== undefined) e.textContent = text;
  if (parent) parent.append(e);
  return e;
};
const svg = elements(tag => document.createElementNS(svgNs, tag));
const html = elements(tag => document.createElement(tag));
const count = n => n.toLocaleString('en');
const bytes = n => n < 10240 ? count(n) + ' B' : n < 1e7 ? (n / 1024).toFixed(1) + ' KiB' : (n / 1048576).toFixed(1) + ' MiB';
const shape = s => '(' + s.join(', ') + ')';
const title = n => n.op === 'number' ? String(n.number) : n.op;
const label = n => [n.layer, n.name].filter(Boolean).join('.');
const states = {computed: 'kept', frozen: 'frozen', stop_gradient: 'stopped', input: 'data', 'no path to the output': 'unreached'};
const state = n => states[n.reason];
const meaning = {kept: 'adjoint computed', frozen: 'pruned: frozen', stopped: 'pruned: stop_gradient',
  data: 'data, or made of data only', unreached: 'no path to the output'};

// figures and legend
document.title = plan.title;
$('h1').textContent = plan.title;
for (const [what, n, unit] of plan.figures) {
  const card = html('div', {}, $('.figures'));
  html('b', {}, card, unit === 'bytes' ? bytes(n) : count(n));
  html('span', {}, card, unit === 'bytes' ? what : what + ' ' + unit);
}
for (const s of Object.values(states)) {
  if (!plan.nodes.some(n => n.shown && state(n) === s)) continue;
  const entry = html('span');
  html('i', {style: `background:var(--${s}-fill);border-color:var(--${s})`}, entry);
  entry.append(meaning[s]);
  $('.legend').insertBefore(entry, $('.tools'));
}

// layout: rows by longest path, order by barycentres, positions by least squares
const box = {w: 150, h: 42, gapX: 16, gapY: 30};
const cells = plan.nodes.map((n, i) => ({...n, id: i, row: 0, up: [], down: [], w: box.w})).filter(n => n.shown);
const byId = new Map(cells.map(c => [c.id, c]));
const isLeaf = c => c.operands.length === 0;
const links = [];
for (const c of cells) for (const o of new Set(c.operands)) if (byId.has(o)) links.push([byId.get(o), c]);
for (const c of cells) for (const o of c.operands) if (byId.has(o)) c.row = Math.max(c.row, byId.get(o).row + 1);
const readers = new Map(cells.map(c => [c.id, []]));
for (const [a, b] of links) readers.get(a.id).push(b);
for (const c of cells) if (isLeaf(c) && readers.get(c.id).length)
  c.row = Math.max(0, Math.min(...readers.get(c.id).map(r => r.row)) - 1);
const rows = [];
const put = c => { (rows[c.row] = rows[c.row] || []).push(c); };
cells.forEach(put);
const routes = links.map(([a, b]) => {
  const way = [a];
  for (let r = a.row + 1; r < b.row; ++r) {
    const bend = {row: r, bend: true, w: 10, up: [], down: []};
    put(bend); way.push(bend);
  }
  way.push(b);
  for (let i = 1; i < way.length; ++i) { way[i].up.push(way[i - 1]); way[i - 1].down.push(way[i]); }
  return {way, kept: a.adjoint && b.adjoint};
});
for (let r = 0; r < rows.length; ++r) rows[r] = rows[r] || [];
rows.forEach(row => row.forEach((c, i) => { c.x = i * (box.w + box.gapX); }));
const mean = (c, side) => {
  const near = side === 'both' ? c.up.concat(c.down) : c[side];
  if (!near.length) return c.x;
  let sum = 0, weight = 0;
  for (const o of near) { const w = o.bend && c.bend ? 8 : !o.bend && isLeaf(o) ? 0.2 : 2; sum += w * o.x; weight += w; }
  return sum / weight;
};
for (let pass = 0; pass < 6; ++pass) {
  const down = pass % 2 === 0, list = down ? rows : [...rows].reverse();
  for (const row of list) {
    const wish = new Map(row.map(c => [c, mean(c, down ? 'up' : 'down')]));
    row.sort((a, b) => wish.get(a) - wish.get(b));
    let x = -Infinity;
    for (const c of row) { c.x = Math.max(wish.get(c), x); x = c.x + (c.w + box.w) / 2 + box.gapX; }
  }
}
const settle = (row, side) => {
  // isotonic regression: as near to the wish as the order and the widths allow
  let offset = 0, last = null;
  const blocks = [];
  for (const c of row) {
    if (last) offset += (last.w + c.w) / 2 + box.gapX;
    last = c; c.offset = offset;
    let b = {sum: 0, weight: 0, cells: [c]};
    const weight = c.bend ? 4 : isLeaf(c) ? 0.1 : 1;
    b.sum = weight * (mean(c, side) - offset); b.weight = weight;
    while (blocks.length && blocks.at(-1).sum / blocks.at(-1).weight > b.sum / b.weight) {
      const a = blocks.pop();
      b = {sum: a.sum + b.sum, weight: a.weight + b.weight, cells: a.cells.concat(b.cells)};
    }
    blocks.push(b);
  }
  for (const b of blocks) for (const c of b.cells) c.x = b.sum / b.weight + c.offset;
};
for (let pass = 0; pass < 14; ++pass)
  (pass % 2 ? [...rows].reverse() : rows).forEach(row => settle(row, pass < 10 ? (pass % 2 ? 'down' : 'up') : 'both'));
const left = Math.min(...rows.flat().map(c => c.x - c.w / 2)) - 14;
for (const c of rows.flat()) { c.x -= left; c.y = 14 + c.row * (box.h + box.gapY) + box.h / 2; }
const size = {w: Math.max(...rows.flat().map(c => c.x + c.w / 2)) + 14, h: rows.length * (box.h + box.gapY)};

// drawing
const canvas = svg('svg', {viewBox: `0 0 ${size.w} ${size.h}`, role: 'img', 'aria-label': 'the graph'}, $('#graph'));
const edges = routes.map(({way, kept}) => {
  let d = '';
  way.forEach((c, i) => {
    const top = c.y - box.h / 2, foot = c.y + box.h / 2;
    if (i === 0) { d = `M${c.x} ${foot}`; return; }
    const p = way[i - 1], from = p.y + box.h / 2, mid = (from + top) / 2;
    d += `C${p.x} ${mid} ${c.x} ${mid} ${c.x} ${top}`;
    if (c.bend) d += `L${c.x} ${foot}`;
  });
  return svg('path', {class: 'edge' + (kept ? ' kept' : ''), d, 'data-from': way[0].id, 'data-to': way.at(-1).id}, canvas);
});
const clip = (s, n) => s.length > n ? s.slice(0, n - 1) + '…' : s;
for (const c of cells) {
  const g = svg('g', {class: `node ${state(c)}`, 'data-node': c.id, tabindex: 0, role: 'button',
    transform: `translate(${c.x - box.w / 2} ${c.y - box.h / 2})`}, canvas);
  svg('rect', {width: box.w, height: box.h}, g);
  const why = c.adjoint || c.op === 'number' || c.op === c.reason ? '' : c.reason;
  const lines = [['op', clip(c.name ? label(c) : [title(c), label(c)].filter(Boolean).join(' '), 21)],
    ['', clip(shape(c.shape), 24)], ...(why ? [['why', why]] : [])];
  lines.forEach(([cls, text], i) =>
    svg('text', {class: cls, x: box.w / 2, y: box.h / 2 + 4 + (i - (lines.length - 1) / 2) * 13}, g, text));
  svg('title', {}, g, `${c.op} ${label(c)} ${shape(c.shape)}: ${c.adjoint ? 'adjoint computed' : c.reason}`);
  g.addEventListener('click', () => choose(c.id));
  g.addEventListener('keydown', e => { if (e.key === 'Enter') choose(c.id); });
}
let zoom = 1;
const setZoom = z => {
  zoom = Math.min(3, Math.max(0.05, z));
  canvas.setAttribute('width', size.w * zoom); canvas.setAttribute('height', size.h * zoom);
  moveFrame();
};
const graph = $('#graph'), overview = $('#overview'), frame = $('#overview div');
const small = svg('svg', {viewBox: `0 0 ${size.w} ${size.h}`, preserveAspectRatio: 'none', width: '100%', height: '100%'}, overview);
for (const c of cells)
  svg('rect', {x: c.x - box.w / 2, y: c.y - box.h / 2, width: box.w, height: box.h + box.gapY * 0.7, fill: `var(--${state(c)})`}, small);
function moveFrame() {
  const h = overview.clientHeight / (size.h * zoom);
  frame.style.top = Math.min(overview.clientHeight - 8, graph.scrollTop * h) + 'px';
  frame.style.height = Math.min(overview.clientHeight, Math.max(8, graph.clientHeight * h)) + 'px';
}
graph.addEventListener('scroll', moveFrame);
overview.addEventListener('click', e => {
  graph.scrollTop = e.offsetY / overview.clientHeight * size.h * zoom - graph.clientHeight / 2;
});
for (const b of document.querySelectorAll('[data-zoom]'))
  b.addEventListener('click', () => setZoom(+b.dataset.zoom ? zoom * +b.dataset.zoom
    : Math.min(graph.clientWidth / size.w, graph.clientHeight / size.h)));
$('input').addEventListener('input', e => {
  const sought = e.target.value.trim().toLowerCase();
  let first = null;
  for (const c of cells) {
    const hit = !sought || `${c.op} ${label(c)} ${c.reason}`.toLowerCase().includes(sought);
    $(`[data-node="${c.id}"]`).classList.toggle('dim', !hit);
    if (sought && hit && !first) first = c;
  }
  if (first) show(first);
});
const show = c => graph.scrollTo({left: c.x * zoom - graph.clientWidth / 2, top: c.y * zoom - graph.clientHeight / 2});

// details of a node
const link = (i, parent) => {
  const n = plan.nodes[i];
  const a = html('a', {href: '#node-' + i}, parent, [title(n), label(n)].filter(Boolean).join(' '));
  parent.append(' ', shape(n.shape));
  html('br', {}, parent);
  return a;
};
function choose(id, move) {
  const n = plan.nodes[id];
  if (!n) return;
  const panel = $('#details');
  panel.replaceChildren();
  html('h2', {}, panel, [title(n), label(n)].filter(Boolean).join(' '));
  const list = html('dl', {}, panel);
  const row = (what, value) => { html('dt', {}, list, what); const d = html('dd', {}, list);
    if (typeof value === 'function') value(d); else d.textContent = value; };
  row('shape', shape(n.shape));
  row('adjoint', n.adjoint ? 'computed' : 'not computed: ' + n.reason);
  if (!n.computed) row('value', 'not computed either');
  if (n.flops) row('forward', count(n.flops) + ' flops');
  if (n.bytes) row('workspace', `${bytes(n.bytes)} at ${n.offset}`);
  const v = plan.values.find(b => b.node === id);
  if (v) row('alive', `loops ${v.first} to ${v.last} of ${plan.loops.length}`);
  if (n.loop >= 0) row('loop', String(n.loop));
  if (n.group >= 0) row('group', `${n.group}: ${settings(plan.groups[n.group])}`);
  if (n.operands.length) row('reads', d => n.operands.forEach(o => link(o, d)));
  const read = plan.nodes.flatMap((o, i) => o.operands.includes(id) ? [i] : []);
  if (read.length) row('read by', d => read.forEach(o => link(o, d)));
  for (const e of document.querySelectorAll('.chosen')) e.classList.remove('chosen');
  for (const e of document.querySelectorAll(`[data-node="${id}"]`)) e.classList.add('chosen');
  for (const e of edges) e.classList.toggle('near', +e.dataset.from === id || +e.dataset.to === id);
  if (move && byId.has(id)) show(byId.get(id));
  document.body.dataset.chosen = id;
}

// the workspace
const memory = () => {
  const steps = plan.loops.length, total = plan.workspace;
  if (!steps || !plan.values.length) { $('#memory').textContent = 'Nothing is kept in the workspace.'; return; }
  const w = Math.max(10, Math.min(44, 1100 / steps)), h = 210, pad = 52;
  const s = svg('svg', {width: Math.max(460, pad + w * steps + 10), height: h + 34}, $('#memory'));
  const back = plan.loops.findIndex(l => l.backward);
  if (back >= 0) svg('rect', {x: pad + back * w, y: 0, width: (steps - back) * w, height: h, fill: '#00000010'}, s);
  const top = Math.max(...plan.values.map(v => v.offset + v.bytes), 1), y = b => h - b / top * (h - 6);
  for (const v of plan.values) {
    const n = v.node >= 0 ? plan.nodes[v.node] : null;
    const r = svg('rect', {class: 'block', x: pad + v.first * w, width: (v.last - v.first + 1) * w - 1, y: y(v.offset + v.bytes),
      height: Math.max(1.5, y(v.offset) - y(v.offset + v.bytes)), fill: n ? (n.adjoint ? 'var(--kept)' : `var(--${state(n)})`) : '#b0413e'}, s);
    if (n) { r.dataset.node = v.node; r.addEventListener('click', () => choose(v.node, true)); }
    svg('title', {}, r, `${[v.layer, v.op].filter(Boolean).join(' ')}${n ? '' : ' (backward)'}: ${bytes(v.bytes)} at ${v.offset}, loops ${v.first} to ${v.last}`);
  }
  for (const part of [0, 0.5, 1]) svg('text', {class: 'axis', x: pad - 6, y: y(top * part) + 4, 'text-anchor': 'end'}, s, bytes(Math.round(top * part)));
  for (let i = 0; i < steps; i += Math.ceil(24 / w)) svg('text', {class: 'axis', x: pad + (i + 0.5) * w, y: h + 13, 'text-anchor': 'middle'}, s, i);
  svg('text', {class: 'axis', x: pad - 6, y: h + 13, 'text-anchor': 'end'}, s, 'loop');
  if (back >= 0) svg('text', {class: 'axis', x: pad + back * w, y: h + 28}, s, 'backward from here; red: values of the backward pass');
};
memory();

// tables
const table = (parent, head) => {
  const t = html('table', {}, parent), r = html('tr', {}, html('thead', {}, t));
  head.forEach(c => html('th', {}, r, c));
  return html('tbody', {}, t);
};
const bars = (cell, n, most, colour) => html('span', {class: 'bar', style: `width:${Math.max(n ? 2 : 0, 260 * n / most)}px;background:${colour}`}, cell);
const loops = () => {
  const body = table($('#loops'), ['loop', '', 'op', 'layer', 'fused', 'updates', 'flops', '']);
  const most = Math.max(1, ...plan.loops.map(l => l.flops));
  plan.loops.forEach((l, i) => {
    const r = html('tr', {}, body);
    [i, l.backward ? 'backward' : 'forward', l.op, l.layer, l.nodes, l.updates || '', count(l.flops)].forEach(c => html('td', {}, r, c));
    bars(html('td', {}, r), l.flops, most, l.backward ? '#b0413e' : 'var(--kept)');
  });
};
loops();
const flops = () => {
  const body = table($('#flops'), ['node', 'shape', 'forward', '', 'adjoint']);
  const list = cells.filter(c => c.computed && c.flops), most = Math.max(1, ...list.map(c => c.flops));
  for (const c of list) {
    const r = html('tr', {}, body);
    link(c.id, html('td', {}, r)).nextSibling.remove();
    html('td', {}, r, shape(c.shape)); html('td', {}, r, count(c.flops));
    bars(html('td', {}, r), c.flops, most, `var(--${state(c)})`);
    html('td', {}, r, c.adjoint ? 'computed' : c.reason);
  }
};
flops();
function settings(g) {
  if (g.frozen) return g.rule + ', frozen: no gradient, no state, no update';
  return [g.rule, ...g.options.map(o => o.kind === 'flag' ? o.name
    : `${o.name} = ` + (o.value.length ? o.value.join(', ') + (o.kind === 'constant' ? '' : o.kind === 'schedule' ? ' (schedule)' : '') : o.kind))].join(', ');
}
const groups = () => {
  if (!plan.groups.length) { $('#groups-card').remove(); return; }
  const body = table($('#groups'), ['group', 'rule and options', 'parameters', 'elements']);
  plan.groups.forEach((g, i) => {
    const r = html('tr', {}, body), own = plan.nodes.flatMap((n, k) => n.group === i ? [k] : []);
    html('td', {}, r, i); html('td', {}, r, settings(g));
    const cell = html('td', {}, r);
    own.forEach((k, at) => { if (at) cell.append(', '); html('a', {href: '#node-' + k}, cell, label(plan.nodes[k])); });
    html('td', {}, r, count(own.reduce((s, k) => s + plan.nodes[k].shape.reduce((a, b) => a * b, 1), 0)));
  });
};
groups();

setZoom(Math.min(1, Math.max(0.6, graph.clientWidth / size.w)));
graph.scrollLeft = (size.w * zoom - graph.clientWidth) / 2;
addEventListener('resize', moveFrame);
const follow = () => { const m = /^#node-(\d+)$/.exec(location.hash); if (m) choose(+m[1], true); };
addEventListener('hashchange', follow);
follow();
document.body.dataset.nodes = cells.length;
document.body.dataset.edges = edges.length;
)page";

}  // namespace espalier::inline ESPALIER_ABI::detail
