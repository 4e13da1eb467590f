"""The questions: one a file, its SQL beside it. Imports only graph.

Each is imported here by name, so that `queries.gaps` is the question and not its module;
nothing heavy is imported before a question is asked.
"""

from __future__ import annotations

from .answer import cite
from .ask.ask import ask
from .assess.assess import assess
from .chain.chain import chain
from .compare.compare import compare
from .evidence import evidence
from .findings.findings import findings
from .flows.flows import flows
from .gaps.gaps import gaps
from .history.history import history
from .links.links import links
from .matches.matches import matches
from .outlets.outlets import outlets
from .picture.network import network
from .pipeline.pipeline import pipeline
from .places.info import info
from .places.region import region
from .progress.progress import progress
from .requests.requests import requests
from .show.conflicts import conflicts
from .show.list import list  # noqa: A004  # the question's own name
from .show.show import show
from .sourcing.sourcing import sourcing
from .suppliers.suppliers import suppliers
from .trace.trace import trace

__all__ = [
    "ask", "assess", "chain", "cite", "compare", "conflicts", "evidence", "findings", "flows", "gaps", "history", "info",
    "links", "list", "matches", "network", "outlets", "pipeline", "progress", "region", "requests", "show", "sourcing", "suppliers", "trace",
]  # fmt: skip
