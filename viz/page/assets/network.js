// The network: its picture, legend and what is drawn; it starts when its tab is opened first.
const state = {
  off: { kinds: new Set(), states: new Set(), edges: new Set(looks.hidden), borders: new Set() },
  only: false, selected: null, near: new Set(), hops: 1, lit: null, from: null,
  hidden(node) {
    return node.kind === "gap" ? this.off.states.has(node.state) || this.off.kinds.has("gap") : this.off.kinds.has(node.kind);
  },
  hiddenEdge(edge) {
    const ends = [edge.from, edge.to].map((id) => endOf(id));
    return this.off.edges.has(edge.kind) || (edge.border && this.off.borders.has(edge.border)) || (this.only && !edge.border) ||
      ends.some((node) => node && this.hidden(node)) || false;
  },
  chosen(node) { return Boolean(this.selected) && this.selected.id === node.id; },
  faded(node) {
    if (this.selected) return !this.near.has(node.id);
    return this.only && !touching.has(node.id);
  },
  fadedEdge(edge) { return Boolean(this.selected) && !this.forward(edge); },
  /** Of what is selected the ties of its steps, of a path its own. */
  forward(edge) { return Boolean(this.selected && this.lit) && this.lit.has(edge.id); },
};
const touching = new Set(borderTies.flatMap((edge) => [edge.from, edge.to]));
// what is not drawn is counted on the headings of areas; such a list opens in the panel like a node
const lists = data.lists || [];
for (const list of lists) { nodeOf.set(list.id, list); tiesOf.set(list.id, []); }
const isDrawn = (id) => nodeOf.has(id) && !nodeOf.get(id).aside;
const whole = data.scene && { nodes: nodes.filter((node) => !node.aside), edges: edges.filter((edge) => isDrawn(edge.from) && isDrawn(edge.to)), ...data.scene };
const summary = data.overview && { ...data.overview, ...data.overview.scene };
let scene = summary || whole || { nodes: [], edges: [] };
let sceneNodes = new Map(scene.nodes.map((node) => [node.id, node]));
let picture = null;
const endOf = (id) => sceneNodes.get(id);

const canvas = el("div", { id: "picture", tabindex: "0", role: "application", "aria-label": words.picture_help });
const note = el("p", { id: "note", role: "status" });
const legendBox = el("nav", { id: "legend", "aria-label": words.legend, tabindex: "0" });
const tip = el("div", { id: "tip", hidden: true, "aria-hidden": "true" });
const isEdge = (record) => "sentence" in record;

function show(next) {
  scene = next;
  sceneNodes = new Map(scene.nodes.map((node) => [node.id, node]));
  if (picture) picture.network.destroy();
  picture = draw(canvas, scene, state);
  picture.network.on("click", ({ nodes: [node], edges: [edge], pointer, event }) => {
    const record = node !== undefined ? scene.nodes[node] : edge !== undefined ? scene.edges[Number(edge.slice(1))] : listAt(scene, pointer.canvas);
    // with Shift a click asks for the way there from what is selected
    if (event.srcEvent && event.srcEvent.shiftKey && state.selected && !isEdge(state.selected)) state.from = state.selected;
    select(record);
  });
  picture.network.on("hoverNode", ({ node, pointer }) => hint(scene.nodes[node].label, pointer.DOM));
  picture.network.on("hoverEdge", ({ edge, pointer }) => hint(scene.edges[Number(edge.slice(1))].sentence, pointer.DOM));
  for (const event of ["blurNode", "blurEdge", "dragStart", "zoom"]) picture.network.on(event, () => { tip.hidden = true; });
  picture.open();
  legend();
  document.body.dataset.nodes = scene.nodes.length;
  document.body.dataset.edges = scene.edges.length;
}

function hint(label, { x, y }) {
  tip.textContent = label;
  tip.hidden = false;
  tip.style.left = `${Math.max(4, Math.min(x + 14, canvas.clientWidth - tip.offsetWidth - 6))}px`;
  tip.style.top = `${Math.max(4, y - tip.offsetHeight - 12)}px`;
}

/** The ties of what is drawn and not hidden, by node. */
function around_(id) {
  return scene.edges.filter((edge) => (edge.from === id || edge.to === id) && !state.hiddenEdge(edge));
}

/** The nodes and ties within some steps of a node. */
function steps(start, hops) {
  const near = new Set([start]);
  const lit = new Set();
  let newest = [start];
  for (let hop = 0; hop < hops; hop++) {
    const next = [];
    for (const id of newest)
      for (const edge of around_(id)) {
        lit.add(edge.id);
        const other = edge.from === id ? edge.to : edge.from;
        if (!near.has(other)) { near.add(other); next.push(other); }
      }
    newest = next;
  }
  return { near, lit: new Set(scene.edges.filter((edge) => lit.has(edge.id)).map((edge) => edge.id)) };
}

/** The shortest way between two nodes: along the arrows, else against them, else in any direction. */
function wayBetween(one, other) {
  const search = (start, end, ways) => {
    const came = new Map([[start, null]]);
    for (let newest = [start]; newest.length && !came.has(end);) {
      const next = [];
      for (const id of newest)
        for (const edge of ways(id)) {
          const to = edge.from === id ? edge.to : edge.from;
          if (!came.has(to)) { came.set(to, edge); next.push(to); }
        }
      newest = next;
    }
    if (!came.has(end)) return null;
    const path = [];
    for (let id = end; came.get(id);) { const edge = came.get(id); path.unshift(edge); id = edge.from === id ? edge.to : edge.from; }
    return path;
  };
  const along = (id) => around_(id).filter((edge) => edge.from === id || !edge.directed);
  return search(one, other, along) || search(other, one, along) || search(one, other, around_);
}

function pathTo(one, other) {
  state.from = null;
  const way = wayBetween(one.id, other.id);
  state.selected = other;
  state.near = new Set([one.id, other.id, ...(way || []).flatMap((edge) => [edge.from, edge.to])]);
  state.lit = new Set((way || []).map((edge) => edge.id));
  document.body.dataset.path = (way || []).map((edge) => edge.id).join(" ");
  sayNote(way ? say("path_found", { n: way.length, a: one.label, b: other.label }) : words.path_none);
  picture.refresh();
}

/** Mark a node or an edge in the picture, or nothing. */
function mark(record, move) {
  if (state.from && record && !isEdge(record) && record.id !== state.from.id && sceneNodes.has(record.id)) { pathTo(state.from, record); return; }
  state.from = null;
  state.selected = record;
  state.near = new Set();
  state.lit = new Set();
  delete document.body.dataset.path;
  if (!picture) return;
  if (record) {
    if (isEdge(record)) {
      state.near = new Set([record.from, record.to]);
      state.lit.add(record.id);
    } else if (sceneNodes.has(record.id)) {
      if (state.hidden(record)) {
        // what somebody asks for by name is shown, whatever the legend says
        state.off.kinds.delete(record.kind);
        state.off.states.delete(record.state);
        legend();
      }
      ({ near: state.near, lit: state.lit } = steps(record.id, state.hops));
    } else state.near = new Set((tiesOf.get(record.id) || []).flatMap((edge) => [edge.from, edge.to]));
    // what the picture does not hold is not faded against: the panel alone answers
    if (![...state.near].some((id) => sceneNodes.has(id))) state.selected = null;
  }
  document.body.dataset.lit = [...state.lit].join(" ");
  pathButton.hidden = !state.selected || isEdge(state.selected) || !sceneNodes.has(state.selected.id);
  picture.refresh();
  if (move && state.selected) bring(record);
}

/** How many steps are lit, and the start of a path. */
const pathButton = button(words.path, () => { state.from = state.selected; sayNote(words.path_help); }, { className: "worded path", hidden: true });
function stepButtons() {
  const buttons = [1, 2, 3].map((hops) => button(String(hops), () => {
    state.hops = hops;
    buttons.forEach((one, at) => one.setAttribute("aria-pressed", String(at + 1 === hops)));
    mark(state.selected, false);
  }, { title: words.hops, "aria-label": `${words.hops}: ${hops}`, "aria-pressed": String(hops === state.hops) }));
  return [el("span", { "aria-hidden": "true" }, words.steps), ...buttons, pathButton];
}

/** What is counted and not drawn, as buttons beside the picture. */
function asideLine() {
  const some = lists.filter((list) => list.id.split(":").length === 2);
  return some.length ? el("p", { id: "asides", className: "quiet" }, words.asides, " ", ...some.flatMap((list) => [button(list.short, () => select(list)), " "])) : "";
}

/** Move the picture only where what was chosen is out of sight. */
function bring(record) {
  const some = [...state.near].map((id) => sceneNodes.get(id)).filter(Boolean);
  const { network } = picture;
  const outside = some.some((node) => {
    const at = network.canvasToDOM({ x: node.x, y: node.y });
    return at.x < 30 || at.y < 20 || at.x > canvas.clientWidth - 30 || at.y > canvas.clientHeight - 20;
  });
  const main = sceneNodes.get(record.id) || some[0];
  if (outside) network.moveTo({ position: { x: main.x, y: main.y }, scale: Math.max(network.getScale(), 0.6) });
}

/** Draw a node with its neighbours, in rings, where the whole is not drawn. */
function around(node) {
  if (!summary || node.members) return;
  const ties = tiesOf.get(node.id);
  const ids = new Set([node.id, ...ties.map((edge) => (edge.from === node.id ? edge.to : edge.from))].slice(0, data.limits.labels));
  const list = [...ids].map((id) => nodeOf.get(id));
  const [left, right] = [list.slice(1).filter((_, at) => at % 2), list.slice(1).filter((_, at) => at % 2 === 0)];
  const column = (side, some) => some.map((other, at) => {
    const first = Math.floor(at / 12) * 12;
    const rows = Math.min(some.length - first, 12);
    return { ...other, x: side * (280 + Math.floor(at / 12) * 200), y: (at - first - (rows - 1) / 2) * 56 };
  });
  const spread = [...column(-1, left), ...column(1, right)];
  const near = edges.filter((edge) => ids.has(edge.from) && ids.has(edge.to)).map((edge) => ({ ...edge, curve: null }));
  sayNote(say("around", { name: node.label }), backToSummary);
  state.selected = null;
  show({ nodes: [{ ...node, x: 0, y: 0 }, ...spread], edges: near, blocks: [], frames: [] });
}

// the line above the picture changes its height, so it is written before the picture is fitted
function change(next, write) {
  write();
  state.selected = null;
  show(next);
}
const backToSummary = [words.back, () => change(summary, sayAggregated)];

function sayNote(message, ...actions) {
  note.replaceChildren(message, ...actions.map(([label, act]) => button(label, act)));
  note.hidden = false;
}

function sayAggregated() {
  if (!summary) { note.hidden = true; return; }
  const size = data.tally;
  const cut = summary.cut ? ` ${say("cut", summary.cut)}` : "";
  const all = whole ? [[words.draw_all, () => change(whole, () => sayNote("", backToSummary))]] : [];
  sayNote(say(whole ? "aggregated" : "too_many", size) + cut, ...all);
}

// The legend: what is shown and how often; each line switches it.
function legend() {
  const { nodes, edges } = scene;
  const gapNodes = nodes.filter((node) => node.kind === "gap");
  const list = (title, set, items) => items.length ? el("fieldset", {}, el("legend", {}, title), ...items.map(([key, label, mark, count]) => {
    const box = el("input", { type: "checkbox", checked: !set.has(key), onchange: () => { set[box.checked ? "delete" : "add"](key); picture.refresh(); } });
    return el("label", {}, box, mark, el("span", {}, label), el("span", { className: "count" }, String(count)));
  })) : null;
  const kinds = counts(nodes.filter((node) => node.kind !== "gap"), (node) => node.kind, Object.keys(looks.nodes));
  const states = counts(gapNodes, (node) => node.state, STATES);
  const ties = counts(edges, (edge) => edge.kind, Object.keys(looks.edges));
  const levels = counts(edges, (edge) => edge.border, LEVELS);
  const only = el("input", { type: "checkbox", onchange: () => { state.only = only.checked; picture.refresh(); } });
  const fields = el("form", { onsubmit: (event) => event.preventDefault() },
    list(words.borders, state.off.borders, levels.map(([key, n]) => [key, term("borders", key), sample({ dashes: [], ...(own(looks.borders, key) || looks.other_edge) }), n])) || "",
    levels.length ? el("label", { className: "only" }, only, el("span", {}, words.only_border)) : "",
    list(words.states, state.off.states, states.map(([key, n]) => [key, term("states", key), symbol(own(looks.states, key) || looks.other_node), n])) || "",
    list(words.kinds, state.off.kinds, kinds.map(([key, n]) => [key, term("kinds", key), symbol(own(looks.nodes, key) || looks.other_node), n])) || "",
    list(words.edges, state.off.edges, ties.map(([key, n]) => [key, term("kinds", key), sample(own(looks.edges, key) || looks.other_edge), n])) || "");
  legendBox.replaceChildren(fields);
}

function keys(event) {
  const { network } = picture;
  const step = { ArrowLeft: [-60, 0], ArrowRight: [60, 0], ArrowUp: [0, -60], ArrowDown: [0, 60] }[event.key];
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (step) {
    const at = network.getViewPosition();
    network.moveTo({ position: { x: at.x + step[0] / network.getScale(), y: at.y + step[1] / network.getScale() } });
  } else if (event.key === "+" || event.key === "=") network.moveTo({ scale: network.getScale() * 1.25 });
  else if (event.key === "-") network.moveTo({ scale: network.getScale() / 1.25 });
  else if (event.key === "0") picture.fit();
  else if (/^[np]$/i.test(event.key)) {
    const shown = scene.nodes.filter((node) => !state.hidden(node));
    const at = shown.findIndex((node) => state.selected && node.id === state.selected.id);
    const next = shown[(at + (event.key.toLowerCase() === "n" ? 1 : -1) + shown.length) % shown.length];
    if (next) select(next, { move: true });
  } else return;
  event.preventDefault();
}

/** The drawing program lies packed in the page; it is unpacked and run when the network is wanted. */
async function unpack() {
  if (window.vis) return true;
  const text_ = data.scene || data.overview ? await unpacked(document.getElementById("library").textContent) : null;
  if (!text_) return false;
  const script = document.createElement("script");
  script.textContent = text_;
  document.head.append(script);
  return Boolean(window.vis);
}

let starting = null;
function startNetwork() {
  starting = starting || unpack().then((able) => {
    const view = document.getElementById("view-network");
    if (!able) { view.append(el("p", { className: "quiet" }, words.no_library)); return; }
    const zoom = el("div", { className: "zoom" }, button("+", () => picture.network.moveTo({ scale: picture.network.getScale() * 1.25 }), { title: words.zoom_in, "aria-label": words.zoom_in }),
      button("−", () => picture.network.moveTo({ scale: picture.network.getScale() / 1.25 }), { title: words.zoom_out, "aria-label": words.zoom_out }),
      button(words.fit, () => picture.fit(), { className: "worded" }), ...stepButtons());
    note.hidden = true;
    canvas.onkeydown = keys;
    view.append(note, asideLine(), el("div", { className: "drawn" }, legendBox, el("div", { className: "stage" }, canvas, tip, zoom)));
    sayAggregated();
    show(scene);
    picture.network.once("afterDrawing", () => { document.body.dataset.drawn = "yes"; });
    picture.network.redraw();
    let size = [canvas.clientWidth, canvas.clientHeight];
    new ResizeObserver(() => {
      const now = [canvas.clientWidth, canvas.clientHeight];
      if (!now[0] || now.every((one, at) => Math.abs(one - size[at]) < 5)) return;
      size = now;
      picture.network.redraw();
      picture.open();
    }).observe(canvas);
  });
  return starting;
}
