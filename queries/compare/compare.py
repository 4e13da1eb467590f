"""Two days side by side: one question asked twice, and what differs between its answers."""

from __future__ import annotations

from dataclasses import replace
from inspect import signature
from typing import TYPE_CHECKING, Any

from ...graph.answer_columns import UNBROKEN, AnswerColumn
from ...graph.dates import is_date, last_day
from ...graph.errors import BadInput, no_date
from ...graph.language import t
from ..answer import Answer, answer, ask_as_of, framed, table_of, unframed
from .differences import differences
from .keys import COMPARED, told_apart

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from ...graph.graph import Graph
    from .differences import Found

CHANGE = AnswerColumn("change", "text", None, "change", "变化", width=UNBROKEN, meaning="came, went or changed")
COLUMNS = (
    CHANGE,
    AnswerColumn(
        "property", "text", None, "property", "项目", meaning="the column that differs; of a row that came or went, one that tells of it"
    ),
    AnswerColumn("before", "any", None, "before", "之前", meaning="its value on the earlier day"),
    AnswerColumn("after", "any", None, "after", "之后", meaning="its value on the later day"),
)  # fmt: skip
_DATED = ("since", "until")
_DAYS = {"from": "before", "to": "after"}
"""What the two days are called in Python."""


@framed("compared", "两时对比", COLUMNS)
def compare(
    graph: Graph, question: str, *arguments: Any, before: str, after: str, lang: str = "en", **options: Any
) -> Answer:
    """What differs between two days in the answer to a question?

    The question is asked as of both days, and its rows are matched: by the fact where they have one, else by all
    that tells them apart (the product of a gap, the areas of a flow). Where rows cannot be told apart they are not
    matched by guess: what is not the same on both days came and went, and a note says how many. Each answer is that of
    its day: places and divisions are those of the day, and a value of a later period is none. What nobody dated counts as
    standing on both days.

    Parameters
    ----------
    question
        A question that takes `as_of`: gaps, outlets, matches, links, flows, trace, suppliers, ask or list.
    arguments, options
        What that question is asked with (an area, `with_zones=True`, ...), all but `as_of`.
    before, after
        The two days (`--from` and `--to` on the command line); a year or a month is its last day, as in `as_of`.

    Returns
    -------
    One row a difference: a row that came or went, or one value of a row of both days that is another. In the order
    of the earlier answer, then what came. After `change` stand the columns that tell the rows of that question apart.
    Sentences (`because`) count only where nothing else of a row differs. `attrs["counts"]` counts the rows:
    before, after, came, went, changed, unchanged.

    - `change` (text): came, went or changed
    - `property` (text): the column that differs; of a row that came or went, one that tells of it
    - `before` (any): its value on the earlier day
    - `after` (any): its value on the later day

    Raises
    ------
    BadInput
        If there is no such question, it has no day, or the days are none, the same, or the later one first.
    TypeError
        For an argument that the question does not have.
    ChanlianError
        Whatever else the question itself raises.

    Examples
    --------
    >>> found = compare(example(), "list", "agreements", before="2017", after="2025")
    >>> found[["change", "name", "property", "after"]].values.tolist()[0]
    ['came', '㵲阳河流域生态环境保护合作协议', 'signed', '2024']
    """
    asked = _question(question)
    no_day_beside(options)
    days = _days(before, after)
    with graph.reading():
        were, are = (asked(graph, *arguments, as_of=day, lang=lang, **options) for day in days)
        rows = told_apart(were)
        told = _columns_by_name(question)
        compared = [name for name in were.columns if name not in rows.key]
        sentences = [name for name in compared if name in told and told[name].type == "sentence"]
        found = differences(were.rows, are.rows, rows, [name for name in compared if name not in sentences], sentences)
        first, *rest = COLUMNS
        columns = (first, *(told.get(name) or AnswerColumn(name, "any") for name in rows.columns), *rest)
        parameters = {
            "question": question,
            **{key: value for key, value in were.attrs["parameters"].items() if key != "as_of"},
            "from": days[0],
            "to": days[1],
        }
        when = replace(ask_as_of(graph), day=None)
        notes = [*_counts(were, are, found, days, lang), *_alike(found, rows.key, lang), *_undated(found, lang)]
        notes += _of_the_question(were, are, days, lang)
        out = answer(graph, "compare", columns, found.differences, parameters, asked=when, notes=notes)
    out.attrs["counts"] = {
        "before": len(were.rows), "after": len(are.rows), **{name: found.rows[name] for name in ("came", "went", "changed")},
        "unchanged": len(found.unchanged),
    }  # fmt: skip
    out.attrs["known_by"] = list(rows.names)
    out.attrs |= {key: were.attrs[key] for key in ("contents", "thresholds") if key in were.attrs}
    return out


def options_of(question: str) -> list[str]:
    """What a question is asked with beside the graph, a day and a language."""
    return [
        name for name in signature(_question(question)).parameters if name not in ("graph", "as_of", "period", "lang")
    ]


def no_day_beside(options: Iterable[str]) -> None:
    """Refuse a day or a period beside the two days.

    Raises
    ------
    BadInput
        If `as_of` or `period` is among the options.
    """
    options = {*options}
    if "period" in options:
        raise BadInput(
            "--period does not go with compare, which asks as of two days; give the last days of two periods as --from and --to",
            "compare 按两个日期查询，不能再给 --period；请用 --from 和 --to 给出两个期间的最后一天",
            renamed=_DAYS,
        )
    if "as_of" in options:
        raise BadInput(
            "--as-of does not go with compare, which asks as of two days; give them as --from and --to",
            "compare 按两个日期查询，不能再给 --as-of；请用 --from 和 --to",
            renamed=_DAYS,
        )


def _question(name: str) -> Callable[..., Answer]:
    from ... import queries

    if name not in COMPARED:
        raise BadInput(
            f"{name!r} is no question that is asked as of a day; those that can be compared are {', '.join(COMPARED)}",
            f"“{name}”不是可按日期查询的问题；可对比的有：{'、'.join(COMPARED)}",
        )
    return unframed(getattr(queries, name))


def _days(before: str, after: str) -> tuple[str, str]:
    """The two days, the earlier one first."""
    days = []
    for option, given in (("--from", before), ("--to", after)):
        text = str(given)  # a year typed as a number, a date of Python's own
        if not is_date(text):
            raise no_date(option, text, renamed=_DAYS)
        days.append(last_day(text).isoformat())
    earlier, later = days
    if earlier == later:
        raise BadInput(
            f"--from {before} and --to {after} are one day, {later}; give two days",
            f"--from {before} 与 --to {after} 是同一天（{later}）；请给出两个不同的日期",
            renamed=_DAYS,
        )
    if earlier > later:
        raise BadInput(
            f"--from {before} is later than --to {after}; exchange them",
            f"--from {before} 晚于 --to {after}；请互换",
            renamed=_DAYS,
        )
    return earlier, later


def _columns_by_name(question: str) -> dict[str, AnswerColumn]:
    from ... import queries

    table = table_of(getattr(queries, question))
    return {column.name: column for column in table.columns} if table else {}


# -- what is to be said of it ------------------------------------------------------------------------------


def _counts(were: Answer, are: Answer, found: Found, days: Sequence[str], lang: str) -> list[str]:
    """How many rows each day has, and what became of them."""
    (earlier, later), rows, same = days, found.rows, len(found.unchanged)
    before, after = len(were.rows), len(are.rows)
    en = f"{before} rows as of {earlier}, {after} as of {later}: {same} unchanged, {rows['changed']} changed,"
    zh = f"截至 {earlier} 有 {before} 行，截至 {later} 有 {after} 行：{same} 行未变，{rows['changed']} 行有变，"
    return [
        t(lang, f"{en} {rows['went']} went, {rows['came']} came", f"{zh}{rows['went']} 行消失，{rows['came']} 行出现")
    ]


def _alike(found: Found, key: Sequence[str], lang: str) -> list[str]:
    """Rows that may have changed, but of which nobody can say so."""
    number = found.rows["alike"]
    if not number:
        return []
    columns = ", ".join(key)
    return [
        t(
            lang,
            f"{number} of the rows that came and went share their {columns} with others, so that none can be said to have changed",
            f"出现和消失的行中有 {number} 行的 {columns} 与其他行相同，无法判断哪一行有变",
        )
    ]


def _undated(found: Found, lang: str) -> list[str]:
    """That what has no date stands on both days; how many rows have none, where rows have dates of their own."""
    en, zh = (
        "facts without dates count as standing on both days",
        "没有日期的事实视为在两个日期都成立",
    )
    same = found.unchanged
    if same and all(name in same[0] for name in _DATED):
        number = sum(all(row[name] is None for name in _DATED) for row in same)
        en += f": {number} of the {len(same)} unchanged rows have neither since nor until"
        zh += f"：未变的 {len(same)} 行中有 {number} 行既无起始也无截止日期"
    return [t(lang, en, zh)]


def _of_the_question(were: Answer, are: Answer, days: Sequence[str], lang: str) -> list[str]:
    """What the question itself says: once where it says it of both days, else of which day."""
    said = [answer.attrs["notes"] for answer in (were, are)]
    both = [note for note in said[0] if note in said[1]]
    return both + [
        t(lang, f"as of {day}: {note}", f"截至 {day}：{note}")
        for day, notes in zip(days, said, strict=True)
        for note in notes
        if note not in both
    ]
