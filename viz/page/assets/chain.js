// The chain map: it is in the document; here its boxes are chosen, walked through and dimmed.
const maps = [...document.querySelectorAll("svg.chain-map")];
const boxesOf = (map) => [...map.querySelectorAll(".box")];
const placesOf = (id) => maps.flatMap(boxesOf).filter((box) => box.dataset.box === id);
const detailOf = (id) => [...document.querySelectorAll("#boxes .detail")].find((one) => one.dataset.box === id);

/** What a box says that has no place in the document, as one of the document says it. */
function detailView(one) {
  const part = (name_, ...value) => [el("dt", {}, name_), el("dd", {}, ...value)];
  const firm = ([name_, id, beside]) => el("li", {}, el("a", { href: `#n=${coded(id)}` }, name_), beside && el("span", { className: "quiet" }, ` ${beside}`));
  const sign = svg("svg", { class: "symbol", "aria-hidden": "true" }, svg("use", { href: `#k-${one.mark}` }));
  return el("article", { className: "detail", "data-box": one.id },
    el("h2", { tabindex: "-1" }, sign, el("span", {}, one.product)),
    el("p", { className: "badges" }, badge(one.state, "state"), one.action && badge(one.action)),
    el("dl", {}, ...one.rows.flatMap(([name_, value]) => part(name_, value)),
      ...one.firms.flatMap(([name_, firms]) => part(name_, el("ul", { className: "plain" }, ...firms.map(firm))))),
    el("h3", {}, words.facts_behind), el("p", { className: "quiet" }, one.unsaid));
}

/** What boxes beyond the worst say lies packed in the page; it is unpacked when one of them is asked for. */
let packedDetails = null;
async function bringDetails(ids) {
  if (!data.details || ids.every(detailOf)) return;
  packedDetails = packedDetails || unpacked(data.details).then((text_) => new Map(JSON.parse(text_ || "[]").map((one) => [one.id, one])));
  const found = await packedDetails;
  const missing = ids.filter((id) => found.has(id) && !detailOf(id));
  document.getElementById("boxes").append(...missing.map((id) => detailView(found.get(id))));
}

/** Choose boxes by their identifiers, or none: what they are joined to stays bright, the rest is dimmed. */
function choose(ids) {
  let ties = 0;
  for (const map of maps) {
    const near = new Set(ids);
    for (const arrow of map.querySelectorAll(".arrow")) {
      const { from, to: end } = arrow.dataset;
      const own_ = ids.includes(from) || ids.includes(end);
      arrow.classList.toggle("near", own_);
      if (own_) near.add(from).add(end);
    }
    const here = ids.length > 0 && boxesOf(map).some((box) => ids.includes(box.dataset.box));
    map.classList.toggle("chosen", here);
    for (const box of boxesOf(map)) {
      box.classList.toggle("near", near.has(box.dataset.box));
      box.classList.toggle("selected", ids.includes(box.dataset.box));
    }
    if (here) ties = Math.max(ties, near.size - ids.length);
  }
  return ties;
}

/** The nearest box in a direction, as seen on the screen. */
function neighbour(from, [dx, dy]) {
  const middle = (box) => { const at = box.getBoundingClientRect(); return [at.x + at.width / 2, at.y + at.height / 2]; };
  const [x, y] = middle(from);
  let best = null;
  let least = Infinity;
  for (const box of boxesOf(from.closest("svg"))) {
    const [bx, by] = middle(box);
    const along = (bx - x) * dx + (by - y) * dy;
    const aside = Math.abs((bx - x) * dy) + Math.abs((by - y) * dx);
    if (box === from || along < 8 || aside > along * 3) continue;
    if (along + 2 * aside < least) { least = along + 2 * aside; best = box; }
  }
  return best;
}

function stopAt(box) {
  for (const other of boxesOf(box.closest("svg"))) other.querySelector("a").setAttribute("tabindex", other === box ? "0" : "-1");
}

for (const map of maps) {
  map.addEventListener("keydown", (event) => {
    const box = event.target.closest(".box");
    const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (!box || !step || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const next = neighbour(box, step);
    if (!next) return;
    stopAt(next);
    next.querySelector("a").focus();
  });
  map.addEventListener("click", (event) => {
    const box = event.target.closest(".box");
    if (!box || event.target.closest("a")) return;
    to(`#b=${coded(box.dataset.box)}`);
  });
}
