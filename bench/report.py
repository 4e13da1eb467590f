"""The page of a run: ratios, with the seconds of the file beside them so that they mean something."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .maker import Size

_WORK = (("load", "all written", "15 s"), ("county", "gaps of one county", "0.15 s"), ("counties", "gaps of every county", "0.5 s"),
         ("flows", "flows province by province", "0.06 s"), ("trace", "who is supplied within four hops", "0.05 s"))  # fmt: skip
"""What is timed, and the goal for a file ten times as large as the page's full size."""


def report(size: Size, heap: str, figures: dict[str, dict[str, float]], machine: str) -> str:
    """docs/BENCHMARKS.md."""
    file, server, networkx = figures["file"], figures["server"], figures["networkx"]
    rows = [
        f"| {text} | {file[key]:.3g} s | {goal} | {server[key] / file[key]:.3g} | {networkx[key] / file[key]:.3g} |"
        for key, text, goal in _WORK
    ]
    memory = server["server memory"] + server["memory"]
    rows.append(
        f"| memory | {file['memory']:.0f} MB | 1500 MB | {memory / file['memory']:.3g} | {networkx['memory'] / file['memory']:.3g} |"
    )
    texts = [
        f"| {name} | {server[f'{name}, chanlian'] / server[f'{name}, by hand']:.2f} | 1.3 |"
        for name in sorted(key.removesuffix(", chanlian") for key in server if key.endswith(", chanlian"))
    ]
    push, hand = figures["push"], figures["by_hand"]
    return f"""# Benchmarks

Written by `make bench` (`python -m bench`): one invented graph (bench/maker.py, seed {size.seed}), one machine ({machine};
Neo4j's heap {heap}), one run. Seconds depend on the machine; the ratios say how the engines compare.

{size.firms:,} firms, {size.products:,} products, {size.produces:,} produces, {size.links:,} technology links, {size.supplies:,} supplies, skewed.

## The same graph in a file, on a Neo4j server, in networkx

| Work | file | goal at ten times the size | Neo4j, times the file | networkx, times the file |
|---|---|---|---|---|
{chr(10).join(rows)}

The goals are for a file of 1 million firms and 10 million supplies on two cores; where a figure is above one already at a tenth
of that size, the goal is far from reached. The file and the server answer chanlian's own questions, with all columns (coverage,
nearest suppliers, distances, sentences). networkx answers hand-written functions (bench/hand.py) that only count: needs and
suppliers, flows, who is reached; so its figures are below what the whole answer would take. Memory is the most the processes
held, the server's included.

## Against what a person would write by hand

| Work | chanlian, times the hand-written one | goal |
|---|---|---|
| a push to an empty server: all | {push["load"] / hand["load"]:.2f} | 1.2 |
{chr(10).join(texts)}

By hand the loader writes the same facts and evidence with transactions of the same size, {hand["relationships a second"]:,.0f}
relationships a second. A push also keeps areas at every level, dates as days, the name of the product on every supply, a unique
constraint on every fact, what each source states, digests of the content, and can be broken off and repeated.
The hand-written questions (bench/hand.py) ask the server the same of the facts that hold today, without what chanlian's texts
answer besides: kinds of products, alternative routes, purchases that have stopped, values of different basis and period kept
apart, places that are not known, leaders of chains, evidence.
"""
