"""The report as one page that opens offline: no script, nothing fetched, all of it text."""

from __future__ import annotations

import base64
import hashlib
from functools import partial
from importlib.resources import files
from typing import TYPE_CHECKING

from markupsafe import Markup

from .. import page
from ..pictures.markup import render
from .tables import printed
from .wording import about, dated, heading, more_rows, source_list

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .content import Report
    from .maps import Drawn


def as_html(report: Report, maps: Sequence[Drawn]) -> str:
    """The text of the page. Only its own style may act; the pictures were escaped when they were drawn."""
    style = files(page).joinpath("assets", "report.css").read_text(encoding="utf-8")
    return render(
        "report.html.jinja",
        lang=report.lang,
        report=report,
        day=dated(report),
        style=Markup(style),  # noqa: S704  # ours
        digest=base64.b64encode(hashlib.sha256(style.encode()).digest()).decode(),
        say=partial(heading, lang=report.lang),
        maps=[{"title": one.title, "svg": Markup(one.svg)} for one in maps],  # noqa: S704  # made by templates of ours
        tables=[printed(name, part, report.lang) for name, part in report.numbered()],
        more=partial(more_rows, lang=report.lang),
        about=list(about(report)),
        sources=source_list(report),
        zip=zip,
    )
