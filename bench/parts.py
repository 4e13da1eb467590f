"""What is timed, each engine in a process of its own: `python -m bench.parts PART FILE [URL]` prints figures as JSON."""

from __future__ import annotations

import json
import os
import resource
import statistics
import sys
import time
from typing import TYPE_CHECKING, Any

import duckdb

import chanlian as cl
from chanlian.graph import Graph, connect
from chanlian.graph.schema import ALL_AREAS
from chanlian.queries.answer import unframed

from . import hand

if TYPE_CHECKING:
    from collections.abc import Callable

BATCH = 50_000


def best(work: Callable[[], Any], times: int = 3) -> float:
    """The shortest of some runs, in seconds."""
    return min(_timed(work) for _ in range(times))


def _timed(work: Callable[[], Any]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def subjects(file: str) -> dict[str, Any]:
    """What is asked about: a county of middling size and its id, a firm with two customers and its id, a middling product."""
    with duckdb.connect(file, read_only=True) as db:
        counties = db.execute(
            "SELECT county, count(*) AS firms FROM firm GROUP BY county"
            " QUALIFY firms >= least(20, max(firms) OVER ()) ORDER BY firms, county"
        ).fetchall()
        county = counties[len(counties) // 2][0]
        (name,) = db.execute("SELECT identifier FROM region WHERE id = $id", {"id": county}).fetchone() or ("",)
        sellers = db.execute(
            "SELECT seller, count(*) FROM supplies GROUP BY 1 HAVING count(*) = 2 ORDER BY 1 LIMIT 1"
        ).fetchone()
        firm, _ = sellers or (0, 0)
        products = db.execute("SELECT product, count(*) FROM supplies GROUP BY 1 ORDER BY 2, 1").fetchall()
        product, _ = products[len(products) // 2]
        (product_name,) = db.execute("SELECT identifier FROM product WHERE id = $id", {"id": product}).fetchone() or (
            "",
        )
        (firm_name,) = db.execute("SELECT identifier FROM firm WHERE id = $id", {"id": firm}).fetchone() or ("",)
    return {"county": name, "county_id": county, "firm": firm_name, "firm_id": firm, "product": product_name}


def questions(graph: Graph, about: dict[str, Any], times: int) -> dict[str, float]:
    """The public questions, all columns of their answers."""
    gaps, flows = unframed(cl.gaps), unframed(cl.flows)
    return {
        "county": best(lambda: gaps(graph, about["county"]), times),
        "counties": best(lambda: gaps(graph, each="county"), 1),
        "flows": best(lambda: flows(graph, level="province"), times),
        "trace": best(lambda: reached(graph, about["firm_id"], 4), times),
    }


def reached(graph: Graph, firm: int, hops: int) -> set[int]:
    """Who is supplied, directly or through others: a question a hop, as `trace` asks it."""
    from chanlian.queries.texts import question

    day = graph.as_of
    seen, edge = {firm}, {firm}
    with graph.reading():
        for _ in range(hops):
            rows = graph.rows(question("trace/trace_step"), {"firms": sorted(edge), "up": False, "as_of": day})
            edge = {row["buyer"] for row in rows} - seen
            seen |= edge
    return seen


def file(path: str, _url: str) -> dict[str, float]:
    """The DuckDB file."""
    return questions(connect(path), subjects(path), 3)


def push(path: str, url: str) -> dict[str, float]:
    """A push to an empty server: all, and from the first fact sent."""
    target = connect(url)
    sent: list[float] = []
    target.progress = lambda _done, _total: sent.append(time.perf_counter())
    start = time.perf_counter()
    cl.push(connect(path), target, batch=BATCH)
    end = time.perf_counter()
    return {"load": end - start, "after the first transaction": end - sent[0]}


def server(path: str, url: str) -> dict[str, float]:
    """The pushed graph, and its texts beside hand-written ones."""
    graph, about = connect(url), subjects(path)
    out = questions(graph, about, 3)
    with _driver(url) as driver, driver.session(default_access_mode="READ") as session:
        out |= {f"{name}, {form}": seconds for name, form, seconds in _texts(graph, session, about)}
    return out


TEXTS = {
    "needs of one county": ("gaps", hand.COUNTY),
    "needs of every county": ("gaps_each", hand.COUNTIES),
    "suppliers of a product": ("suppliers", hand.SUPPLIERS),
    "flows province by province": ("flows", hand.FLOWS),
    "a step of a trace": ("trace_step", hand.STEP),
    "technology links among traced firms": ("trace_technology", hand.TECHNOLOGY),
    "what nobody in a county uses": ("outlets", hand.OUTLETS),
    "purchases of a county": ("matches_needs", hand.PURCHASES),
    "makers of what a county needs": ("makers", hand.MAKERS),
    "ties across provinces": ("links_firms", hand.TIES),
}
"""What is compared: a text of chanlian, and one by hand."""
OF_ALL = {"gaps_each", "flows", "links_firms"}
"""Texts that ask the whole graph."""


def _texts(graph: Graph, session: Any, about: dict[str, Any]) -> list[tuple[str, str, float]]:
    """Texts of chanlian and by hand that fetch alike, run in turns: the median of fifteen, or of three of the whole graph."""
    from chanlian.queries.texts import question

    bound = _asked(graph, about)
    theirs_bound = {"as_of": graph.as_of, "county": about["county_id"], "firms": [about["firm_id"]],
                    "product": bound["suppliers"]["product"], "products": bound["makers"]["products"],
                    "reached": bound["trace_technology"]["firms"]}  # fmt: skip
    out = []
    with graph.reading():  # a session that is open, as that of the other is
        for name, (asked, text) in TEXTS.items():
            ours, theirs = [], []
            for _ in range(3 if asked in OF_ALL else 15):
                ours.append(_timed(lambda a=asked: graph.rows(question(a), bound[a])))
                theirs.append(_timed(lambda t=text: session.run(t, theirs_bound).values()))
            out += [(name, "chanlian", statistics.median(ours)), (name, "by hand", statistics.median(theirs))]
    return out


def _asked(graph: Graph, about: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """By text, the parameters with which the public questions ask it."""
    bound: dict[str, dict[str, Any]] = {}
    ask = graph.engine.rows

    def noted(question: Any, parameters: dict[str, Any]) -> list[dict[str, Any]]:
        bound.setdefault(question.name, parameters)
        return ask(question, parameters)

    graph.engine.rows = noted  # type: ignore[method-assign]
    try:
        unframed(cl.gaps)(graph, about["county"])
        unframed(cl.gaps)(graph, each="county")
        unframed(cl.suppliers)(graph, about["product"])
        unframed(cl.flows)(graph, level="province")
        unframed(cl.trace)(graph, about["firm"], down=True, hops=2)
        unframed(cl.outlets)(graph, about["county"])
        unframed(cl.matches)(graph, about["county"])
    finally:
        graph.engine.rows = ask  # type: ignore[method-assign]
    # the whole answer, with the evidence of every tie, would hold the graph once more
    return bound | {"links_firms": {"rank": ALL_AREAS.index("province"), "as_of": graph.as_of}}


def _driver(url: str) -> Any:
    """A driver that is no engine's, with the login of this process."""
    import neo4j

    auth = (os.environ["NEO4J_USERNAME"], os.environ["NEO4J_PASSWORD"])
    return neo4j.GraphDatabase.driver(url, auth=auth, notifications_min_severity="OFF")


def by_hand(path: str, url: str) -> dict[str, float]:
    """A hand-written loader of the same facts and evidence, with the same transactions, to an empty server."""
    with duckdb.connect(path, read_only=True) as db, _driver(url) as driver, driver.session() as session:
        start = time.perf_counter()
        written = hand.load(db, session, BATCH)
        seconds = time.perf_counter() - start
    return {"load": seconds, "relationships a second": written / seconds}


def networkx(path: str, _url: str) -> dict[str, float]:
    """Everything in networkx."""
    about = subjects(path)
    with duckdb.connect(path, read_only=True) as db:
        start = time.perf_counter()
        graph = hand.network(db)
        load = time.perf_counter() - start
    return {
        "load": load,
        "county": best(lambda: hand.gaps(graph, about["county_id"])),
        "counties": best(lambda: hand.all_gaps(graph), 1),
        "flows": best(lambda: hand.flows(graph), 2),
        "trace": best(lambda: hand.reached(graph, about["firm_id"], 4)),
    }


PARTS = {"file": file, "push": push, "server": server, "by_hand": by_hand, "networkx": networkx}

if __name__ == "__main__":
    part, path_, *rest = sys.argv[1:]
    figures = PARTS[part](path_, *(rest or [""]))
    figures["memory"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps(figures))  # noqa: T201  # read by the run
