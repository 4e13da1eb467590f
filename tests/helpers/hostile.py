"""Hostile texts in every column of every kind of table, and what would be live of them in a file or on a terminal.

All names are invented; only those of regions are real.
"""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections import Counter
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any, Final
from xml.etree import ElementTree as ET

from chanlian.graph.schema import EDGES
from chanlian.loaders.sheets.headers import read_synonyms, table_kinds
from chanlian.viz.page.shell import vis_network

if TYPE_CHECKING:
    from collections.abc import Sequence

Rows = list[dict[str, str]]

FEW: Final = (
    "=cmd|'/C calc'!A0", "</script><img src=x onerror=alert(1)>", "\x1b[31mred\x1b]0;title\x07", "\u202egnp.exe", 'a"b,c\nd',
)  # fmt: skip
"""What the short form tries."""
STRINGS: Final = (
    *FEW,
    "@SUM(1+1)*cmd", "+1+cmd", "-2+3+cmd", "\t=1+1", "\r=1+1", "'=1+1", "''-alert(1)-", "＝1+1", "%0A=1", "<script>alert(1)</script>",
    '" onmouseover="alert(1)', "' autofocus onfocus='alert(1)", "javascript:alert(1)", "[x](javascript:alert(1))", "![x](http://127.0.0.1:9/x)",
    "<!--", "]]>", "&lt;b&gt;<b>", "'; DROP TABLE firm; --", '"; ATTACH \'x\' --', "}) MATCH (n) DETACH DELETE n //", "`) CALL db.labels() //",
    "a\x00b", "\x9b31mx", "a\x7fb", "a\x08\x08b", "\u2066x\u2069", "\u200fx", "a\u2028b", "a\u0085b", "|a|b|\n|---|", "```\nx", "a\r\nb", "__proto__",
    "{{7*7}}", "${7*7}", "$as_of", "{current:s}", "%s%n", "\\", "\\N", "NULL", "长" * 5000, "\ud800x", "x\udfff", "\ufeffx", "../../x", "file:///etc/passwd",
    "bolt://u:geheim@h/x",
)  # fmt: skip

KNOWN: Final = {
    "region": "玉屏侗族自治县", "park": "大龙经济开发区", "firm": "甲厂", "product": "吨袋", "industry": "塑料制品业",
    "chain": "链甲", "project": "项目甲", "agreement": "协议甲", "measure": "事项甲", "metric": "指标甲", "request": "诉求甲",
    "organization": "机构甲", "facility": "设施甲", "source": "资料甲", "assessment": "评价甲", "event": "活动甲",
}  # fmt: skip
_KINDS: Final = {kind.kind: kind for kind in table_kinds(read_synonyms(None)).values()}
_CONTROL: Final = re.compile("[\x00-\x1f\x7f-\x9f]")
_READ: Final = ("property", "bound", "end", "implied", "detail", "evidence", "identifier", "address")


def tables(kinds: Sequence[str], strings: Sequence[str]) -> dict[str, Rows]:
    """For each kind of table rows of which one cell is hostile: every column that it reads, every text; none is empty."""
    return {_KINDS[kind].table: _rows(kind, strings) for kind in kinds}


def kinds() -> tuple[str, ...]:
    """Every kind of table."""
    return tuple(_KINDS)


def _rows(kind: str, strings: Sequence[str]) -> Rows:
    known = _KINDS[kind].known
    headers = {column.name: header for header, column in known.items() if column.role in _READ}
    plain = {headers[name]: value for name, value in _plain(kind).items()}
    out: Rows = []
    for name, header in headers.items():
        for number, text in enumerate(strings):
            row = dict(plain)
            if "name" in headers and kind != "aliases":
                row[headers["name"]] = f"{KNOWN.get(kind, kind)} {name} {number}"
            row[header] = text
            if kind in {"supplies", "owns", "cooperates_with"} and name in ("value", "quantity", "share"):
                row[headers["since"]] = str(1900 + number)  # a fact of its own
            out.append(row)
    return [{header: row.get(header, "") for header in headers.values()} for row in out]


def _plain(kind: str) -> dict[str, str]:
    """A row of this kind that has nothing hostile."""
    if kind == "aliases":
        return {"kind": "firm", "name": KNOWN["firm"], "alias": "甲"}
    for edge in EDGES:
        if edge.name == kind:
            ends = {end.name: KNOWN[end.kinds[0]] for end in edge.ends}
            if len(set(ends.values())) < len(ends):  # nobody supplies himself
                ends[edge.ends[1].name] = "乙厂" if ends[edge.ends[0].name] == KNOWN["firm"] else "编织袋"
            return ends
    return {"name": KNOWN[kind]}


# -- what is live ------------------------------------------------------------------------------


def live(form: str, content: bytes) -> list[str]:
    """What of a file, or of what is printed, would act; `form` is a format of answers, or the ending of a file."""
    if form == "xlsx":
        return _in_workbook(content)
    if form == "parquet":
        return []
    text = content.decode("utf-8-sig")  # half of a character would be no UTF-8
    return {
        "csv": _in_csv,
        "html": _in_page,
        "md": _in_markdown,
        "json": _in_json,
        "jsonl": _in_json,
        "graphml": _in_xml,
        "gexf": _in_xml,
    }.get(form, _on_terminal)(text)


def _in_csv(text: str) -> list[str]:
    rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    width = {len(row) for row in rows if row}
    out = [] if len(width) <= 1 else [f"rows of {sorted(width)} cells"]
    # what a text was in the source, control characters too, is kept as it is: no file of data is a terminal
    return out + [cell for row in rows for cell in row if re.match(r"\s*[=+\-@]|[\t\r]", cell) and not _is_number(cell)]


def _is_number(cell: str) -> bool:
    return re.fullmatch(r"[+-]?\d+(\.\d+)?(e[+-]?\d+)?", cell.strip()) is not None


def _in_workbook(content: bytes) -> list[str]:
    out = []
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        for name in book.namelist():
            if "externalLink" in name or "vba" in name.lower():
                out.append(name)
            if name.endswith((".xml", ".rels")):
                root = ET.fromstring(book.read(name))  # noqa: S314  # what this program wrote
                out += [
                    f"{name}: formula {found.text}"
                    for found in root.iter("{http://schemas.openxmlformats.org/spreadsheetml/2006/main}f")
                ]
                out += [f"{name}: {found.attrib}" for found in root.iter() if found.get("TargetMode") == "External"]
    return out


class _Page(HTMLParser):
    """The elements of a page, as a browser would make them."""

    def __init__(self) -> None:
        super().__init__()
        self.made: list[tuple[str, list[tuple[str, str | None]]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.made.append((tag, attrs))


_SCRIPTS = [{}, {"type": "application/json", "id": "data"}, {"type": "text/plain", "id": "library"}, {}]
"""The script elements of a page, of which the second and third run nothing by themselves."""


def _in_page(text: str) -> list[str]:
    page = _Page()
    page.feed(text)
    out = [f"<{tag}>" for tag, _ in page.made if tag in {"img", "iframe", "object", "embed", "base", "form", "b"}]
    # pictures of ours say how large they are, and the one that keeps signs for them is of no size
    pictures = [dict(attributes) for tag, attributes in page.made if tag == "svg"]
    out += [f"<svg> {one}" for one in pictures if "viewbox" not in one and one.get("class") != "kept"]
    scripts = [dict(attributes) for tag, attributes in page.made if tag == "script"]
    out += [] if scripts == _SCRIPTS else [f"scripts: {scripts}"]
    for _tag, attributes in page.made:
        out += [f"{name}={value}" for name, value in attributes if name.startswith("on")]
        out += [
            f"{name}={value}"
            for name, value in attributes
            if name in ("href", "src", "action") and not (value or "").startswith("#")
        ]
    own = Counter(_CONTROL.findall(vis_network()))  # the library has some of its own
    found = Counter(char for char in _CONTROL.findall(text) if char not in "\t\n")
    return out + [repr(char) for char in found - own]


def _in_markdown(text: str) -> list[str]:
    out = re.findall(r"<[^ ]|(?<!\\)\]\(|(?<!\\)`", text)
    lines = [line for line in text.splitlines() if line.startswith("|")]
    counts = {len(re.findall(r"(?<!\\)\|", line)) for line in lines}
    return out + ([] if len(counts) <= 1 else [f"rows of {sorted(counts)} cells"]) + _on_terminal(text)


def _in_json(text: str) -> list[str]:
    for part in [text] if text.startswith(("[", "{\n")) else text.strip("\n").split("\n"):
        if part:  # an answer without rows has no line
            json.loads(part)
    return [repr(char) for char in set(text) if char < " " and char != "\n"]


def _in_xml(text: str) -> list[str]:
    ET.fromstring(text)  # noqa: S314  # what this program wrote
    return ["an entity"] if "<!" in text else []


def _on_terminal(text: str) -> list[str]:
    return sorted({repr(char) for char in text if not char.isprintable() and char != "\n"})


def hostile_json(said: dict[str, Any]) -> str:
    """Tables as JSON, halves of characters as escapes."""
    return json.dumps(said, ensure_ascii=True)
