"""What a column of an answer is: as its question declares it, else as any question or the schema says of its name."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from ... import queries
from ...graph.answer_columns import AnswerColumn, AnswerTable
from ...graph.language import t
from ...graph.reports import REPORTS
from ...graph.schema import EDGE_NAMES, KINDS, NODE_NAMES, kind as schema_kind, properties
from ...queries.answer import table_of
from ...queries.show.rows import columns_of, list_columns

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from ...queries.answer import Answer

_READ_SO: Final = ("money", "share", "date", "period", "list")
"""Types of the schema by which a column is read wherever it stands; of other types its values tell enough."""


def column_of(name: str, attrs: Mapping[str, Any]) -> AnswerColumn:
    """What the column of that name is in an answer with these `attrs`.

    Columns of one's own SQL have the names that the asker gave them.

    >>> column_of("nearest_supplier", {"question": "gaps"}).zh, column_of("planned_low", {}).en
    ('最近供方', 'sum planned, at least')
    >>> column_of("value", {"question": "list", "parameters": {"kind": "metric"}}).type
    'number'
    """
    question, inner = attrs.get("question"), asked_twice(attrs)
    own = _declared(inner["question"], kind_of(inner), _second(inner)) if inner else {}
    own = own | _declared(question, kind_of(attrs), _second(attrs)) if isinstance(question, str) else own
    found = own.get(name) or _by_name().get(name) or AnswerColumn(name, "any", None, name, name)
    return replace(found, en=name, zh=name) if question == "sql" else found


def columns_first(attrs: Mapping[str, Any], there: Collection[str] | None = None) -> list[str]:
    """The columns that a table of an answer with these `attrs` shows first, in order; empty where none is chosen.

    Of a question that answers in several forms, those of the form whose chosen columns are all `there`, the one asked for first.
    """
    question = attrs.get("question")
    if not isinstance(question, str) or question == "show":  # one alone is shown whole
        return []
    if "known_by" in attrs:
        return ["change", *attrs["known_by"], "property", "before", "after"]
    table = table_asked(attrs)
    own = [*_declared(question, kind_of(attrs), _second(attrs)).values()]
    forms = table.forms if table and there is not None and len(table.forms) > 1 else (own,)
    for form in forms[::-1] if _second(attrs) else forms:
        chosen = [column.name for column in sorted(form, key=lambda column: column.shown) if column.shown > 0]
        if there is None or {*chosen} <= {*there}:
            return chosen
    return chosen


def hedging(answer: Answer, beside: Iterable[str]) -> list[AnswerColumn]:
    """The columns that say of some row that it is not as plain as it looks: planned, an estimate, summed up over years.

    One that speaks of amounts counts where one of these amounts stands among `beside` and such a row has it.
    """
    seen = {*beside}
    out = []
    for name in answer.columns:
        column = column_of(name, answer.attrs)
        of = [one for one in column.speaks_of if one in seen]
        if column.usual is None or (column.speaks_of and not of):
            continue
        if any(
            not column.is_usual(row[name]) and (not of or any(row.get(one) is not None for one in of))
            for row in answer.rows
        ):
            out.append(column)
    return out


def with_hedging(answer: Answer, chosen: Sequence[str]) -> list[str]:
    """Chosen columns, and behind the last amount among them those that say how the rows are meant."""
    more = [column.name for column in hedging(answer, chosen) if column.name not in chosen]
    amounts = {of for name in more for of in column_of(name, answer.attrs).speaks_of}
    amounts |= {unit for name in amounts if (unit := column_of(name, answer.attrs).measured_in)}
    last = max((number for number, name in enumerate(chosen, start=1) if name in amounts), default=len(chosen))
    return [*chosen[:last], *more, *chosen[last:]]


def table_asked(attrs: Mapping[str, Any]) -> AnswerTable | None:
    """What the question or report of an answer declares."""
    question = attrs.get("question")
    if question in queries.__all__:
        return table_of(getattr(queries, question))
    return REPORTS.get(str(question))


def kind_of(attrs: Mapping[str, Any]) -> str | None:
    """The kind that an answer lists or shows, if it is one kind."""
    kind = attrs.get("kind") or (attrs.get("parameters") or {}).get("kind")
    if attrs.get("question") not in ("list", "show") or not isinstance(kind, str):
        return None
    if kind in (*NODE_NAMES, *EDGE_NAMES):
        return kind
    return next((of.name for of in KINDS if of.table == kind), None)


def asked_twice(attrs: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """What an answer of `compare` says of the question whose answers it compares; None of any other answer."""
    parameters = attrs.get("parameters") or {}
    if attrs.get("question") != "compare" or not isinstance(parameters.get("question"), str):
        return None
    return {"question": parameters["question"], "parameters": parameters}


def in_row(column: AnswerColumn, row: Mapping[str, Any]) -> AnswerColumn:
    """A column as one row has it: where a row is about one property, the value is of that property's type and words."""
    if column.type != "any" or column.name != "value" or row.get("kind") not in (*NODE_NAMES, *EDGE_NAMES):
        return column
    about = next((prop for prop in properties(schema_kind(row["kind"])) if prop.name == row.get("property")), None)
    return replace(column, type=about.type, words=about.words) if about else column


def heading(column: AnswerColumn, lang: str) -> str:
    """The heading of a column in `lang`."""
    return t(lang, column.en, column.zh)


@cache
def _declared(question: str, kind: str | None, second: str | None) -> dict[str, AnswerColumn]:
    """The columns of a question or report, of a kind where it lists or shows one, in the form that a parameter asks for."""
    table = table_asked({"question": question})
    own = table.by_name({second: True} if second else {}) if table else {}
    if kind is None:
        return own
    of = schema_kind(kind)
    columns = list_columns(of) if question == "list" else columns_of(of, alone=question == "show")
    return own | {column.name: column for column in columns}


def _second(attrs: Mapping[str, Any]) -> str | None:
    """The parameter that asks for the second form of an answer, where it is given."""
    table = table_asked(attrs)
    name = table.second_by if table else None
    return name if name is not None and (attrs.get("parameters") or {}).get(name) is not None else None


@cache
def _by_name() -> dict[str, AnswerColumn]:
    """Columns by name alone, for one's own Cypher and frames: those of questions, then of reports, then the schema's."""
    out: dict[str, AnswerColumn] = {}
    # what `compare` says of any value says nothing by name alone: a metric has a `change` too
    asked = (table_of(getattr(queries, name)) for name in queries.__all__ if name != "compare")
    for table in (*asked, *REPORTS.values()):
        for column in table.columns if table else ():
            if column.name not in out or out[column.name].type == "any":
                out[column.name] = column
    for name, column in _of_schema().items():
        out.setdefault(name, column)
    for name in [name for name, column in out.items() if column.type == "money"]:
        for bound in {f"{name}_low", f"{name}_high"} & {*out}:
            out[bound] = replace(out[bound], type="money")
    return out


def _of_schema() -> dict[str, AnswerColumn]:
    """The properties of all kinds; of a name that several have, the words of the last."""
    out: dict[str, AnswerColumn] = {}
    for of in KINDS:
        ends = {end.name for end in getattr(of, "ends", ())}
        for column in columns_of(of):
            if column.name in ends:
                continue
            known = out.get(column.name, column)
            same = column.type if column.type == known.type and column.type in _READ_SO else "any"
            out[column.name] = replace(column, type=same)
    return out
