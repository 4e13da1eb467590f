// The page: its tabs, where its address leads, and what it saves and prints.
const panel = document.getElementById("panel");
const chosen = document.getElementById("chosen");
const told = document.getElementById("told");
const tabs = new Map([...document.querySelectorAll("[role=tab]")].map((tab) => [tab.id.slice(4), tab]));
const views = new Map([...tabs.keys()].map((key) => [key, document.getElementById(`view-${key}`)]));
let open = "";
let asked = false;
let inMap = false;

/** Go to an address on this page; `focus` when what is opened should be read next. */
function to(hash, focus = false) {
  asked = focus;
  if (location.hash === hash) follow();
  else location.hash = hash;
}

const address = (record) => (isEdge(record) ? `#e=${coded(record.fact || record.id)}` : `#n=${coded(record.id)}`);
function select(record) { to(record ? address(record) : `#t=${open}`, false); }

function openTab(key) {
  if (!tabs.has(key)) return;
  open = key;
  for (const [other, tab] of tabs) {
    tab.setAttribute("aria-selected", String(other === key));
    tab.tabIndex = other === key ? 0 : -1;
    views.get(other).hidden = other !== key;
  }
  if (TABLES[key] && !views.get(key).querySelector(".table")) views.get(key).append(tableView(key, (record) => to(address(record), true)));
  document.body.dataset.tab = key;
  // tables are no pictures, and the network is one of pixels only
  const kinds = views.get(key).classList;
  document.getElementById("saving").hidden = !["chain", "own", "network"].some((kind) => kinds.contains(kind));
  document.getElementById("svg").hidden = kinds.contains("network");
}

/** What the address says: a tab, a box, several boxes, a node or a fact. */
async function follow() {
  const [, kind, text] = /^#([a-z])=(.*)$/.exec(location.hash) || [];
  let value = "";
  try { value = decodeURIComponent(text || ""); } catch { value = ""; }
  const focus = asked;
  asked = false;
  if (kind === "t") openTab(value);
  const ids = kind === "b" ? [value] : kind === "s" ? value.split("|") : [];
  const record = kind === "n" ? nodeOf.get(value) : kind === "e" ? edges.find((edge) => edge.fact === value || edge.id === value) : null;
  await bringDetails(ids);
  if (ids.length) {
    const places = ids.flatMap(placesOf);
    if (places.length && !places.some((box) => box.closest(".view") === views.get(open))) openTab(places[0].closest(".view").id.slice(5));
    else if (!places.length && open === "network") openTab([...tabs.keys()].find((key) => views.get(key).classList.contains("chain")) || open);
  }
  const ties = choose(ids);
  if (open === "network") await startNetwork();
  if (record && open === "network" && !isEdge(record) && !sceneNodes.has(record.id)) around(record);
  mark(record || null, true);
  showPanel(kind, ids, record, value);
  document.body.dataset.selected = ids.join("|") || (record ? record.fact || record.id : "");
  told.textContent = ids.length === 1 && detailOf(ids[0]) ? `${detailOf(ids[0]).querySelector("h2").textContent.trim()} ${ties ? say("tied", { n: ties }) : ""}`
    : ids.length ? say("chosen_boxes", { n: ids.length }) : record ? record.label || record.sentence : "";
  const place = ids.flatMap(placesOf).find((box) => box.getBoundingClientRect().width);
  if (place && kind !== "t") stopAt(place);
  // a browser that follows a link to a fragment takes the focus away; in the map it stays
  if (place && inMap) place.querySelector("a").focus({ preventScroll: true });
  inMap = false;
  if (place && !place.contains(document.activeElement)) place.scrollIntoView({ block: "nearest" });
  if (focus && kind !== "t") { const head = panel.querySelector("#chosen h2, .detail.shown h2"); if (head) head.focus(); }
}

function showPanel(kind, ids, record, value) {
  const some = ids.map(detailOf).filter(Boolean);
  for (const one of document.querySelectorAll("#boxes .detail")) one.classList.toggle("shown", some.includes(one));
  const todo = document.getElementById("todo");
  const any = some.length || record || (kind === "n" && value) || ids.length;
  const nodes_ = record ? (isEdge(record) ? edgeView(record, go) : nodeView(record, go)) : [];
  const missing = any && !some.length && !record ? [el("p", { className: "quiet" }, ids.some((id) => placesOf(id).length) ? words.no_detail : words.not_here)] : [];
  const idle = !any && (open === "network" || !todo) && views.has("network") ? overview(go, (edge) => to(address(edge), true), (key) => to(`#t=${key}`)) : [];
  const back = any ? [button(words.close, clear, { className: "back" })] : [];
  chosen.replaceChildren(...back, ...nodes_.filter(Boolean), ...missing, ...idle.filter(Boolean));
  if (todo) todo.hidden = Boolean(any) || idle.length > 0;
  panel.scrollTop = 0;
}

const go = (node) => to(address(node), true);

function clear() {
  if (!document.body.dataset.selected && !/^#[bsne]=/.test(location.hash)) return;
  const box = placesOf(document.body.dataset.selected.split("|")[0]).find((one) => one.getBoundingClientRect().width);
  to(`#t=${open}`);
  told.textContent = words.cleared;
  if (panel.contains(document.activeElement) && box) box.querySelector("a").focus();
}

function tabKeys(event) {
  const keys_ = [...tabs.keys()];
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (event.key === " ") event.target.click();
  else if (step) {
    const next = keys_[(keys_.indexOf(open) + step + keys_.length) % keys_.length];
    to(`#t=${next}`);
    openTab(next);
    tabs.get(next).focus();
  } else return;
  event.preventDefault();
}

// What is saved: the picture that is open, as it stands, with the hash of its graph.
const fileName = (ending) => `${data.title.replace(/[\\/:*?"<>|\x00-\x1f]+/g, "_").slice(0, 80) || "chanlian"}.${ending}`;
function save(blob, ending) {
  const link = el("a", { href: URL.createObjectURL(blob), download: fileName(ending) });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}
const drawn = () => [...views.get(open).querySelectorAll("figure svg, svg.flows")].filter((one) => one.getBoundingClientRect().width);

/** The lines of a text of a size in a width; what closes a phrase begins no line. */
function linesOf(text_, width, size) {
  const ctx = document.createElement("canvas").getContext("2d");
  ctx.font = `${size}px ${FONT}`;
  const lines = [];
  for (const part of text_.split("\n")) {
    lines.push("");
    for (const piece of part.match(/[\w.:;,'()/-]+[，。；：、）]*\s?|.[，。；：、）]*\s?/gu) || []) {
      if (lines.at(-1) && ctx.measureText(lines.at(-1) + piece).width > width) lines.push("");
      lines.push(lines.pop() + piece);
    }
  }
  return lines;
}

/** A picture of the document as one that stands alone: with its title above, sources, day and graph below. */
function alone(picture_) {
  const copy = picture_.cloneNode(true);
  const [width, inner] = ["width", "height"].map((name) => Number(picture_.getAttribute(name)));
  for (const link of copy.querySelectorAll("a")) { link.removeAttribute("href"); link.removeAttribute("tabindex"); }
  for (const more of copy.querySelectorAll(".more")) more.remove();
  const [head, foot] = [linesOf(data.title, width - 16, 15), linesOf(data.stamp, width - 16, 12)];
  const [above, below] = [8 + 20 * head.length, 12 + 17 * foot.length];
  const height = above + inner + below;
  const line = (y, text_, size) => svg("text", { x: 8, y, "font-size": size, fill: "#33475B" }, text_);
  copy.setAttribute("viewBox", `0 ${-above} ${width} ${height}`);
  copy.setAttribute("height", height);
  copy.prepend(svg("rect", { x: 0, y: -above, width, height, fill: "#fff" }));
  copy.append(...head.map((text_, at) => line(20 * at + 16 - above, text_, 15)), ...foot.map((text_, at) => line(inner + 17 * at + 14, text_, 12)));
  return { text: new XMLSerializer().serializeToString(copy), width, height };
}

async function savePicture(ending) {
  if (open === "network" && picture) { paper(scene, state).toBlob((blob) => save(blob, "png"), "image/png"); return; }
  const kept = own(data.pictures || {}, open);
  const found = kept ? [{ ...kept, text: await unpacked(kept.packed) }] : drawn().map(alone);
  for (const { text: text_, width, height } of found) {
    if (!text_) { told.textContent = words.no_unpacking; continue; }
    const blob = new Blob([text_], { type: "image/svg+xml" });
    if (ending === "svg") { save(blob, "svg"); continue; }
    const image = new Image();
    image.onload = () => {
      const sheet_ = el("canvas", { width: width * 2, height: height * 2 });
      sheet_.getContext("2d").drawImage(image, 0, 0, width * 2, height * 2);
      URL.revokeObjectURL(image.src);
      sheet_.toBlob((made) => save(made, "png"), "image/png");
    };
    image.src = URL.createObjectURL(blob);
  }
}

const sheet = document.getElementById("paper");
window.addEventListener("beforeprint", () => {
  if (open === "network" && picture) sheet.replaceChildren(paper(scene, state), el("p", { className: "quiet" }, document.getElementById("foot").textContent));
});
window.addEventListener("afterprint", () => sheet.replaceChildren());

function start() {
  search();
  for (const [key, tab] of tabs) {
    tab.onkeydown = tabKeys;
    if (TABLES[key]) tab.append(" ", el("span", { className: "count" }, String(TABLES[key].rows.length)));
  }
  for (const table of document.querySelectorAll("table[data-table]")) enhanceOwn(table);
  document.getElementById("png").onclick = () => savePicture("png");
  document.getElementById("svg").onclick = () => savePicture("svg");
  document.getElementById("print").onclick = () => window.print();
  document.addEventListener("keydown", (event) => { if (event.key === "Escape" && event.target.id !== "search") clear(); });
  // a click on a link of the page asks for what it leads to; within a map the focus stays where it is
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    inMap = Boolean(link && link.closest("svg.chain-map"));
    if (link && !inMap && /^#[bsne]=/.test(link.getAttribute("href"))) asked = true;
    if (link && link.getAttribute("href") === location.hash) follow();
  });
  window.addEventListener("hashchange", follow);
  openTab(data.opens);
  follow().then(() => { document.body.dataset.ready = "yes"; });
}

start();
