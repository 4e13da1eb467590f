// The page's data, and the few ways in which it is turned into elements. Text is only ever text:
// nothing here or elsewhere on this page reads markup.
/** A text that lies packed in the page: deflated, in letters; null where the browser cannot unpack it. */
async function unpacked(letters) {
  if (!window.DecompressionStream) return null;
  const bytes = Uint8Array.from(atob(letters), (char) => char.charCodeAt(0));
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"))).text();
}

const given = JSON.parse(document.getElementById("data").textContent);
const whole_ = given.packed ? await unpacked(given.packed) : null;
const data = { nodes: [], edges: [], gaps: [], sources: [], notes: [], ...given, ...(whole_ ? JSON.parse(whole_) : {}) };
const { words } = data;
const terms = data.terms || { kinds: {}, states: {}, borders: {}, methods: {} };
const looks = data.looks || { nodes: {}, states: {}, edges: {}, borders: {}, hidden: [], symbols: {}, other_node: {}, other_edge: {} };
const SVG = "http://www.w3.org/2000/svg";

const own = (table, key) => (Object.prototype.hasOwnProperty.call(table, key) ? table[key] : undefined);
const term = (table, key) => own(terms[table], key) || String(key);
const say = (key, values = {}) => {
  const one = values.n === 1 && own(words, `${key}_one`);
  return (one || words[key]).replace(/\{(\w+)\}/g, (found, name) => (name in values ? String(values[name]) : found));
};

/** A text as part of an address; half a character, of which no address can be made, is replaced. */
const coded = (text) => encodeURIComponent(String(text).replace(/\p{Surrogate}/gu, "\ufffd"));

/** An element with properties (aria-* and role as attributes) and children; strings become text. */
function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null) continue;
    if (/^(aria-|data-|role$|scope$|for$|tabindex$)/.test(name)) node.setAttribute(name, value);
    else node[name] = value;
  }
  node.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return node;
}

const button = (text, onclick, props = {}) => el("button", { type: "button", onclick, ...props }, text);

function svg(tag, attributes, ...children) {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

const nodeLook = (node) =>
  (node.kind === "gap" && own(looks.states, node.state)) || own(looks.nodes, node.kind) || looks.other_node;
const edgeLook = (edge) => {
  const plain = own(looks.edges, edge.kind) || looks.other_edge;
  const border = edge.border && own(looks.borders, edge.border);
  return border ? { ...plain, colour: border.colour, width: border.width } : plain;
};

/** The symbol of a kind or state, as it also stands in the picture. */
function symbol(look) {
  const paint = look.hollow
    ? { fill: "none", stroke: look.colour, "stroke-width": 2 }
    : { fill: look.colour, stroke: look.colour, "stroke-width": 1 };
  return svg("svg", { viewBox: "0 0 16 16", class: "symbol", "aria-hidden": "true" }, svg("path", { d: look.symbol, ...paint }));
}

/** A piece of a line, as ties are drawn in the picture. */
function sample(look) {
  const line = { x1: 1, y1: 6, x2: 27, y2: 6, stroke: look.colour, "stroke-width": look.width + 0.4 };
  if (look.dashes.length) line["stroke-dasharray"] = look.dashes.join(" ");
  return svg("svg", { viewBox: "0 0 28 12", class: "line", "aria-hidden": "true" }, svg("line", line));
}

function badge(text, className = "") {
  return el("span", { className: `badge ${className}`.trim() }, text);
}

/** Counts by a key, in the order of `order` first, then by size. */
function counts(items, key, order = []) {
  const found = new Map();
  for (const item of items) {
    const name = key(item);
    if (name !== null && name !== undefined) found.set(name, (found.get(name) || 0) + 1);
  }
  const place = (name) => (order.includes(name) ? order.indexOf(name) : order.length);
  return [...found].sort((a, b) => place(a[0]) - place(b[0]) || b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
}
