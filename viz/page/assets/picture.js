// The picture: boxes, lines and the areas behind them, drawn on vis-network's canvas.
const FONT = '"Noto Sans CJK SC","Noto Sans SC","Microsoft YaHei","PingFang SC","Source Han Sans SC",system-ui,sans-serif';
const INK = "#17212B";
const paths = new Map();
const path = (text) => paths.get(text) || paths.set(text, new Path2D(text)).get(text);

function roundBox(ctx, x, y, width, height, radius) {
  const r = Math.min(radius, height / 2, width / 2);
  ctx.beginPath();
  ctx.moveTo(x + r, y);
  ctx.arcTo(x + width, y, x + width, y + height, r);
  ctx.arcTo(x + width, y + height, x, y + height, r);
  ctx.arcTo(x, y + height, x, y, r);
  ctx.arcTo(x, y, x + width, y, r);
  ctx.closePath();
}

function drawBox(ctx, node, x, y, { faded, selected, hover, named }) {
  const look = nodeLook(node);
  const left = x - node.width / 2;
  const top = y - node.height / 2;
  const radius = look.round ? 16 : 4;
  // behind the box the paper is white even where it is faded, so that no line shows through a name
  if (node.group) {
    roundBox(ctx, left + 4, top - 4, node.width, node.height, radius);
    ctx.fillStyle = "#FFFFFF";
    ctx.fill();
    ctx.strokeStyle = faded ? "#D5DBE1" : look.colour;
    ctx.lineWidth = 1;
    ctx.stroke();
  }
  roundBox(ctx, left, top, node.width, node.height, radius);
  ctx.fillStyle = "#FFFFFF";
  ctx.fill();
  ctx.globalAlpha = faded ? 0.22 : 1;
  ctx.fillStyle = hover ? "#FFF9DB" : node.kind === "firm" && node.inside ? "#DCE8F3" : look.fill;
  ctx.fill();
  ctx.lineWidth = selected ? 3.5 : hover ? 2.4 : look.dashes.length ? 1.8 : 1.4;
  ctx.strokeStyle = selected ? "#000000" : look.colour;
  ctx.setLineDash(look.dashes);
  ctx.stroke();
  ctx.setLineDash([]);
  ctx.save();
  ctx.translate(left + 7, y - 8);
  ctx.lineWidth = 2;
  ctx.strokeStyle = ctx.fillStyle = look.colour;
  const hollow = look.hollow || (node.kind === "firm" && node.inside !== true);
  if (hollow) ctx.stroke(path(look.symbol));
  else {
    ctx.fill(path(look.symbol));
    ctx.lineWidth = 1;
    ctx.strokeStyle = node.kind === "request" ? INK : look.colour;
    ctx.stroke(path(look.symbol));
  }
  ctx.restore();
  if (!named) return;
  ctx.fillStyle = INK;
  ctx.font = `14px ${FONT}`;
  ctx.textAlign = "left";
  ctx.textBaseline = "middle";
  node.lines.forEach((line, at) => ctx.fillText(line, left + 27, y + (at - (node.lines.length - 1) / 2) * 18 + 1));
}

const BLOCKS = {
  asked: ["#E6EFF7", "#0072B2", []], neighbour: ["#F4F2EC", "#B9B4A6", []], coarse: ["#FAFAF8", "#B9B4A6", [6, 4]],
  unplaced: ["#FFFFFF", "#9AA5AF", [3, 4]], shared: ["#FAF5F9", "#DDC6D3", []],
};

function drawGround(ctx, scene) {
  ctx.textAlign = "left";
  ctx.textBaseline = "middle";
  for (const block of scene.blocks) {
    const [fill, line, dashes] = own(BLOCKS, block.kind) || BLOCKS.neighbour;
    roundBox(ctx, block.x, block.y, block.width, block.height, 10);
    ctx.fillStyle = fill;
    ctx.fill();
    ctx.strokeStyle = line;
    ctx.lineWidth = block.kind === "asked" ? 1.6 : 1;
    ctx.setLineDash(dashes);
    ctx.stroke();
    ctx.setLineDash([]);
    drawHeading(ctx, block);
  }
  scene.frames.forEach((frame, at) => {
    const next = scene.frames[at + 1];
    if (next) drawBorder(ctx, frame, next);
  });
}

/** The name of an area, its province where that is another, and the counts of what is not drawn, each where it can be hit. */
function drawHeading(ctx, block) {
  ctx.fillStyle = block.kind === "asked" ? "#004F7C" : "#5A5648";
  const coarse = block.kind === "coarse";
  const name = coarse ? `${block.province}${words.open}${words.coarse}${words.close_}` : block.label || own(words, block.kind) || "";
  let room = block.width - 20;
  let x = block.x + 12;
  const write = (text, font, colour) => {
    ctx.font = font;
    const width = ctx.measureText(text).width;
    if (width > room) return null;
    if (colour) ctx.fillStyle = colour;
    ctx.fillText(text, x, block.y + 17);
    const at = { x, y: block.y + 4, width, height: 24 };
    x += width + 10;
    room -= width + 10;
    return at;
  };
  ctx.font = `bold 15px ${FONT}`;
  if (ctx.measureText(name).width > room) { ctx.fillText(name, x, block.y + 17, room); room = 0; }
  else write(name, `bold 15px ${FONT}`);
  if (!coarse && block.province !== block.label) write(block.province, `13px ${FONT}`);
  block.hits = (block.lists || []).map((id) => [id, write(nodeOf.get(id).short, `12px ${FONT}`, "#0072B2")]).filter((pair) => pair[1]);
}

/** The list whose count stands at a point of the picture. */
function listAt(scene, { x, y }) {
  for (const block of scene.blocks)
    for (const [id, at] of block.hits || [])
      if (x >= at.x - 3 && x <= at.x + at.width + 3 && y >= at.y && y <= at.y + at.height) return nodeOf.get(id);
  return null;
}

/** The names of products on their lines, where there is room for them. */
function drawNames(ctx, scene, state) {
  ctx.font = `14px ${FONT}`;
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.lineJoin = "round";
  for (const edge of scene.edges) {
    if (!edge.at || state.hiddenEdge(edge)) continue;
    ctx.globalAlpha = state.fadedEdge(edge) ? 0.15 : 1;
    ctx.strokeStyle = "#FFFFFF";
    ctx.lineWidth = 4;
    ctx.strokeText(edge.label, ...edge.at);
    ctx.fillStyle = INK;
    ctx.fillText(edge.label, ...edge.at);
  }
  ctx.globalAlpha = 1;
}

/** The border between two provinces, as maps draw it. */
function drawBorder(ctx, one, other) {
  if (one.label === other.label) return;
  ctx.strokeStyle = "#4A5560";
  ctx.lineWidth = 2;
  ctx.setLineDash([16, 5, 3, 5]);
  ctx.beginPath();
  if (other.y > one.y + 1) {
    const y = (one.y + one.height + other.y) / 2;
    ctx.moveTo(Math.min(one.x, other.x) - 10, y);
    ctx.lineTo(Math.max(one.x + one.width, other.x + other.width) + 10, y);
  } else {
    const x = (one.x + one.width + other.x) / 2;
    ctx.moveTo(x, Math.min(one.y, other.y) - 6);
    ctx.lineTo(x, Math.max(one.y + one.height, other.y + other.height) + 6);
  }
  ctx.stroke();
  ctx.setLineDash([]);
}

function curve(edge, from, to, few) {
  if (!few) return { enabled: false };
  const across = Math.abs(to.x - from.x) > 0.7 * Math.abs(to.y - from.y);
  const [kind, roundness] = edge.curve || [across ? "horizontal" : "vertical", 0.4];
  if (!kind) return { enabled: false };
  if (kind.startsWith("curved")) return { enabled: true, type: kind, roundness };
  return { enabled: true, type: "cubicBezier", forceDirection: kind, roundness };
}

/** Whether the name of a line fits between its two boxes. */
function room(edge) {
  const [one, other] = [endOf(edge.from), endOf(edge.to)];
  if (!one || !other) return false;
  return Math.abs(one.y - other.y) > 45 || Math.abs(one.x - other.x) - (one.width + other.width) / 2 > edge.label.length * 14;
}

/** How a line is drawn now: its own look, faded, or brought forward with its name. */
function lineStyle(edge, { faded, forward, dashed, few }) {
  const look = edgeLook(edge);
  const thin = few || forward ? 1 : 0.55;
  return {
    color: { color: look.colour, highlight: look.colour, hover: look.colour, opacity: faded ? 0.08 : forward ? 1 : (edge.border ? 1 : 0.62) * (few ? 1 : 0.6) },
    width: look.width * thin + (forward ? 1 : 0),
    dashes: look.dashes.length && dashed ? look.dashes : false,
    label: forward && edge.label && !edge.at && room(edge) ? edge.label : " ",
  };
}

/** Draw a scene (nodes, edges, blocks, frames) into a container; `state` answers what is hidden, faded, selected. */
function draw(container, scene, state, extra = {}) {
  const few = scene.edges.length <= data.limits.curves;
  const dashed = scene.edges.length <= data.limits.dashes;
  const hub = hubs(scene);
  let network = null;
  const nodes = scene.nodes.map((node, id) => ({
    id, x: node.x, y: node.y, shape: "custom", hidden: state.hidden(node),
    ctxRenderer: ({ ctx, x, y, state: { hover } }) => ({
      drawNode: () =>
        drawBox(ctx, node, x, y, {
          faded: state.faded(node), selected: state.chosen(node), hover,
          named: scene.nodes.length <= data.limits.labels || hub.has(node) || state.chosen(node) || network.getScale() > 0.55,
        }),
      nodeDimensions: { width: node.width, height: node.height },
    }),
  }));
  const at = new Map(scene.nodes.map((node, id) => [node.id, id]));
  const edges = scene.edges.map((edge, id) => {
    const [from, to] = [at.get(edge.from), at.get(edge.to)];
    const arrow = edgeLook(edge).arrow !== false && edge.directed;
    return {
      id: `e${id}`, from, to, hidden: state.hiddenEdge(edge), smooth: curve(edge, nodes[from], nodes[to], few),
      arrows: { to: { enabled: arrow, scaleFactor: 0.55 } },
      ...lineStyle(edge, { faded: state.fadedEdge(edge), forward: state.forward(edge), dashed: dashed || edge.ghost, few }),
    };
  });
  const sets = { nodes: new vis.DataSet(nodes), edges: new vis.DataSet(edges) };
  network = new vis.Network(container, sets, {
    physics: false, layout: { randomSeed: 1, improvedLayout: false },
    nodes: { chosen: false }, edges: { chosen: false, hoverWidth: 0, selectionWidth: 0, font: { size: 13, face: FONT, color: INK, strokeWidth: 5, strokeColor: "#FFFFFF" } },
    interaction: { hover: true, dragNodes: false, keyboard: false, hideEdgesOnDrag: scene.nodes.length > 500, zoomSpeed: 0.5, selectConnectedEdges: false },
    ...extra,
  });
  network.on("beforeDrawing", (ctx) => drawGround(ctx, scene));
  network.on("afterDrawing", (ctx) => drawNames(ctx, scene, state));
  const refresh = () => {
    sets.nodes.update(scene.nodes.map((node, id) => ({ id, hidden: state.hidden(node) })));
    sets.edges.update(scene.edges.map((edge, id) => ({
      id: `e${id}`, hidden: state.hiddenEdge(edge),
      ...lineStyle(edge, { faded: state.fadedEdge(edge), forward: state.forward(edge), dashed: dashed || edge.ghost, few }),
    })));
  };
  return { network, scene, sets, refresh, fit: () => fit(network, container, scene), open: () => openView(network, container, scene) };
}

/** The nodes that keep their names when a picture is crowded. */
function hubs(scene) {
  const degree = new Map();
  for (const edge of scene.edges) for (const end of [edge.from, edge.to]) degree.set(end, (degree.get(end) || 0) + 1);
  return new Set([...scene.nodes].sort((a, b) => (degree.get(b.id) || 0) - (degree.get(a.id) || 0)).slice(0, 40));
}

function extent(scene) {
  const parts = [...scene.blocks, ...scene.frames, ...scene.nodes.map((node) => ({
    x: node.x - node.width / 2, y: node.y - node.height / 2, width: node.width, height: node.height,
  }))];
  const xs = parts.flatMap((part) => [part.x, part.x + part.width]);
  const ys = parts.flatMap((part) => [part.y, part.y + part.height]);
  const low = (list) => list.reduce((a, b) => Math.min(a, b), Infinity);
  const high = (list) => list.reduce((a, b) => Math.max(a, b), -Infinity);
  return parts.length ? { x: low(xs), y: low(ys), width: high(xs) - low(xs), height: high(ys) - low(ys) } : { x: 0, y: 0, width: 1, height: 1 };
}

/** The scale at which names of 14 pixels are shown with 11. */
const READ = 11 / 14;
const EDGE = 8;

/** What is seen first: all of it where its names can be read, else what was asked, as large as they need to be. */
function openView(network, container, scene) {
  fit(network, container, scene);
  if (network.getScale() >= READ || scene.nodes.length > data.limits.labels) return;
  const all = extent(scene);
  const asked = scene.blocks.filter((block) => block.kind === "asked");
  const main = asked.length ? extent({ blocks: asked, frames: [], nodes: [] }) : all;
  const middle = (start, size, from, length, room) => {
    const half = room / READ / 2;
    if (length <= 2 * half) return from + length / 2;
    // what is too large to be seen whole is read from its beginning
    return Math.min(Math.max(size > 2 * half ? start - 12 + half : start + size / 2, from + half), from + length - half);
  };
  network.moveTo({ scale: READ, position: {
    x: middle(main.x, main.width, all.x, all.width, container.clientWidth - EDGE),
    y: middle(main.y, main.height, all.y, all.height, container.clientHeight - EDGE),
  } });
}

function fit(network, container, scene, most = 1.25) {
  const all = extent(scene);
  const scale = Math.min((container.clientWidth - EDGE) / all.width, (container.clientHeight - EDGE) / all.height, most);
  network.moveTo({ position: { x: all.x + all.width / 2, y: all.y + all.height / 2 }, scale: Math.max(scale, 0.02) });
}

/** The whole picture on paper: a canvas of its own, with title, date and what the colours mean. */
function paper(scene, state, width = 2200) {
  const all = extent(scene);
  const height = Math.round(Math.min(Math.max(width * all.height / all.width, 600), 1360));
  const box = el("div", { className: "offscreen", "aria-hidden": "true" });
  document.body.append(box);
  box.style.width = `${width}px`;
  box.style.height = `${height}px`;
  const drawn = draw(box, scene, { ...state, selected: null, chosen: () => false, faded: () => false, fadedEdge: () => false, forward: () => false },
    { autoResize: false, interaction: { hover: false, dragView: false, zoomView: false } });
  fit(drawn.network, box, scene, 4);
  drawn.network.redraw();
  const sheet = el("canvas", { width, height: height + 150 });
  const ctx = sheet.getContext("2d");
  ctx.fillStyle = "#FFFFFF";
  ctx.fillRect(0, 0, sheet.width, sheet.height);
  ctx.drawImage(box.querySelector("canvas"), 0, 80, width, height);
  drawn.network.destroy();
  box.remove();
  ctx.fillStyle = INK;
  ctx.textBaseline = "middle";
  ctx.font = `bold 34px ${FONT}`;
  ctx.fillText(data.title, 30, 44, width * 0.65);
  ctx.font = `22px ${FONT}`;
  ctx.textAlign = "right";
  ctx.fillText(subtitle(), width - 30, 44, width * 0.3);
  ctx.textAlign = "left";
  let [x, y] = [30, height + 104];
  const key = (text, paint) => {
    const wide = 80 + ctx.measureText(text).width;
    if (x + wide > width) [x, y] = [30, y + 36];
    paint(x, y - 4);
    ctx.fillStyle = INK;
    ctx.fillText(text, x + 50, y);
    x += wide;
  };
  for (const [level] of counts(scene.edges, (edge) => edge.border, LEVELS))
    key(term("borders", level), (at, y) => {
      const look = own(looks.borders, level) || looks.other_edge;
      ctx.fillStyle = look.colour;
      ctx.fillRect(at, y - look.width, 40, look.width * 2);
    });
  for (const [name, look] of [
    ...counts(scene.nodes, (node) => (node.kind === "gap" ? null : node.kind)).map(([kind]) => [term("kinds", kind), own(looks.nodes, kind) || looks.other_node]),
    ...counts(scene.nodes, (node) => (node.kind === "gap" ? node.state : null), STATES).map(([kind]) => [term("states", kind), own(looks.states, kind) || looks.other_node]),
  ])
    key(name, (at, y) => {
      ctx.save();
      ctx.translate(at + 14, y - 13);
      ctx.scale(1.6, 1.6);
      ctx.lineWidth = 2;
      ctx.fillStyle = ctx.strokeStyle = look.colour;
      if (look.hollow) ctx.stroke(path(look.symbol));
      else ctx.fill(path(look.symbol));
      ctx.restore();
    });
  return sheet;
}
