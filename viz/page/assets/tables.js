// The tables beside the picture: everything that it shows, and more than it can.
const MOST_ROWS = 300;
const text = (value) => (value === null || value === undefined ? "" : String(value));
const name = (id) => (nodeOf.has(id) ? nodeOf.get(id).label : id);
const area = (id) => (nodeOf.has(id) ? text(nodeOf.get(id).area || nodeOf.get(id).province) : "");
const across = (node) => tiesOf.get(node.id).filter((edge) => edge.border && !edge.ghost).length;
const standing = (node) => (node.inside === null ? words.unplaced : node.inside ? words.inside : words.outside);

/** Each table: its rows, its columns as [heading, value of a row, is it a number], and what a row stands for. */
const TABLES = {
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

/** A table of the script's own: its first cell opens what its row is about. */
function tableView(key, select) {
  const table = TABLES[key];
  const cells = table.rows.map((row) => table.columns.map((column) => text(column[1](row))));
  const rowAt = (at) => {
    const target = table.target(table.rows[at]);
    return el("tr", {}, ...cells[at].map((cell, column) => column
      ? el("td", { className: table.columns[column][2] ? "number" : cell.length > 24 ? "long" : "" }, cell)
      : el("th", { scope: "row" }, target ? el("a", { href: address(target), onclick: (event) => { event.preventDefault(); select(target); } }, cell || "–") : cell)));
  };
  const heads = table.columns.map(([heading, , numeric]) => el("th", { scope: "col", className: numeric ? "number" : "" }, words[heading]));
  const made = el("table", {}, el("thead", {}, el("tr", {}, ...heads)), el("tbody"));
  const whole = el("div", { className: "table" }, el("div", { className: "scroll", tabindex: "0", role: "region", "aria-label": words[`tab_${key}`] }, made));
  enhance(made, cells, rowAt);
  return whole;
}

/** A table of the document: its rows are there. */
function enhanceOwn(made) {
  const rows = [...made.tBodies[0].rows];
  enhance(made, rows.map((row) => [...row.cells].map((cell) => cell.textContent.trim())), (at) => rows[at]);
}

/** Give a table a filter and headings that sort; a click anywhere in a row follows its link. */
function enhance(made, cells, rowAt) {
  const heads = [...made.tHead.rows[0].cells];
  const status = el("span", { className: "quiet", role: "status" });
  const filter = el("input", { type: "search", placeholder: words.filter, "aria-label": words.filter, oninput: () => fill() });
  const order = cells.map((_, at) => at);
  let sorted = null;
  function sort(at) {
    const down = sorted === at + 1;
    sorted = down ? -(at + 1) : at + 1;
    const numeric = heads[at].classList.contains("number");
    const size = (row) => Number.parseFloat(cells[row][at].replace(/,/g, "")) || -1;
    order.sort((a, b) => { const way = (numeric ? size(a) - size(b) : cells[a][at].localeCompare(cells[b][at], data.lang)) || a - b; return down ? -way : way; });
    heads.forEach((head, other) => head.setAttribute("aria-sort", other === at ? (down ? "descending" : "ascending") : "none"));
    fill();
  }
  function fill() {
    const wanted = filter.value.trim().toLowerCase();
    const found = order.filter((at) => !wanted || cells[at].some((cell) => cell.toLowerCase().includes(wanted)));
    made.tBodies[0].replaceChildren(...found.slice(0, MOST_ROWS).map(rowAt));
    status.textContent = found.length > MOST_ROWS ? say("rows_of", { n: MOST_ROWS, all: found.length }) : say("rows", { n: found.length });
  }
  heads.forEach((head, at) => {
    head.setAttribute("aria-sort", "none");
    head.replaceChildren(button(head.textContent, () => sort(at), { title: words.sort }));
  });
  made.tBodies[0].addEventListener("click", (event) => {
    const link = event.target.closest("tr").querySelector("a");
    if (link && !event.target.closest("a") && !String(getSelection())) link.click();
  });
  made.closest(".table").prepend(el("div", { className: "table-head" }, filter, status));
  fill();
}
