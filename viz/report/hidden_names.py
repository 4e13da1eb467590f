"""Names that a report does not tell: found in any text and replaced, the same name always by the same words."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from ...graph.language import t
from ...graph.names.spelling import COLUMNS, make_normal
from ...graph.schema import property_of
from ...queries.names import written

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ...graph.graph import Graph

_KNOWN_BY: Final = ("name", "identifier", "credit_code", "contact", "url", "fact")
_LETTERS: Final = re.compile(r"[a-z0-9]")
_BUSINESS: Final = re.compile(
    r"(?:公司|集团|工?厂|合作社|合伙企业)$|(?i:\b(?:ltd|limited|inc|corp|gmbh|llc|plc|co)\.?)$"
)
"""How a body is called that does business, whatever table it stands in."""
_SHORT: Final = 3
"""A Latin name of so few letters may be a word of the language: a, of."""
_GENERIC: Final = 2
"""So many Chinese characters at the head of a firm's name, without place and legal form, are what people call it by."""


class HiddenNames:
    """The names of a graph's firms, projects and sources, and what stands for them in a report."""

    def __init__(self, graph: Graph, lang: str, public: Iterable[str]) -> None:
        self._lang = lang
        self._given: dict[tuple[str, str], str] = {}
        self._counts: dict[str, int] = defaultdict(int)
        self._nodes: dict[tuple[str, str], Mapping[str, Any]] = {}
        self._written: set[str] = set()
        self._by_length: dict[int, dict[str, tuple[str, str] | None]] = defaultdict(dict)
        self._public = {_plain(word) for word in public if word}
        for kind in ("firm", "project", "source", "organization"):
            for row in written(graph, kind):
                if kind != "organization" or _BUSINESS.search(str(row["name"])):
                    self._learn("firm" if kind == "organization" else kind, row)
        for word in self._public:  # of an area, product or chain: what it says of no firm stays
            self._by_length[len(word)][word] = None
        self._lengths = sorted(self._by_length, reverse=True)
        self._starts = {word[0] for words in self._by_length.values() for word in words}
        self.hide = lru_cache(maxsize=None)(self._hide)

    def _learn(self, kind: str, row: Mapping[str, Any]) -> None:
        key = (kind, str(row["identifier"]))
        self._nodes[key] = row
        for text in (*(row.get(name) for name in _KNOWN_BY), *(row.get("aliases") or ())):
            if isinstance(text, str) and text.strip():
                word = _plain(text.strip())
                self._by_length[len(word)].setdefault(word, key)
                self._written.add(text.strip())

    def _hide(self, text: str) -> str:
        """A text without these names; what is another word's part, as F1 in F10, is none."""
        plain = _plain(text)
        same = self._by_length.get(len(plain), {})
        if plain in same:
            whole = same[plain]
            return text if whole is None else self._stands_for(whole)
        out: list[str] = []
        at = 0
        while at < len(text):
            end, key = self._longest(plain, text, at)
            if end == at:
                out.append(text[at])
                at += 1
            else:
                out.append(text[at:end] if key is None else self._stands_for(key))
                if key is not None and _LETTERS.match(plain[end : end + 1]):
                    out.append(" ")  # 企业A 1项 is not A1
                at = end
        return "".join(out)

    def is_beside(self, text: str) -> bool:
        """Whether a text holds a hidden name together with anything else."""
        plain = _plain(text.strip())
        return plain not in self._by_length.get(len(plain), {}) and self.hide(text) != text

    def _longest(self, text: str, written: str, at: int) -> tuple[int, tuple[str, str] | None]:
        """Where the longest name that begins here ends, and whose it is; a short Latin one counts only as it is written."""
        if text[at] not in self._starts:
            return at, None
        for length in self._lengths:
            end = at + length
            if end > len(text):
                continue
            word = text[at:end]
            if word not in self._by_length[length] or not _is_word(text, at, end):
                continue
            if length <= _SHORT and word.isascii() and written[at:end] not in self._written:
                continue
            return end, self._by_length[length][word]
        return at, None

    def _stands_for(self, key: tuple[str, str]) -> str:
        if key not in self._given:
            self._counts[key[0]] += 1
            self._given[key] = self._called(key, self._counts[key[0]])
        return self._given[key]

    def _called(self, key: tuple[str, str], number: int) -> str:
        kind, row = key[0], self._nodes[key]
        if kind == "firm":
            return t(self._lang, f"Firm {_letters(number)}", f"企业{_letters(number)}")
        what = _word(kind, row, self._lang)
        if kind == "project":
            return t(self._lang, f"Project {number} ({what})", f"项目{number}（{what}）")
        return t(self._lang, f"Source {number} ({what})", f"来源{number}（{what}）")

    def heads(self) -> list[str]:
        """By what people call the firms that a report speaks of: 晶立 of 贵州晶立新材料科技有限公司."""
        rows = [self._nodes[key] for key in self._given if key[0] == "firm" and not self._nodes[key].get("group")]
        names = [one for row in rows for one in (row["name"], *(row.get("aliases") or ())) if isinstance(one, str)]
        heads = {head for core in _cores(names) if (head := _head(core))}
        return sorted(head for head in heads if not any(head in word for word in self._public))


def _plain(text: str) -> str:
    """A text as names are compared, character by character: small letters, half width."""
    return "".join(map(_plain_char, text))


@lru_cache(maxsize=1 << 16)
def _plain_char(char: str) -> str:
    for form in (unicodedata.normalize("NFKC", char).lower(), char.lower()):
        if len(form) == 1:
            return form
    return char


def _is_word(text: str, at: int, end: int) -> bool:
    """Whether letters and digits at the ends of a place in a text do not go on beyond it."""
    before = at > 0 and _LETTERS.match(text[at]) and _LETTERS.match(text[at - 1])
    behind = end < len(text) and _LETTERS.match(text[end - 1]) and _LETTERS.match(text[end])
    return not before and not behind


def _letters(number: int) -> str:
    """A, B, ... Z, AA, AB, ...

    >>> [_letters(number) for number in (1, 26, 27, 703)]
    ['A', 'Z', 'AA', 'AAA']
    """
    out = ""
    while number:
        number, digit = divmod(number - 1, 26)
        out = chr(ord("A") + digit) + out
    return out


def _word(kind: str, row: Mapping[str, Any], lang: str) -> str:
    """The stage of a project, or what sort of thing a source is."""
    if kind == "project":
        words = {en: (en, zh) for en, zh in property_of("project", "stage").words}
        return t(lang, *words.get(str(row.get("stage")), ("stage not stated", "阶段未载明")))
    said = str(row.get("kind") or "").lower()
    found = next((pair for pattern, pair in _SORTS if re.search(pattern, said)), ("document", "资料"))
    return t(lang, *found)


_SORTS: Final = (
    ("newspaper|报纸|报刊", ("newspaper", "报纸")),
    ("news|新闻|报道", ("news", "新闻")),
    ("standard|标准", ("standard", "标准")),
    ("paper|论文|journal|期刊", ("paper", "论文")),
    ("book|图书|教材|专著", ("book", "图书")),
    ("policy|政策|government|文件|通知", ("official document", "政府文件")),
    ("page|web|网页|网站", ("web page", "网页")),
    ("annual|年报", ("annual report", "年报")),
    ("survey|调研|调查|问卷", ("survey", "调查")),
    ("table|sheet|表|台账", ("table", "台账")),
    ("template|模板|knowledge|常识|reference", ("reference", "参考资料")),
)
"""What a source's kind, which people write as they like, comes down to: the first that is found in it."""


def _cores(names: list[str]) -> list[str]:
    """Names without places in front and legal forms behind."""
    import duckdb
    import pyarrow as pa

    with duckdb.connect() as db:
        db.register("given", pa.table({"text": pa.array(names, pa.string())}))
        db.execute(f"CREATE TABLE normal ({COLUMNS})")
        make_normal(db, "SELECT text FROM given", "normal", firm=True)
        return [core for (core,) in db.execute("SELECT DISTINCT core FROM normal ORDER BY core").fetchall() if core]


def _head(core: str) -> str | None:
    """What of a core tells the firm from others; None where that is nothing of its own."""
    if re.match("[\u2e80-\ud7ff]{2}", core):
        return core[:_GENERIC]
    found = re.match(r"[a-z][a-z0-9]{3,}", core)
    return found[0] if found else None
