// The tables beside the picture: everything that it shows, and more than it can.
const MOST_ROWS = 300;
const text = (value) => (value === null || value === undefined ? "" : String(value));
const name = (id) => (nodeOf.has(id) ? nodeOf.get(id).label : id);
const area = (id) => (nodeOf.has(id) ? text(nodeOf.get(id).area || nodeOf.get(id).province) : "");
const across = (node) => tiesOf.get(node.id).filter((edge) => edge.border && !edge.ghost).length;
const standing = (node) => (node.inside === null ? words.unplaced : node.inside ? words.inside : words.outside);
const gapNode = new Map(gapNodes.map((node) => [JSON.stringify([node.area, node.label]), node]));

/** Each table: its rows, its columns as [heading, value of a row, is it a number], and what a row stands for. */
const TABLES = {
  gaps: {
    rows: data.gaps,
    target: (row) => gapNode.get(JSON.stringify([row.area, row.product])),
    columns: [
      ...(new Set(data.gaps.map((row) => row.area)).size > 1 ? [["col_area", (row) => row.area]] : []), ["col_product", (row) => row.product],
      ["col_state", (row) => `${own(looks.symbols, row.state) || ""} ${term("states", row.state)}`.trim()],
      ["action", (row) => row.action], ["flags", (row) => row.flags.join(words.comma)], ["col_because", (row) => row.because],
      ["col_firms", (row) => row.firm_names.join(words.comma) || row.firms],
      ["nearest", (row) => [row.nearest_supplier, row.nearest_area].filter(Boolean).join(" · ")], ["col_km", (row) => row.distance_km, true],
    ],
  },
  ties: {
    rows: borderTies,
    target: (edge) => edge,
    columns: [
      ["col_border", (edge) => term("borders", edge.border)], ["col_kind", (edge) => term("kinds", edge.kind)],
      ["col_from", (edge) => name(edge.from)], ["col_from_area", (edge) => area(edge.from)], ["col_to", (edge) => name(edge.to)],
      ["col_from_area", (edge) => area(edge.to)], ["col_product", (edge) => edge.label], ["value", (edge) => edge.value],
      ["status", (edge) => [edge.status, edge.modality].filter(Boolean).join(words.comma)], ["col_sources", (edge) => edge.evidence.length, true],
    ],
  },
  firms: {
    rows: nodes.filter((node) => node.kind === "firm"),
    target: (node) => node,
    columns: [
      ["col_name", (node) => node.label], ["col_area", (node) => node.area || node.province], ["col_where", standing],
      ["col_ties", (node) => tiesOf.get(node.id).filter((edge) => !edge.ghost).length, true], ["col_across", across, true],
      ["col_sources", (node) => node.evidence.length, true],
    ],
  },
  facts: {
    rows: edges.filter((edge) => !edge.ghost),
    target: (edge) => edge,
    columns: [
      ["col_kind", (edge) => term("kinds", edge.kind)], ["col_sentence", (edge) => edge.sentence], ["value", (edge) => edge.value],
      ["col_border", (edge) => (edge.border ? term("borders", edge.border) : "")],
      ["status", (edge) => [edge.status, edge.modality].filter(Boolean).join(words.comma)],
      ["col_sources", (edge) => edge.evidence.length, true], ["fact", (edge) => edge.fact],
    ],
  },
};

/** A table with a filter, headings that sort, and rows that open the panel. */
function tableView(key, select, most = MOST_ROWS) {
  const table = TABLES[key];
  const cells = table.rows.map((row) => table.columns.map((column) => text(column[1](row))));
  let order = table.rows.map((_, at) => at);
  let sorted = null;
  const status = el("span", { className: "quiet", role: "status" });
  const body = el("tbody");
  const filter = el("input", { type: "search", placeholder: words.filter, "aria-label": words.filter, oninput: () => fill() });
  const heads = table.columns.map(([heading, , numeric], at) => {
    const head = el("th", { scope: "col", "aria-sort": "none", className: numeric ? "number" : "" },
      button(words[heading], () => sort(at), { title: words.sort }));
    return head;
  });
  function sort(at) {
    const down = sorted === at + 1;
    sorted = down ? -(at + 1) : at + 1;
    const numeric = table.columns[at][2];
    const compare = (a, b) => (numeric ? Number(cells[a][at] || -1) - Number(cells[b][at] || -1) : cells[a][at].localeCompare(cells[b][at], data.lang)) || a - b;
    order.sort((a, b) => (down ? -compare(a, b) : compare(a, b)));
    heads.forEach((head, other) => head.setAttribute("aria-sort", other === at ? (down ? "descending" : "ascending") : "none"));
    fill();
  }
  function fill() {
    const wanted = filter.value.trim().toLowerCase();
    const found = order.filter((at) => !wanted || cells[at].some((cell) => cell.toLowerCase().includes(wanted)));
    body.replaceChildren(...found.slice(0, most).map((at) => {
      const target = table.target(table.rows[at]);
      const row = el("tr", {}, ...cells[at].map((cell, column) => {
        const first = column === 0 && target;
        return el(column === 0 ? "th" : "td", { scope: column === 0 ? "row" : null, className: table.columns[column][2] ? "number" : cell.length > 24 ? "long" : cell.length < 7 ? "short" : "" },
          first ? button(cell || "–", () => select(target), { className: "link" }) : cell);
      }));
      if (target) row.onclick = (event) => event.target.closest("button") || select(target);
      return row;
    }));
    status.textContent = found.length > most ? say("rows_of", { n: most, all: found.length }) : say("rows", { n: found.length });
  }
  fill();
  return el("div", { className: "table" }, el("div", { className: "table-head" }, filter, status),
    el("div", { className: "scroll", tabindex: "0", role: "region", "aria-label": words[`tab_${key}`] }, el("table", {}, el("thead", {}, el("tr", {}, ...heads)), body)));
}
