// Search: a box with its list, as WAI-ARIA's combobox has it.
function search() {
  const list = el("ul", { id: "hits", role: "listbox", "aria-label": words.search_label, hidden: true });
  const heard = el("span", { id: "heard", role: "status", className: "visually-hidden" });
  const input = el("input", { id: "search", type: "text", role: "combobox", autocomplete: "off", spellcheck: false, placeholder: words.search,
    "aria-label": words.search_label, "aria-expanded": "false", "aria-controls": "hits", "aria-autocomplete": "list" });
  let found = [];
  let at = -1;
  const close = () => { list.hidden = true; input.setAttribute("aria-expanded", "false"); input.removeAttribute("aria-activedescendant"); };
  const choose = ([label, , , target]) => { close(); input.value = label; to(target, true); };
  const point = () => {
    [...list.children].forEach((item, other) => item.setAttribute("aria-selected", String(other === at)));
    if (at >= 0) { input.setAttribute("aria-activedescendant", `hit${at}`); list.children[at].scrollIntoView({ block: "nearest" }); }
  };
  input.oninput = () => {
    const wanted = input.value.trim().toLowerCase();
    const score = ([label, , , , keys]) => {
      const own_ = label.toLowerCase();
      if (own_.startsWith(wanted)) return 0;
      if (own_.includes(wanted)) return 1;
      return keys && keys.split("\n").some((key) => key.startsWith(wanted) || (wanted.length > 1 && key.includes(wanted))) ? 2 : 3;
    };
    const scored = wanted ? data.search.map((one) => [score(one), one]).filter(([place_]) => place_ < 3) : [];
    found = scored.sort((a, b) => a[0] - b[0]).map((pair) => pair[1]);
    at = found.length ? 0 : -1;
    list.replaceChildren(...found.slice(0, 12).map((one, index) => el("li", { id: `hit${index}`, role: "option", "aria-selected": "false", onmousedown: (event) => { event.preventDefault(); choose(one); } },
      el("span", {}, one[0]), el("span", { className: "quiet" }, [one[1], one[2]].filter(Boolean).join(" · ")))));
    if (wanted && !found.length) list.append(el("li", { className: "quiet miss", role: "option", "aria-disabled": "true", "aria-selected": "false" }, say("no_hit", { q: input.value.trim() })));
    heard.textContent = !wanted ? "" : found.length ? say("hits", { n: found.length }) : say("no_hit", { q: input.value.trim() });
    list.hidden = !wanted;
    input.setAttribute("aria-expanded", String(Boolean(wanted)));
    point();
  };
  input.onkeydown = (event) => {
    const last = Math.min(found.length, 12) - 1;
    if (event.key === "ArrowDown" && last >= 0) at = Math.min(at + 1, last);
    else if (event.key === "ArrowUp" && last >= 0) at = Math.max(at - 1, 0);
    else if (event.key === "Enter" && found[at] && !list.hidden) return choose(found[at]);
    else if (event.key === "Escape") { input.value = ""; return close(); }
    else return undefined;
    event.preventDefault();
    return point();
  };
  input.onblur = close;
  document.getElementById("searching").append(input, list, heard);
}

