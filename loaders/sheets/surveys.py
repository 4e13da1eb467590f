"""Tables of purchases with the places of the parties, and surveys of what firms use: several tables each.

A table of supplies that also says where its sellers or buyers are states their places. A survey
(`chanlian ask`) asks besides whether a product is used: a yes is a use, a no is a use of none,
and a row without an answer states nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ...graph.errors import BadInput
from ...graph.sql_text import literal
from ..read.shape.looks import is_firm
from ..values import cells as values
from ..values.lists import BLANKS_AS_TYPED, parted
from .cell_looks import fits
from .cleaning import DITTO, EXAMPLE
from .column import Column, normalised
from .derived import Rows, derived, derived_rows
from .group_headings import named_region
from .header_grammar import reading

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..read.sheet import Sheet, Staging
    from .headers import TableKind

_USED: Final = frozenset(map(normalised, ("是否使用", "是否采购", "是否需要", "used", "is it used")))
_NEEDED: Final = frozenset(map(normalised, ("所需产品", "需要的产品", "needed product")))
PLACE_HEADERS: Final = {
    "seller": ("供应商所在地", "供方所在地", "供应商地区", "供货方所在地", "供应企业所在地", "供货企业所在地", "供应商地址", "供应地",
               "supplier's place", "seller's place", "seller place", "supplier place"),
    "buyer": ("采购方所在地", "需方所在地", "采购企业所在地", "客户所在地", "需求企业所在地", "buyer's place", "buyer place", "customer's place"),
}  # fmt: skip
_SERIAL: Final = frozenset(map(normalised, ("序号", "编号", "序", "no.", "#")))
_ANNUAL: Final = ("年", "annual", "value a year", "value per year")
"""A sum under such a header is one of a year."""


@dataclass(frozen=True, slots=True)
class Purchases:
    """The columns of a table of purchases, by number."""

    buyer: int
    product: int
    seller: int | None
    used: int | None
    places: dict[str, int]
    value: int | None
    quantity: int | None
    unit: int | None
    basis: int | None


def part_purchases(staging: Staging, table_kinds: Mapping[str, TableKind]) -> None:
    """Make the tables that each staged table of purchases states; leave other sheets as they are."""
    gone: list[Sheet] = []
    for sheet in list(staging.sheets):
        found = _columns(sheet, table_kinds["supplies"])
        if found is None:
            continue
        if found.used is None:
            _place_words(staging, sheet, found)
            _unnamed(staging, sheet, found)
            _only_used(staging, sheet, found)
        for end, number in found.places.items():
            _repeat_above(staging, sheet, found.seller if end == "seller" else found.buyer, number)
        for end, number in found.places.items():
            _located(staging, sheet, found.seller if end == "seller" else found.buyer, number)
        if found.used is not None:
            _survey(staging, sheet, found)
            gone.append(sheet)
    staging.sheets[:] = [sheet for sheet in staging.sheets if all(sheet is not one for one in gone)]


def party_places(staging: Staging, sheet: Sheet, supplies: TableKind) -> Purchases | None:
    """The columns of a table of supplies that say where its parties are, taken out of its own; None where none does.

    来源 beside sellers is where they are, and no source of the row, where most of its cells are places.
    """
    if any(number in sheet.elsewhere for number, header in enumerate(sheet.headers) if _whose_place(header, supplies)):
        return None  # read with the headers as they stand
    number = next(
        (n for n, header in enumerate(sheet.headers) if normalised(header) in _FROM and n not in sheet.elsewhere), None
    )
    kind = supplies
    if number is not None and fits(staging, sheet, number, "region"):
        # known as the header of evidence, or not at all
        kind = supplies.having({normalised(sheet.headers[number]): Column("seller_place", "left")})
    found = _columns(sheet, kind)
    if found is None or found.used is not None or not found.places:
        return None
    sheet.elsewhere.update(found.places.values())
    return found


def placed_parties(staging: Staging, sheet: Sheet, found: Purchases) -> list[Sheet]:
    """The firms of a table of supplies with the places that it says of them, once its rows are tidied."""
    _place_words(staging, sheet, found)
    _unnamed(staging, sheet, found)
    return [
        made
        for end, number in found.places.items()
        for made in _located(staging, sheet, found.seller if end == "seller" else found.buyer, number)
    ]


_FROM: Final = frozenset(map(normalised, ("来源", "来源地区", "货源", "产地", "供货地", "origin", "source")))


def _columns(sheet: Sheet, table_kind: TableKind) -> Purchases | None:
    """The columns of a table of purchases that states more than one kind of fact; None for any other table."""
    known: dict[str, int] = {}
    for number, header in enumerate(sheet.headers):
        plain = normalised(header)
        place = _whose_place(header, table_kind)
        if plain in _USED:
            known.setdefault("used", number)
        elif place:
            known.setdefault(f"{place} place", number)
        elif plain in _NEEDED:
            known.setdefault("product", number)
        elif header and (column := table_kind.column(header)) is not None:
            known.setdefault(_OWN_PLACES.get(column.name, column.name), number)
    places: dict[str, int] = {
        end: known[f"{end} place"] for end in ("seller", "buyer") if f"{end} place" in known and end in known
    }
    if "buyer" not in known or "product" not in known or not ("used" in known or ("seller" in known and places)):
        return None
    got = known.get
    return Purchases(
        known["buyer"], known["product"], got("seller"), got("used"), places, got("value"), got("quantity"), got("unit"),
        got("basis"),
    )  # fmt: skip


_OWN_PLACES: Final = {"seller_place": "seller place", "buyer_place": "buyer place"}


def _whose_place(header: str, table_kind: TableKind) -> str | None:
    """The party whose place a column of a table of purchases holds."""
    plain = normalised(header)
    listed = next((end for end, texts in PLACE_HEADERS.items() if plain in map(normalised, texts)), None)
    if listed or not header or table_kind.column(header) is not None:
        return listed
    found = reading("survey", header, frozenset(), frozenset())
    return found.column.removesuffix("_place") if found else None


def _seller(found: Purchases) -> str:
    """SQL of who sells: a firm, or the place from which is bought where nobody is named (names/region_ends.py makes its group)."""
    named = f"CASE WHEN NOT {_blank(found.seller)} THEN c{found.seller} END"
    place = found.places.get("seller")
    return named if place is None else f"coalesce({named}, CASE WHEN NOT {_blank(place)} THEN c{place} END)"


def _blank(number: int | None) -> str:
    """SQL: the cell says nothing."""
    return f"coalesce(lower(c{number}) IN ({', '.join(map(literal, BLANKS_AS_TYPED))}), true)"


def _unnamed(staging: Staging, sheet: Sheet, found: Purchases) -> None:
    """Rows of purchases that say from where, and not from whom; a cell merged with one above is not empty."""
    place = found.places.get("seller")
    if place is None or found.seller is None:
        return
    merged = [
        f"line BETWEEN {top} AND {bottom}"
        for top, left, bottom, right in sheet.merges
        if left <= found.seller <= right and bottom > top
    ]
    staging.db.execute(
        f"UPDATE {sheet.relation} SET c{found.seller} = {_seller(found)} WHERE {_blank(found.seller)} AND NOT {_blank(place)}"
        f" AND c{found.buyer} IS NOT NULL AND c{found.product} IS NOT NULL AND NOT ({' OR '.join(merged) or 'false'})"
    )


def _repeat_above(staging: Staging, sheet: Sheet, firm: int | None, number: int) -> None:
    """同上 in a column of places is the cell above, unless another row says where that firm is: then it says nothing.

    Its cells go to a table of their own before the others are tidied.
    """
    rows = staging.db.execute(f"SELECT line, c{firm}, c{number} FROM {sheet.relation} ORDER BY line").fetchall()
    told = {name for _, name, text in rows if text is not None and text not in DITTO}
    above: str | None = None
    for line, name, text in rows:
        if text in DITTO:
            staging.db.execute(
                f"UPDATE {sheet.relation} SET c{number} = $above WHERE line = $line",
                {"above": None if name in told else above, "line": line},
            )
        elif text is not None:
            above = text


def _place_words(staging: Staging, sheet: Sheet, found: Purchases) -> None:
    """A bare name in a column of places (唐山) as the place that it is, where it stands for a seller: no firm is made of it."""
    place = found.places.get("seller")
    if place is None or found.seller is None:
        return
    texts = staging.db.execute(
        f"SELECT DISTINCT c{place} FROM {sheet.relation} WHERE {_blank(found.seller)} AND NOT {_blank(place)} ORDER BY 1"
    ).fetchall()
    for (text,) in texts:
        whole = "、".join(_clear_place(one) for one in parted(text))
        if whole and whole != text:
            staging.db.execute(
                f"UPDATE {sheet.relation} SET c{place} = $whole WHERE c{place} = $text AND {_blank(found.seller)}",
                {"whole": whole, "text": text},
            )


def _clear_place(text: str) -> str:
    """The division that a bare name means in a column of places, as a text that is read as no firm's name.

    >>> _clear_place("唐山"), _clear_place("广东东莞"), _clear_place("省外")
    ('唐山市', '广东东莞', '省外')
    """
    found = named_region(text)
    return found if found is not None and found.startswith(text) else text


def _only_used(staging: Staging, sheet: Sheet, found: Purchases) -> None:
    """Rows that say what is bought, but neither from whom nor from where, state that it is used; their sums have no seller."""
    place = found.places.get("seller")
    if not sheet.office or found.seller is None or place is None:
        return
    merged = " OR ".join(
        f"line BETWEEN {top + 1} AND {bottom}" for top, left, bottom, right in sheet.merges if bottom > top
    )
    alone = f"{_blank(found.seller)} AND {_blank(place)} AND NOT {_blank(found.buyer)} AND NOT {_blank(found.product)}"
    alone += f" AND coalesce(c{found.seller}, c{place}) IS NOT NULL"  # said to be unknown, and not left open
    alone += f" AND NOT ({merged})" if merged else ""
    made = derived(
        staging, sheet, "consumes", ["firm", "product"],
        f"SELECT min(line) AS line, c{found.buyer} AS c0, c{found.product} AS c1 FROM {sheet.relation}"
        f" WHERE {alone}{_no_examples(sheet)} AND NOT regexp_matches(c{found.buyer}, '计|注[:：]|说明') GROUP BY ALL ORDER BY 1",
    )  # fmt: skip
    if not made.rows:
        staging.forget(made)
        return
    lines = [line for (line,) in staging.db.execute(f"SELECT line FROM {made.relation} ORDER BY 1").fetchall()]
    staging.db.execute(f"DELETE FROM {sheet.relation} WHERE line IN (SELECT line FROM {made.relation})")
    staging.close_sheet(sheet)
    shown = ", ".join(str(line // sheet.spread) for line in lines[:10])
    staging.say(
        sheet,
        f"{len(lines)} rows say neither from whom nor from where is bought: read as uses, their amounts are not read"
        f" (row {shown})",
        f"有 {len(lines)} 行既未写供应商也未写来源地，只读作使用该产品，金额和数量未读取（第 {shown} 行）",
    )


def _located(staging: Staging, sheet: Sheet, firm: int | None, place: int) -> list[Sheet]:
    """Tables of firms with their places, each pair once."""
    sheet.elsewhere.add(place)
    several = staging.db.execute(
        f"SELECT line, c{firm}, c{place} FROM {sheet.relation} WHERE contains(c{firm}, '、') OR contains(c{firm}, '；')"
    ).fetchall()
    rows: Rows = [
        (line, (name, said))
        for line, names, said in several
        if said and all(map(is_firm, parted(names)))
        for name in parted(names)
    ]
    out = [derived_rows(staging, sheet, "firms", ["name", "place"], rows)] if rows else []
    lists = ", ".join(str(line) for line, names, _ in several if all(map(is_firm, parted(names)))) or "-1"
    made = derived(
        staging, sheet, "firms", ["name", "place"],
        f"SELECT min(line) AS line, c{firm} AS c0, c{place} AS c1 FROM {sheet.relation}"
        f" WHERE NOT {_blank(firm)} AND c{place} IS NOT NULL AND c{firm} <> c{place} AND line NOT IN ({lists}){_no_examples(sheet)}"
        f" GROUP BY c{firm}, c{place} ORDER BY 1",
    )  # fmt: skip
    if not made.rows:
        staging.forget(made)
        return out
    return [*out, made]


def _no_examples(sheet: Sheet) -> str:
    """SQL: the row is not one that only shows how to fill in the form, which its column of serial numbers says."""
    serial = [number for number, header in enumerate(sheet.headers) if normalised(header) in _SERIAL]
    return "".join(f" AND NOT coalesce(regexp_full_match(trim(c{n}), {literal(EXAMPLE)}), false)" for n in serial)


def _survey(staging: Staging, sheet: Sheet, found: Purchases) -> None:
    """The supplies and the uses that the answers of a survey state."""
    answers = _answers(staging, sheet, found)
    filled = [n for n in (found.seller, found.quantity, found.value) if n is not None]
    bought = " OR ".join(f"c{n} IS NOT NULL" for n in filled) or "false"
    db = staging.db
    said = f"(SELECT r.*, coalesce(a.used, ({bought})) AS used, a.used IS NULL AND NOT ({bought}) AS silent"
    said += f" FROM {sheet.relation} r LEFT JOIN {answers} a ON a.text = r.c{found.used})"
    ((silent,),) = db.execute(f"SELECT count(*) FROM {said} WHERE silent").fetchall()
    amount = {name: n for name in ("quantity", "unit") if (n := getattr(found, name)) is not None}
    cells = [f"CASE WHEN NOT any_value(used) THEN '0' WHEN count(*) = 1 THEN any_value(c{n}) END" if name == "quantity"
             else f"CASE WHEN count(*) = 1 THEN any_value(c{n}) END" for name, n in amount.items()]  # fmt: skip
    if "quantity" not in amount:
        amount["quantity"] = -1
        cells.append("CASE WHEN NOT any_value(used) THEN '0' END")
    listed = "".join(f", {cell} AS c{i}" for i, cell in enumerate(cells, start=2))
    made = derived(
        staging, sheet, "consumes", ["firm", "product", *amount],
        f"SELECT min(line) AS line, c{found.buyer} AS c0, c{found.product} AS c1{listed} FROM {said}"
        f" WHERE NOT silent GROUP BY c{found.buyer}, c{found.product}, used ORDER BY 1",
        units={2 + list(amount).index(name): sheet.units[n] for name, n in amount.items() if n in sheet.units},
    )  # fmt: skip
    made.left_out = silent
    if silent:
        staging.say(
            sheet,
            f"{silent} question{'s' * (silent != 1)} without an answer left out",
            f"略去 {silent} 个没有回答的问题",
        )
    if found.seller is not None:
        _supplies(staging, sheet, found, said)


def _supplies(staging: Staging, sheet: Sheet, found: Purchases, said: str) -> None:
    """Who buys from whom; of an answer yes that names a place alone, from the unnamed firms there."""
    names = ("buyer", "product", "seller", "value", "quantity", "unit", "basis")
    columns = {name: n for name in names if (n := getattr(found, name)) is not None}
    seller = _seller(found)
    cells = [f"{seller if name == 'seller' else f'c{n}'} AS c{i}" for i, (name, n) in enumerate(columns.items())]
    headers = list(columns)
    if found.value is not None and found.basis is None and normalised(sheet.headers[found.value]).startswith(_ANNUAL):
        cells.append(f"CASE WHEN c{found.value} IS NOT NULL THEN 'annual' END AS c{len(headers)}")
        headers.append("basis")
    derived(
        staging, sheet, "supplies", headers,
        f"SELECT line, {', '.join(cells)} FROM {said} WHERE {seller} IS NOT NULL AND (used OR NOT {_blank(found.seller)})"
        " ORDER BY 1",
        units={list(columns).index(name): sheet.units[n] for name, n in columns.items() if n in sheet.units},
    )  # fmt: skip


def _answers(staging: Staging, sheet: Sheet, found: Purchases) -> str:
    """A table of the distinct answers and whether they say yes; what says neither is told, row by row."""
    db, relation = staging.db, f"load.answer_{sheet.number}"
    db.execute(f"CREATE TABLE {relation} (text VARCHAR, used BOOLEAN)")
    texts = db.execute(
        f"SELECT DISTINCT c{found.used} FROM {sheet.relation} WHERE c{found.used} IS NOT NULL"
    ).fetchall()
    for (text,) in texts:
        try:
            used = values.boolean(text)
        except BadInput as error:
            raise BadInput(
                en=f"{sheet.where}: {sheet.headers[found.used or 0]}: {error.text('en')}",
                zh=f"{sheet.where}：{sheet.headers[found.used or 0]}：{error.text('zh')}",
            ) from error
        db.execute(f"INSERT INTO {relation} VALUES ({literal(text)}, {used})")
    return relation
