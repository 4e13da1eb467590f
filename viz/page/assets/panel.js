// The panel at the right: what is selected, in words, with its evidence; the overview where nothing is.
const LEVELS = ["country", "province", "prefecture", "county"];
const STATES = ["broken", "missing", "presumed", "unknown", "weak"];
const nodes = data.nodes;
const edges = data.edges;
const nodeOf = new Map(nodes.map((node) => [node.id, node]));
const tiesOf = new Map(nodes.map((node) => [node.id, []]));
for (const edge of edges) {
  tiesOf.get(edge.from).push(edge);
  if (edge.to !== edge.from) tiesOf.get(edge.to).push(edge);
}
const place = (node) => [node.area, node.province].filter(Boolean).join(words.comma) || words.unplaced;
const subtitle = () => [data.area || words.whole, data.as_of && `${words.as_of} ${data.as_of}`].filter(Boolean).join(" · ");
const noteLines = () => data.notes.map((text) => el("p", { className: "quiet" }, text));
const rank = (list, key) => (list.includes(key) ? list.indexOf(key) : list.length);
const gapNodes = nodes.filter((node) => node.kind === "gap").sort((a, b) => rank(STATES, a.state) - rank(STATES, b.state));
const borderTies = edges.filter((edge) => edge.border && !edge.ghost).sort((a, b) => rank(LEVELS, a.border) - rank(LEVELS, b.border));

function evidenceList(record) {
  if (record.ghost || record.kind === "gap") return el("p", { className: "quiet" }, words.derived);
  if (!record.evidence.length) return el("p", { className: "quiet no-evidence" }, words.no_evidence);
  return el("ul", { className: "evidence" }, ...record.evidence.map(([source, locator, method, fact]) => {
    const [title, publisher, published] = data.sources[source];
    const about = [publisher, published, locator].filter(Boolean).map(String).join(" · ");
    return el("li", {}, el("strong", {}, String(title || words.untitled)), about && el("span", {}, about),
      el("span", { className: "quiet" }, [method && term("methods", method), fact && `${words.fact} ${fact}`].filter(Boolean).join(" · ")));
  }));
}

function rowsList(rows) {
  return el("dl", {}, ...rows.flatMap(([name, value]) => [el("dt", {}, name), el("dd", {}, String(value))]));
}

/** Why a gap can have another state here than on the chain map. */
const asOne = () => (data.several && gapNodes.length ? el("p", { className: "quiet" }, words.as_one) : "");
const section = (title, ...content) => el("section", {}, el("h3", {}, title), ...content);

/** A fact as a line that opens to show what it rests on. */
function factLine(edge) {
  const line = el("details", { className: edge.border ? "fact border" : "fact" },
    el("summary", {}, sample(edgeLook(edge)), el("span", {}, edge.sentence), edge.border && badge(term("borders", edge.border), "level")),
    factRows(edge), evidenceList(edge));
  return line;
}

function factRows(edge) {
  const rows = [[words.status, edge.status], [words.modality, edge.modality], [words.value, edge.value]];
  const known = rows.filter((row) => row[1]);
  return known.length ? rowsList(known) : null;
}

function nodeView(node, go) {
  const gap = node.kind === "gap" && data.gaps.find((row) => row.node === node.id);
  const where = node.kind === "gap" || node.kind === "product" && !node.area ? node.area || "" : place(node);
  const standing = node.area && node.kind !== "gap" && node.inside !== null ? (node.inside ? words.inside : words.outside) : "";
  const view = [
    el("h2", { tabindex: "-1" }, symbol(nodeLook(node)), el("span", {}, node.label)),
    el("p", { className: "badges" }, badge(term("kinds", node.kind)),
      node.kind === "gap" && node.state ? badge(term("states", node.state), "state") : "",
      node.group ? badge(words.group) : "", where ? badge(where) : "", standing ? badge(standing) : ""),
  ];
  if (gap) view.push(asOne());
  if (node.because) view.push(section(words.because, el("p", {}, node.because)));
  if (gap) view.push(rowsList(gapRows(gap)));
  if (node.rows.length) view.push(section(words.properties, rowsList(node.rows)));
  if (node.kind !== "gap" && !node.members) view.push(section(words.evidence, evidenceList(node)));
  if (node.members) return [...view, section(words.members, nameList(node.members.map((id) => nodeOf.get(id)), go, 60))];
  const ties = [...(tiesOf.get(node.id) || [])].sort((a, b) => rank(LEVELS, a.border) - rank(LEVELS, b.border));
  const list = ties.slice(0, 80).map(factLine);
  view.push(section(`${words.neighbours} (${ties.length})`, ...(list.length ? list : [el("p", { className: "quiet" }, words.no_neighbours)])));
  const others = [...new Set(ties.map((tie) => (tie.from === node.id ? tie.to : tie.from)))].map((id) => nodeOf.get(id));
  if (others.length) view.push(nameList(others, go, 24));
  return view;
}

function gapRows(gap) {
  const near = [gap.nearest_supplier, gap.nearest_area, gap.distance_km !== null && gap.distance_km !== undefined ? `${gap.distance_km} km` : null];
  return [
    [words.action, gap.action], [words.flags, gap.flags.join(words.comma)], [words.needed_by, gap.firm_names.join(words.comma)],
    [words.nearest, near.filter(Boolean).join(" · ")],
  ].filter((row) => row[1]);
}

/** Names to go on to. */
function nameList(list, go, most) {
  const names = list.slice(0, most).map((node) =>
    el("li", {}, button("", () => go(node), { className: "name" })));
  names.forEach((item, at) => item.firstChild.append(symbol(nodeLook(list[at])), el("span", {}, list[at].label)));
  if (list.length > most) names.push(el("li", { className: "quiet" }, say("more", { n: list.length - most })));
  return el("ul", { className: "names" }, ...names);
}

function edgeView(edge, go) {
  const view = [
    el("h2", { tabindex: "-1" }, sample(edgeLook(edge)), el("span", {}, edge.sentence)),
    el("p", { className: "badges" }, badge(term("kinds", edge.kind)), edge.border ? badge(term("borders", edge.border), "level") : "", edge.label ? badge(edge.label) : ""),
    factRows(edge),
    section(words.evidence, evidenceList(edge)),
  ];
  const ends = [edge.from, edge.to].map((id) => nodeOf.get(id)).filter(Boolean);
  return ends.length ? [...view, nameList(ends, go, 2)] : view;
}

function overview(go, goEdge, open) {
  const { firms, here, lost, gaps, ties, facts, sourced } = data.tally;
  const tile = (value, name, tab) => button("", () => open(tab), { className: "tile" });
  const tiles = [
    [data.area ? here : firms, data.area ? words.n_firms : words.n_firms_all, "firms"],
    [gaps, words.n_gaps, "gaps"], [ties, words.n_ties, "ties"],
    [`${sourced}/${facts}`, words.n_sourced, "facts"],
  ].map(([value, name, tab]) => {
    const box = tile(value, name, tab);
    box.append(el("strong", {}, String(value)), el("span", {}, name));
    return box;
  });
  const line = (mark, text, note, onclick) => {
    const row = button("", onclick, { className: "name" });
    row.append(mark, el("span", {}, text), note);
    return el("li", {}, row);
  };
  const more = (list, most) => (list.length > most ? [el("li", { className: "quiet" }, say("more", { n: list.length - most }))] : []);
  return [
    el("h2", { tabindex: "-1" }, words.overview),
    ...noteLines(),
    el("div", { className: "tiles" }, ...tiles),
    lost ? el("p", { className: "quiet" }, say("n_unplaced", { n: lost })) : null,
    section(words.gaps_first, asOne(), gapNodes.length
      ? el("ul", { className: "names" }, ...gapNodes.slice(0, 7).map((node) => line(symbol(nodeLook(node)), node.label, badge(term("states", node.state), "state"), () => go(node))), ...more(gapNodes, 7))
      : el("p", { className: "quiet" }, words.no_gaps)),
    section(words.ties_first, borderTies.length
      ? el("ul", { className: "names" }, ...borderTies.slice(0, 7).map((edge) => line(sample(edgeLook(edge)), edge.sentence, badge(term("borders", edge.border), "level"), () => goEdge(edge))), ...more(borderTies, 7))
      : el("p", { className: "quiet" }, words.no_ties)),
    el("p", { className: "quiet" }, words.how),
  ];
}
