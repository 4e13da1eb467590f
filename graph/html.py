"""What a notebook shows of a graph, an answer and a page: a few lines of markup in which all that comes from data is escaped."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from jinja2 import Environment

_TEXTS = {
    "graph": """<div class="chanlian"><b>{{ url }}</b>{% if not there %} (no graph yet){% else %}
<table>{% for name, value in told %}<tr><th>{{ name }}</th><td>{{ value }}</td></tr>{% endfor %}</table>{% endif %}</div>""",
    "answer": """<div class="chanlian">{% if asked %}<p><b>{{ asked }}</b></p>{% endif %}
<table><thead><tr>{% for name in columns %}<th>{{ name }}</th>{% endfor %}</tr></thead>
<tbody>{% for row in rows %}<tr>{% for cell in row %}<td>{{ cell }}</td>{% endfor %}</tr>{% endfor %}</tbody></table>
<p>{{ count }} rows x {{ width }} columns{% if rows|length < count %}, the first {{ rows|length }} shown{% endif
%}{% if columns|length < width %}, {{ columns|length }} columns shown{% endif %}</p>
{% if notes %}<ul>{% for note in notes %}<li>{{ note }}</li>{% endfor %}</ul>{% endif %}</div>""",
    "page": """<div class="chanlian"><p><code>{{ path }}</code></p>{% if page %}<iframe sandbox="allow-scripts" width="100%" height="640" srcdoc="{{
page }}"></iframe>{% endif %}{% if notes %}<ul>{% for note in notes %}<li>{{ note }}</li>{% endfor %}</ul>{% endif %}</div>""",
}


@cache
def _environment() -> Environment:
    from jinja2 import DictLoader, Environment, StrictUndefined

    return Environment(loader=DictLoader(_TEXTS), autoescape=True, undefined=StrictUndefined)


def graph_html(url: str, meta: Mapping[str, Any] | None) -> str:
    """A graph: where it is, as of when, its content; None for one that is not there yet.

    >>> "&lt;b&gt;.duckdb" in graph_html("<b>.duckdb", None)
    True
    """
    told = [(name, value) for name, value in (meta or {}).items() if value is not None]
    return _environment().get_template("graph").render(url=url, there=meta is not None, told=told)


def answer_html(
    columns: Sequence[str], rows: Sequence[Sequence[str]], count: int, width: int, attrs: Mapping[str, Any]
) -> str:
    """An answer: what was asked, its first rows and columns, its notes."""
    parameters = ", ".join(f"{name}={value}" for name, value in (attrs.get("parameters") or {}).items())
    asked = f"{attrs['question']}({parameters})" if attrs.get("question") else ""
    said = {"columns": columns, "rows": rows, "count": count, "width": width, "notes": attrs.get("notes") or []}
    return _environment().get_template("answer").render(asked=asked, **said)


def page_html(path: str, page: str | None, notes: Sequence[str]) -> str:
    """A page that was written, in a frame of its own that reaches nothing around it."""
    return _environment().get_template("page").render(path=path, page=page, notes=notes)
