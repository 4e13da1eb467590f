"""The normalised form of a name: what stays the same however the name is written.

`written` keeps every word: full and half width, traditional and simplified characters, blanks,
brackets, dashes and dots no longer matter. A firm's name is read further: its `core` is without
the legal form, the regions in front and a remark in brackets behind; these stand in `form` and
`places`. All is done set-wise in DuckDB; only unusual texts pass through Python, each once.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from ..sql_text import literal

if TYPE_CHECKING:
    import duckdb

COLUMNS: Final = "text VARCHAR, written VARCHAR, core VARCHAR, form VARCHAR, places VARCHAR[]"

_BLANKS: Final = r"\s\x{200b}-\x{200f}\x{2060}\x{feff}"
_DASHES: Final = r"\-‐‑‒–—―−﹣－~～_"
_MARKS: Final = "·•・‧∙⋅･'\"“”‘’「」『』`"
_OPEN, _CLOSE = "（【〔［[{｛〈《<", "）】〕］]}｝〉》>"
_KEEP: Final = "\x01"
"""Stands for a dash or blank between digits: 1-2 is not 12."""

_BRANCH: Final = "(?:分公司|子公司|分厂|分店|办事处|代表处|项目部|[0-9一二三四五六七八九十]厂)$"
FORMS: Final = (
    ("group", "集团(?:股份)?(?:有限)?(?:责任)?(?:总?公司)?$"),
    ("stock", "股份(?:有限)?(?:责任)?(?:公司)?$"),
    ("limited", "有限(?:责任)?(?:公司)?$"),
    ("head", "总公司$"),
    ("partnership", "(?:合伙企业)?(?:有限合伙|特殊普通合伙|普通合伙)$|合伙企业$"),
    ("works", "工?厂$"),
    ("", "公司$"),
)
"""Legal forms at the end of a firm's name, and what each is called here; 公司 alone leaves it open."""

# Before blanks go: in one word, "mexico" ends with "co".
_LATIN_FORM: Final = (
    r"(?i)[\s,]+(?:pte\.?\s+ltd|pty\.?\s+ltd|company\s+limited|co\.?\s*,?\s*ltd|limited|ltd|inc|incorporated|corp"
    r"|corporation|gmbh|llc|plc|jsc|company|co)\.?$"
)
_LATIN_FRONT: Final = r"(?i)^(?:công ty|cty)\s+(?:tnhh|cổ phần|cp)(?:\s+mtv|\s+một thành viên)?\s+"
# A bracket behind a name is a remark, unless it tells a part of the firm from the rest, or its legal form.
_PART: Final = "(?:厂|部|店|公司|站|矿|所|园|车间|线|期|集团|合伙|[0-9a-z]|[一二三四五六七八九十])$"
_FORMERLY: Final = "^(?:原|曾用名|简称|以下简称|即|又名)"

SAME_FORM: Final = (
    "({a}.form = {b}.form OR (({a}.form = '' OR {b}.form = '') AND 'branch' NOT IN ({a}.form, {b}.form))"
    " OR ({a}.form IN ('limited', 'stock') AND {b}.form IN ('limited', 'stock')))"
)
"""SQL: two names may have the same legal form; one that is left open may be any."""

SAME_PLACES: Final = "(list_has_all({a}.places, {b}.places) OR list_has_all({b}.places, {a}.places))"
"""SQL: the regions in front of two names do not differ; they may be missing from one."""


def make_normal(db: duckdb.DuckDBPyConnection, texts: str, into: str, *, firm: bool) -> None:
    """Add the normalised form of each distinct text of the SQL `texts` (one column, `text`) to the table `into`.

    `firm` reads the names as firms'; else `core` is `written`, and `form` and `places` are empty.

    >>> import duckdb
    >>> db = duckdb.connect()
    >>> _ = db.execute(f"CREATE TABLE normal ({COLUMNS})")
    >>> make_normal(db, "SELECT '貴州創聯包裝 有限責任公司（停產）' AS text", "normal", firm=True)
    >>> db.execute("SELECT core, form, places FROM normal").fetchone()
    ('创联包装', 'limited', ['贵州'])
    """
    few = db.execute(f"SELECT DISTINCT text FROM ({texts}) LIMIT {_FEW + 1}").fetchall()
    if not few:
        return
    given = _look_at(db, [text for (text,) in few]) if len(few) <= _FEW else _simplify(db, texts)
    plain = f"translate(plain, '{_OPEN}{_CLOSE}', '{'(' * len(_OPEN)}{')' * len(_CLOSE)}')"
    if not firm:
        db.execute(
            f"INSERT INTO {into} SELECT text, written, written, '', []::VARCHAR[] FROM"
            f" (SELECT text, {_bare(_joined(plain))} AS written FROM {given})"
        )
    else:
        _register_regions(db)
        db.execute(
            f"""
            INSERT INTO {into}
            WITH latin AS (
                SELECT text, odd, {plain} AS plain, CASE WHEN odd THEN
                    regexp_replace(regexp_replace({plain}, $front, ''), $latin, '') ELSE {plain} END AS short
                FROM {given}
            ),
            joined AS (
                SELECT text, lower({_joined("plain", ",.")}) AS plain, lower({_joined("short", ",.")}) AS name,
                    short <> plain AS latin FROM latin
            ),
            remarked AS (
                SELECT *, CASE WHEN ends_with(name, ')') THEN regexp_extract(name, '[(]([^()]*)[)]$', 1) ELSE '' END AS remark
                FROM joined
            ),
            firm AS (
                SELECT text, {_bare("plain")} AS written, latin, remark,
                    {_bare(f"CASE WHEN {_IS_REMARK} THEN {_WITHOUT} ELSE name END")} AS name
                FROM remarked
            ),
            {_WITHOUT_FORM}, {_WITHOUT_PLACES}
            SELECT text, written, core, form, list_sort(places) FROM core_{_OUTERMOST}
            """,
            {"front": _LATIN_FRONT, "latin": _LATIN_FORM, "part": _PART, "formerly": _FORMERLY},
        )


_WITHOUT: Final = "regexp_replace(name, '[(][^()]*[)]$', '')"
_IS_REMARK: Final = (
    "remark <> '' AND length(name) > length(remark) + 3"
    " AND (regexp_matches(remark, $formerly) OR NOT regexp_matches(remark, $part))"
)


def _joined(text: str, more: str = "") -> str:
    """SQL of a text without blanks, dashes and dots, but for those between digits; only odd texts have any."""
    between = f"([0-9])[{_BLANKS}{_DASHES}]+([0-9])"
    kept = rf"\1{_KEEP}\2"
    out = text
    for _ in range(2):  # the digit of 1-2-3 in the middle is in two pairs
        out = f"regexp_replace({out}, {literal(between)}, {literal(kept)}, 'g')"
    gone = literal(f"[{_BLANKS}{_DASHES}{_MARKS}{more}]+")
    out = f"replace(regexp_replace({out}, {gone}, '', 'g'), {literal(_KEEP)}, '-')"
    return f"CASE WHEN odd THEN {out} ELSE {text} END"


def _bare(text: str) -> str:
    """SQL of a text without brackets; what they hold stays."""
    return f"replace(replace({text}, '(', ''), ')', '')"


def _without_form() -> str:
    """SQL of `core_of` (text, written, remark, core, form): the legal form is cut off every name of `firm`."""
    # every name is searched once, and the few endings that are found are told apart
    ends = "|".join(f"(?:{pattern})" for pattern in (_BRANCH, *(pattern for _, pattern in FORMS)))
    told = " ".join(
        f"WHEN regexp_full_match(ending, {literal(pattern)}) THEN {literal(form)}" for form, pattern in FORMS
    )
    return f"""
        ended AS MATERIALIZED (SELECT *, regexp_extract(name, {literal(ends)}) AS ending FROM firm),
        ending AS (
            SELECT ending, CASE WHEN regexp_full_match(ending, {literal(_BRANCH)}) THEN 'branch' {told} ELSE '' END AS form
            FROM (SELECT DISTINCT ending FROM ended)
        ),
        core_of AS (
            SELECT text, written, remark,
                CASE WHEN t.form = 'branch' OR name = ending THEN name ELSE left(name, length(name) - length(ending)) END AS core,
                CASE WHEN ending = '' AND latin THEN 'limited' ELSE t.form END AS form
            FROM ended JOIN ending t USING (ending)
        )
    """


_OUTERMOST: Final = 4
"""So many regions may stand in front of a name: country aside, one a level and one more."""


def _without_places() -> str:
    """SQL of `core_4`: the regions in front of every core, and one in brackets behind the name, are its `places`."""
    out = """
        core_0 AS MATERIALIZED (
            SELECT text, written, core, form, CASE WHEN r.stem IS NULL THEN [] ELSE [r.stem] END AS places, true AS more
            FROM core_of c LEFT JOIN normal_region r ON r.name = c.remark
        )
    """
    for number in range(_OUTERMOST):
        # behind a name without a region in front stands none either
        out += f""",
        front_{number} AS (
            SELECT c.text, arg_max(r.stem, length(r.name)) AS stem, max(length(r.name)) AS length
            FROM core_{number} c JOIN normal_region r ON r.front = left(c.core, 2)
            WHERE c.more AND starts_with(c.core, r.name) AND length(c.core) >= length(r.name) + 2 GROUP BY c.text
        ),
        core_{number + 1} AS MATERIALIZED (
            SELECT text, written, substr(core, coalesce(f.length, 0) + 1) AS core, form,
                CASE WHEN f.stem IS NULL OR list_contains(places, f.stem) THEN places
                     ELSE list_append(places, f.stem) END AS places, f.stem IS NOT NULL AS more
            FROM core_{number} LEFT JOIN front_{number} f USING (text)
        )
        """
    return out


_WITHOUT_FORM: Final = _without_form()
_WITHOUT_PLACES: Final = _without_places()


def _register_regions(db: duckdb.DuckDBPyConnection) -> None:
    """Let the SQL see `normal_region` (name, stem, front)."""
    import pyarrow as pa

    names, stems = zip(*_regions(), strict=True)
    columns = {"name": names, "stem": stems, "front": [name[:2] for name in names]}
    db.register("normal_region", pa.table({key: pa.array(part, pa.string()) for key, part in columns.items()}))


@cache
def _regions() -> tuple[tuple[str, str], ...]:
    """The names of provinces, prefectures and counties with two characters or more, each with its short form."""
    from ..regions.names import other_names, short_name
    from ..regions.reference import reference

    out: dict[str, str] = {}
    for region in reference():
        if region.level in ("province", "prefecture", "county"):
            stem = short_name(region.name)
            for name in (region.name, *other_names(region.name)):
                if len(name) > 1:
                    out.setdefault(name.lower(), stem)
    return tuple(sorted(out.items()))


_FEW: Final = 2_000
"""So few texts are looked at in Python: DuckDB takes as long only to read the pattern of odd ones."""


def _look_at(db: duckdb.DuckDBPyConnection, texts: list[str]) -> str:
    """The table (text, plain, odd) of a few texts: which are odd, and these in half width and simplified characters."""
    import pyarrow as pa

    is_odd = [None if text is None else _odd_here().search(text) is not None for text in texts]
    odd_ones = [text for text, strange in zip(texts, is_odd, strict=True) if strange]
    plain = dict(zip(odd_ones, simplified(odd_ones), strict=True)) if odd_ones else {}
    db.register(
        "normal_few",
        pa.table({
            "text": pa.array(texts, pa.string()),
            "plain": pa.array([plain.get(text, text) for text in texts], pa.string()),
            "odd": pa.array(is_odd, pa.bool_()),
        }),
    )  # fmt: skip
    return "normal_few"


def _simplify(db: duckdb.DuckDBPyConnection, given: str) -> str:
    """The same of many texts (SQL): DuckDB finds the odd ones, and only these pass through Python."""
    db.execute(
        f"CREATE OR REPLACE TEMP TABLE normal_many AS SELECT text, text AS plain, regexp_matches(text, {literal(odd())}) AS odd"
        f" FROM (SELECT DISTINCT text FROM ({given}))"
    )
    rows = db.execute("SELECT text FROM normal_many WHERE odd").fetchall()
    if not rows:
        return "normal_many"
    import pyarrow as pa

    texts = [text for (text,) in rows]
    db.register(
        "normal_odd",
        pa.table({"text": pa.array(texts, pa.string()), "plain": pa.array(simplified(texts), pa.string())}),
    )
    db.execute(
        "CREATE OR REPLACE TEMP TABLE normal_many AS"
        " SELECT text, coalesce(o.plain, t.plain) AS plain, odd FROM normal_many t LEFT JOIN normal_odd o USING (text)"
    )
    db.unregister("normal_odd")
    return "normal_many"


def simplified(texts: list[str]) -> list[str]:
    """Texts in half width and simplified characters.

    >>> simplified(["創聯包裝（ＡＢ）"])
    ['创联包装(AB)']
    """
    import unicodedata

    plain = [unicodedata.normalize("NFKC", text).replace("\n", " ") for text in texts]
    return str(_converter().convert("\n".join(plain))).split("\n")  # type: ignore[attr-defined]


@cache
def _converter() -> object:
    import opencc

    return opencc.OpenCC("t2s")


@cache
def odd(*, java: bool = False) -> str:
    """A pattern of DuckDB, or of Java, that texts with other characters than simplified Chinese, Latin letters and digits match."""
    return _odd("\u4e00-\u9fa5" if java else r"\x{4e00}-\x{9fa5}")


@cache
def _odd_here() -> re.Pattern[str]:
    """The same as a pattern of Python."""
    return re.compile(_odd(r"\u4e00-\u9fa5"))


def _odd(hanzi: str) -> str:
    """The pattern, with the range of Chinese characters as its reader writes it."""
    chars = [chr(code) for code in range(0x4E00, 0x9FA6)]
    traditional = "".join(char for char, plain in zip(chars, simplified(chars), strict=True) if char != plain)
    return rf"[{traditional}]|[^0-9A-Za-z{hanzi}()（）]"
