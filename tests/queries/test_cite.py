"""What is cited is what was asked: every option that changes an answer, and what was done to its frame afterwards."""

from __future__ import annotations

import inspect
import json
import pickle
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest
from world import small, world as make_world

import chanlian as cl
from chanlian import queries
from chanlian.queries.answer import Answer, table_of, unframed

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from chanlian.graph import Graph

# -- every option ----------------------------------------------------------------------------------------

LANGUAGE_ALONE = {"lang"}
"""Options that change no row: only the words in which it is told."""
GIVEN: dict[str, Any] = {
    "after": "2025", "area": "A1", "as_of": "2024-03", "before": "2024", "between": ("A1", "B1"), "by": "handler",
    "chain": "web", "down": True, "each": "province", "firms": 3,
    "ended": True, "hops": 2, "kind": "firm", "kinds": ["supplies"], "level": "province", "name": "F", "near": "A1",
    "neighbours": True, "overdue": True, "period": "2023", "product": "p", "products": True,
    "question": "flows", "rules": ["dates"], "since": "2020", "states": ["missing"], "verdicts": ["weakness"],
    "strict": ["no_place"], "until": "2022", "statuses": ["active"],
    "up": True, "with_zones": True, "within": 7.5,
}  # fmt: skip
"""What each option is given here; one that a question gains must be added."""
OWN: dict[str, dict[str, Any]] = {
    "requests": {"states": ["open"], "by": "handler"},
    "sourcing": {"each": "firm"},
    "progress": {"states": ["done"], "by": "responsible"},
}
"""By question, what an option is given that has other words there."""
NAMED = {"up": "direction", "down": "direction", "before": "from", "after": "to"}
BASES: dict[str, list[dict[str, Any]]] = {
    "gaps": [{"area": "A1"}, {"each": "county"}],
    "compare": [{"level": "county"}],
    "trace": [{"name": "F", "down": True}, {"name": "F", "up": True}],
    "region": [{"name": "玉屏"}],
}
REFUSED = {
    ("gaps", "area", "each"),
    ("gaps", "each", "area"),
    ("gaps", "each", "states"),
    ("gaps", "each", "within"),
    ("trace", "down", "up"),
    ("trace", "up", "down"),
    *(
        (name, "as_of", "period")
        for name in ("flows", "gaps", "links", "list", "matches", "sourcing", "suppliers", "trace")
    ),
}
"""By question, what was asked already and the option that does not go with it."""
QUESTIONS = {name: unframed(one) for name in queries.__all__ if table_of(one := getattr(queries, name))} | {
    "check": cl.check
}


@pytest.fixture(scope="module")
def graph() -> Graph:
    return small(firm="F@A1; G@A1; H@B1", chain="web", consumes="F p", produces="H p", supplies="H F p")


@pytest.mark.parametrize("name", QUESTIONS)
def test_every_option_that_changes_an_answer_is_cited(name: str, graph: Graph, tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text("[gaps]\nstrong_makers = 2\nmissing_coverage = 0.6\n", encoding="utf-8")
    options = {
        key: one
        for key, one in inspect.signature(QUESTIONS[name]).parameters.items()
        if one.kind not in (one.VAR_POSITIONAL, one.VAR_KEYWORD)  # those of the question that is compared
    }
    given = {**GIVEN, **OWN.get(name, {}), "limits": str(own), "graph": graph}
    needed = {key: given[key] for key, one in options.items() if one.default is one.empty}
    for base in BASES.get(name, [{}]):
        base = {**needed, **base}
        without = QUESTIONS[name](**base)
        assert {NAMED.get(option, option) for option in base} - {"graph"} <= set(without.attrs["parameters"])
        for option in set(options) - set(base) - LANGUAGE_ALONE:
            if any((name, asked, option) in REFUSED for asked in base):
                with pytest.raises(cl.BadInput):
                    QUESTIONS[name](**base, **{option: given[option]})
                continue
            found = QUESTIONS[name](**base, **{option: given[option]})
            assert cl.cite(found) != cl.cite(without), option
            if option == "as_of":
                assert "as of 2024-03-31" in cl.cite(found)
            elif option == "graph":
                assert f"content {graph.content_hash}" in cl.cite(found)
            elif option == "limits":
                assert found.attrs["parameters"]["limits"] == str(own)
                assert "limits={strong_makers: 2}" in cl.cite(found), (
                    "by what is in it, as far as it is not this tool's own"
                )
            else:
                assert NAMED.get(option, option) in found.attrs["parameters"]
                assert f"{NAMED.get(option, option)}=" in cl.cite(found)


def test_a_file_of_the_tools_own_thresholds_changes_no_citation(graph: Graph, tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text("[gaps]\nstrong_makers = 3\n", encoding="utf-8")
    same = cl.gaps(graph, "A1", limits=str(tmp_path / "own.toml"))
    assert cl.cite(same) == cl.cite(cl.gaps(graph, "A1"))


def test_a_list_of_all_days_is_not_cited_as_one_of_the_graphs_own_day() -> None:
    known = make_world()
    found = [cl.list(known, "supplies", as_of=day) for day in (None, known.as_of)]
    assert len(found[0]) > len(found[1])
    assert cl.cite(found[0]) != cl.cite(found[1])
    for asked in (cl.outlets, cl.gaps, cl.matches):  # theirs is the graph's own day
        assert cl.cite(asked(known, "A1")) == cl.cite(asked(known, "A1", as_of=known.as_of))


def test_the_text_of_ones_own_is_cited_with_all_that_is_bound() -> None:
    text = "SELECT $sql AS a, $as_of AS b"
    found = make_world().sql(text, {"sql": "x", "as_of": "2020"})
    assert f"sql(sql={text}, $sql=x, as_of=2020)" in cl.cite(found)


# -- what was done afterwards ----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def ties() -> pd.DataFrame:
    """Four supplies with texts, lists, numbers and nulls; a number is null in some rows."""
    known = small(firm="F@A1; G@B1; H@B1", supplies="G F a value=5; H F a; G F b value=0.1; H F c")
    return cl.links(known, "county")


def _edited(frame: pd.DataFrame) -> pd.DataFrame:
    frame = frame.copy()
    frame.loc[1, "value"] = 7.0
    return frame


SAME: dict[str, Callable[[pd.DataFrame], pd.DataFrame]] = {
    "copy": lambda frame: frame.copy(),
    "sorted": lambda frame: frame.sort_values("what", ascending=False),
    "reset": lambda frame: frame[::-1].reset_index(drop=True),
    "all of it": lambda frame: frame.head(100),
    "columns in another order": lambda frame: frame[frame.columns[::-1]],
    "parts together": lambda frame: pd.concat([frame.tail(2), frame.head(2)]),
}
DONE: dict[str, tuple[Callable[[pd.DataFrame], pd.DataFrame], str, str]] = {
    "head": (lambda frame: frame.head(3), "an excerpt: 3 of 4 rows", "节选：4 行中的 3 行"),
    "mask": (lambda frame: frame[frame["value"].notna()], "an excerpt: 2 of 4 rows", "节选：4 行中的 2 行"),
    "iloc": (lambda frame: frame.iloc[[3, 0]].reset_index(drop=True), "an excerpt: 2 of 4 rows", "节选：4 行中的 2 行"),
    "none": (lambda frame: frame[:0], "an excerpt: 0 of 4 rows", "节选：4 行中的 0 行"),
    "drop": (
        lambda frame: frame.drop(columns=["unit", "basis"]),
        "an excerpt: without columns unit, basis",
        "节选：不含 unit、basis 列",
    ),
    "columns": (lambda frame: frame[["what", "value"]], "an excerpt: columns what, value of 24", "节选：24 列中的 what、value 列"),
    "one": (lambda frame: frame["what"], "an excerpt: column what of 24", "节选：24 列中的 what 列"),
    "none of the columns": (lambda frame: frame.iloc[:, :0], "an excerpt: without any column", "节选：不含任何列"),
    "both": (
        lambda frame: frame.loc[frame["to"] == "F", ["what"]].tail(1),
        "an excerpt: 1 of 4 rows, column what of 24",
        "节选：4 行中的 1 行，24 列中的 what 列",
    ),
    "assign": (lambda frame: frame.assign(mine=1), "changed afterwards", "此后有改动"),
    "index": (lambda frame: frame.reset_index(), "changed afterwards", "此后有改动"),
    "assign to a part": (
        lambda frame: frame.head(1).assign(mine=1),
        "an excerpt: 1 of 4 rows, changed afterwards",
        "节选：4 行中的 1 行，此后有改动",
    ),
    "edit": (_edited, "changed afterwards", "此后有改动"),
    "edit of a part": (lambda frame: _edited(frame)[1:2], "changed afterwards", "此后有改动"),
    "edit of a part with few columns": (
        lambda frame: _edited(frame).loc[1:1, ["what", "value"]],
        "changed afterwards",
        "此后有改动",
    ),
    "nulls filled": (lambda frame: frame.fillna({"value": 0.0}), "changed afterwards", "此后有改动"),
    "lists": (lambda frame: frame.assign(sources=[[] for _ in range(4)]), "changed afterwards", "此后有改动"),
    "twice": (lambda frame: pd.concat([frame, frame]), "changed afterwards", "此后有改动"),
    "side by side": (lambda frame: pd.concat([frame, frame], axis=1), "changed afterwards", "此后有改动"),
    "turned": (lambda frame: frame.T, "changed afterwards", "此后有改动"),
    "another row": (lambda frame: frame.iloc[[0, 0]], "changed afterwards", "此后有改动"),
    "sums of pairs": (
        lambda frame: frame.groupby(["what", "from"]).sum(numeric_only=True),
        "changed afterwards",
        "此后有改动",
    ),
    "index of two": (
        lambda frame: frame.set_index(["what", "fact"]),
        "an excerpt: without columns fact, what",
        "节选：不含 fact、what 列",
    ),
    "sums": (lambda frame: frame.groupby("what").sum(numeric_only=True), "changed afterwards", "此后有改动"),
}  # fmt: skip


@pytest.mark.parametrize("name", SAME)
def test_another_order_is_no_change(name: str, ties: pd.DataFrame) -> None:
    assert cl.cite(SAME[name](ties)) == cl.cite(ties)


@pytest.mark.parametrize("name", DONE)
def test_what_was_done_to_a_frame_is_cited(name: str, ties: pd.DataFrame) -> None:
    do, en, zh = DONE[name]
    before = cl.cite(ties)
    assert cl.cite(do(ties)) == f"{before}, {en}"
    assert cl.cite(do(ties), "zh").endswith("，" + zh)
    assert cl.cite(ties) == before


def test_what_was_given_stays_beside_a_frame_that_is_written_to(ties: pd.DataFrame) -> None:
    mine = ties.head(4)
    mine.loc[0, "what"] = "=x"
    mine["value"] *= 2
    assert cl.cite(mine).endswith(", changed afterwards")
    assert not cl.cite(ties).endswith(", changed afterwards")


def test_texts_and_lists_of_ones_own_sql() -> None:
    frame = make_world().sql(
        "SELECT i, [i, NULL] AS l, {'a': [i]} AS d, DATE '2025-01-01' + i::INT AS day FROM range(5) t(i)"
    )
    assert cl.cite(frame[frame["i"] > 2].sort_index(ascending=False)).endswith(", an excerpt: 2 of 5 rows")
    assert cl.cite(frame.tail(2).map(str)).endswith(", changed afterwards")


def test_attrs_are_json_and_say_no_more_than_the_size_once_they_were_written(ties: pd.DataFrame) -> None:
    given = json.loads(json.dumps(ties.attrs))["given"]
    assert set(given.pop("shown")) < set(ties.columns), "what a table of it shows first"
    assert given == {"rows": 4, "columns": list(ties.columns), "values": "in memory"}
    kept = pickle.loads(pickle.dumps(ties))  # noqa: S301  # our own
    assert cl.cite(kept) == cl.cite(ties)
    for other in (kept.head(2), kept[["what"]], kept.assign(mine=1)):
        assert cl.cite(other).endswith(", changed afterwards"), "what of it was given is not known any more"


# -- what is written -------------------------------------------------------------------------------------


def test_a_file_of_an_excerpt_says_that_it_is_one(ties: pd.DataFrame, tmp_path: Path) -> None:
    cl.save(ties.loc[:1, ["what", "value"]], tmp_path / "x.csv")
    said = json.loads((tmp_path / "x.csv.meta.json").read_text(encoding="utf-8"))
    assert said["cite"] == cl.cite(ties) + ", an excerpt: 2 of 4 rows, columns what, value of 24"
    assert (said["rows"], said["rows_in_all"]) == (2, 4)
    cl.save(ties, tmp_path / "x.csv")
    said = json.loads((tmp_path / "x.csv.meta.json").read_text(encoding="utf-8"))
    assert said["cite"] == cl.cite(ties)
    assert "rows_in_all" not in said
    assert "given" not in said


def test_the_first_rows_of_an_excerpt_are_of_the_whole() -> None:
    whole = Answer(("a",), [{"a": 1}, {"a": 2}, {"a": 3}], {"question": "x"})
    assert whole.first(3) is whole
    assert cl.cite(whole.first(2).first(1)).endswith("an excerpt: 1 of 3 rows")
    assert cl.cite(whole.first(2).frame()).endswith("an excerpt: 2 of 3 rows")
