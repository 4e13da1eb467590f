"""Values as a reader of the page's language writes them: money, dates, shares, words of the schema."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from ...graph import schema
from ...graph.dates import spoken
from ...graph.language import t

BESIDE: Final = ("_low", "_high", "_original")
"""What is stored beside an amount: bounds, and how its source writes it."""

_MONEY: Final = {
    "zh": ((1e8, "亿元"), (1e4, "万元"), (1.0, "元")),
    "en": ((1e9, " billion yuan"), (1e6, " million yuan"), (1.0, " yuan")),
}


def plain(value: Any) -> Any:
    """A JSON value of anything: numpy scalars unpacked, dates as text, what is not a number null."""
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        items = sorted(value, key=str) if isinstance(value, (set, frozenset)) else value
        return [plain(one) for one in items]
    item = getattr(value, "item", None)
    if callable(item):
        unpacked = item()
        return plain(unpacked) if isinstance(unpacked, (bool, int, float, str)) else str(unpacked)
    return str(value)


def says(row: Mapping[str, Any], name: str) -> bool:
    """Whether a row says anything in a column: of an amount that is no one figure its bounds do, and a share of 0 % does.

    >>> says({"paid": None, "paid_low": 1e6}, "paid"), says({"here_share": 0.0}, "here_share"), says({"firms": 0}, "firms")
    (True, True, False)
    """
    return isinstance(row.get(name), float) or any(
        row.get(one) not in (None, [], False) for one in (name, f"{name}_low", f"{name}_high")
    )


_ORDINARY: Final = {"group": False}
"""What a thing is where nobody says otherwise, and what is kept of it then: that says nothing."""


def is_ordinary(name: str, value: Any) -> bool:
    """Whether a property says only what goes for nearly all of its kind; a stated no of any other property does say something.

    >>> is_ordinary("group", False), is_ordinary("group", True), is_ordinary("own_area", False)
    (True, False, False)
    """
    return name in _ORDINARY and _ORDINARY[name] == value


_PARTS: Final = {"H1": "上半年", "H2": "下半年", "Q1": "一季度", "Q2": "二季度", "Q3": "三季度", "Q4": "四季度"}
_DAY: Final = re.compile(r"(\d{4})(?:-(?:([HQ]\d)|(\d\d)(?:-(\d\d))?))?")


def day(text: str, lang: str) -> str:
    """A date or period as an office writes it, with the precision that it has.

    >>> day("2025-H1", "zh"), day("2025", "zh"), day("2025-05-04", "zh"), day("2024-01/2024-05", "zh")
    ('2025年上半年', '2025年', '2025年5月4日', '2024年1—5月')
    """
    if lang != "zh" or not (match := _DAY.fullmatch(text)):
        return spoken(text, lang)
    year, part, month, date = match.groups()
    return f"{year}年" + (_PARTS.get(part, part) if part else "") + (f"{int(month)}月" if month else "") + (
        f"{int(date)}日" if date else ""
    )  # fmt: skip


def number(value: float) -> str:
    """A number with thousands apart and no needless zeros.

    >>> number(25000.0)
    '25,000'
    """
    if float(value).is_integer():
        return f"{int(value):,}"
    return f"{value:,.4f}".rstrip("0")


def money(yuan: float, lang: str) -> str:
    """A sum in the unit that offices use.

    >>> money(2539000000, "zh"), money(2539000000, "en")
    ('25.39亿元', '2.539 billion yuan')
    """
    unit, name = next(
        (size, word) for size, word in _MONEY["zh" if lang == "zh" else "en"] if abs(yuan) >= size or size == 1
    )
    return f"{round(yuan / unit, 4):,.4f}".rstrip("0").rstrip(".") + name


@dataclass(frozen=True)
class Hedge:
    """What stands before and behind a figure that is none as it stands: 超, 约, 不足, 余."""

    before: str = ""
    behind: str = ""

    def on(self, figure: str, unit: str = "") -> str:
        """A figure with it, and with the unit behind it; 余 stands before the unit: 200万余元, 60余家次.

        >>> Hedge("超").on("256.83亿元"), Hedge(behind="余").on("200万元"), Hedge(behind="余").on("60", "家次")
        ('超256.83亿元', '200万余元', '60余家次')
        """
        if not unit and figure.endswith("元"):
            figure, unit = figure.removesuffix("元"), "元"
        inner, outer = (self.behind, "") if self.behind == _MORE else ("", self.behind)
        return self.before + figure + inner + unit + outer


_MORE: Final = "余"
_HEDGES: Final = (
    # which bound is stored, how the source may write it, and what stands before and behind the figure in each language
    ("low", r"以上|之上|起$|\+$", ("at least ", ""), ("", "以上")),
    ("low", r"[余多](?!达|于)", ("over ", ""), ("", _MORE)),
    ("low", r"超|逾|突破|大于|多于|高于|over|more than|above|>(?!=)", ("over ", ""), ("超", "")),
    ("low", r"", ("at least ", ""), ("不少于", "")),
    ("high", r"以下|以内|之内|封顶", ("at most ", ""), ("", "以内")),
    ("high", r"不足|不到|未达|(?<!不)[低少小]于|less than|under|below|<(?!=)", ("under ", ""), ("不足", "")),
    ("high", r"", ("at most ", ""), ("不超过", "")),
    ("", r"^(?:将近|接近|近)|nearly", ("nearly ", ""), ("近", "")),
    ("", r"约|左右|上下|大概|[十百千万亿]级|about|approx|around|circa|ca\.|[~≈]", ("about ", ""), ("约", "")),
)


def hedge(name: str, row: Mapping[str, Any], lang: str) -> Hedge:
    """What the figure of a row must be shown with, by the bounds that are stored beside it and the words of its source.

    >>> hedge("value", {"value": 3e10, "value_low": 3e10, "value_original": "超300亿元"}, "zh")
    Hedge(before='超', behind='')
    >>> hedge("value", {"value": 60.0, "value_low": 60.0, "value_original": "60余家次"}, "zh")
    Hedge(before='', behind='余')
    >>> hedge("value", {"value": 7e6, "value_original": "约700万元"}, "en"), hedge("value", {"value": 7e6}, "en")
    (Hedge(before='about ', behind=''), Hedge(before='', behind=''))
    """
    low, high, original = (row.get(name + end) for end in BESIDE)
    bound = "low" if low is not None and low == row[name] else "high" if high is not None and high == row[name] else ""
    written = original if isinstance(original, str) else ""
    for of, words, en, zh in _HEDGES:
        if of == bound and (bound or written) and re.search(words, written, re.IGNORECASE):
            return Hedge(*(zh if lang == "zh" else en))
    return Hedge()


def amount(
    name: str, row: Mapping[str, Any], lang: str, figure: Callable[[float], str], default: str | None = None
) -> str | None:
    """An amount of a row with its bounds, a figure being written by `figure`; `default` where the row has no figure.

    >>> row = {"planned": 25683e6, "planned_low": 25683e6, "planned_high": None, "planned_original": "超256.83亿元"}
    >>> amount("planned", row, "zh", lambda yuan: money(yuan, "zh")), amount("planned", row, "en", lambda yuan: money(yuan, "en"))
    ('超256.83亿元', 'over 25.683 billion yuan')
    >>> amount("paid", {"paid": None, "paid_low": 1e6, "paid_high": 2e6}, "zh", lambda yuan: money(yuan, "zh"))
    '100万元—200万元'
    """
    value = row.get(name)
    low, high, original = (row.get(name + end) for end in BESIDE)
    if value is not None:
        return hedge(name, row, lang).on(figure(value))
    if low is not None and high is not None:
        return figure(low) + t(lang, "–", "—") + figure(high)
    if (one := low if low is not None else high) is not None:
        return hedge(name, {**row, name: one}, lang).on(figure(one))
    return original or default


def rows(kind: str, properties: Mapping[str, Any], lang: str) -> list[list[str]]:
    """Label and text of each property that is known, in the schema's order, then any others."""
    declared = {prop.name: prop for prop in schema.properties(schema.node(kind))} if kind in schema.NODE_NAMES else {}
    known = {
        name
        for name, value in properties.items()
        if plain(value) not in (None, "", []) and not is_ordinary(name, plain(value))
    }
    amounts = {name.removesuffix(end) for name in known for end in BESIDE if name.endswith(end)} & {*declared}
    names = [name for name in declared if name in known | amounts and not _is_beside(name, amounts)]
    names += [name for name in properties if name in known and name not in declared and not name.endswith(BESIDE)]
    unit = str(properties.get("unit") or "")
    out: list[list[str]] = []
    for name in names:
        if name == "name":
            continue
        prop = declared.get(name)
        hedged = prop is not None and name in amounts
        text = (
            _hedged(name, prop, properties, unit, lang) if hedged else _text(plain(properties[name]), prop, unit, lang)
        )
        out.append([t(lang, prop.en, prop.zh) if prop else name, text])
    return out


def _is_beside(name: str, amounts: set[str]) -> bool:
    """Whether a property only says a bound, or the wording, of an amount."""
    return any(name.endswith(end) and name.removesuffix(end) in amounts for end in BESIDE)


def _hedged(name: str, prop: schema.Property | None, properties: Mapping[str, Any], unit: str, lang: str) -> str:
    """An amount with its bounds, and as its source writes it."""
    text = amount(name, properties, lang, lambda value: _figure(value, prop, unit, lang)[0], "") or ""
    original = properties.get(f"{name}_original")
    if properties.get(name) is not None:
        text = hedge(name, properties, lang).on(*_figure(properties[name], prop, unit, lang))
    if original and original != text:
        text += t(lang, f" (as written: {original})", f"（原文：{original}）")
    return text


def _text(value: Any, prop: schema.Property | None, unit: str, lang: str) -> str:
    if isinstance(value, list):
        return t(lang, "; ", "；").join(str(one) for one in value)
    if isinstance(value, bool):
        return t(lang, *(("yes", "是") if value else ("no", "否")))
    if isinstance(value, (int, float)):
        return "".join(_figure(value, prop, unit, lang))
    if prop is not None and prop.words:
        return next((t(lang, en, zh) for en, zh in prop.words if en == value), str(value))
    return spoken(str(value), lang) if prop is not None and prop.type == "period" else str(value)


def _figure(value: float, prop: schema.Property | None, unit: str, lang: str) -> tuple[str, str]:
    """A figure, and the unit behind it where that stands apart."""
    if prop is None or prop.name in {"lat", "lon"}:
        return number(value), ""
    if prop.type == "money":
        return money(value, lang), ""
    if prop.type == "share":
        return f"{number(round(value * 100, 2))} %", ""
    if not unit or prop.type not in {"quantity", "number"}:
        return number(value), ""
    return (money(value, lang), "") if unit == "元" else (number(value), f" {unit}")


def evidence_rows(evidence: Iterable[Mapping[str, Any]], sources: dict[tuple[Any, ...], int]) -> list[list[Any]]:
    """Evidence as [number of the source, locator, method, fact]; `sources` grows by what is new."""
    out: list[list[Any]] = []
    for piece in evidence:
        key = tuple(plain(piece.get(name)) for name in ("source", "publisher", "published"))
        at = sources.setdefault(key, len(sources))
        out.append([at, *(plain(piece.get(name)) for name in ("locator", "method", "fact"))])
    return out
