"""The shell of every page: one HTML file that opens offline, sends nothing and runs only its own script.

Three walls stand between data and script. Data lies in a block of JSON that no parser takes for
markup; the script writes it as text and never as HTML; and the page's policy lets nothing run whose
hash is not named in its head, and lets nothing be fetched at all.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import zlib
from functools import cache
from importlib.resources import files
from typing import Any, Final

from markupsafe import Markup

from ...graph.errors import BadInput, ChanlianError
from ..pictures.markup import render
from ..pictures.matrix import matrix_style
from ..words.values import plain

_VIS: Final = "lib/vis-9.1.2/vis-network.min.js"
SCRIPTS: Final = ("dom.js", "picture.js", "panel.js", "tables.js", "network.js", "chain.js", "search.js", "page.js")

LARGE: Final = 250_000
"""Data of so many characters lies packed in the page."""
FIRST: Final = 'document.documentElement.className = "js";'
"""Says before anything is drawn that there is script, so that tabs do not all stand below each other first."""


def page(*, title: str, lang: str, payload: Any, script: str, style: str, library: str = "", body: str = "") -> str:
    """A whole page as one text: `payload` is any JSON value, found by the script in `#data`.

    `script`, `style` and `library` are ours and trusted; `title` and `payload` may be hostile; `body` comes from
    templates that escape. The library lies packed in the page and runs only when the script unpacks it.

    Raises
    ------
    BadInput
        If a script or the style would end its own element.

    >>> text = page(title="<b>", lang="en", payload={"a": "</script>"}, script="1", style="")
    >>> "<b>" in text, text.count("</script>")
    (False, 3)
    """
    script, style, library = (_ours(part) for part in (script, style, library))
    scripts = " ".join(f"'sha256-{_digest(part)}'" for part in (FIRST, library, script) if part)
    policy = (
        f"default-src 'none'; script-src {scripts}; style-src 'sha256-{_digest(style)}'; "
        "img-src data: blob:; connect-src 'none'; base-uri 'none'; form-action 'none'"
    )
    data = json_block(payload)
    if len(data) > LARGE and isinstance(payload, dict):
        few = {name: payload.get(name) for name in ("lang", "title", "words", "opens")}
        data = json_block({**few, "search": [], "packed": packed(data)})
    trusted = {
        "style": style,
        "first": FIRST,
        "script": script,
        "data": data,
        "library": packed(library),
        "body": body,
    }
    return render(
        "page.html.jinja", lang="zh-CN" if lang == "zh" else "en", policy=Markup(policy),  # noqa: S704 - hashes
        title=_encodable(title), **{name: Markup(part) for name, part in trusted.items()},  # noqa: S704 - ours, or escaped for JSON
    )  # fmt: skip


def packed(text: str) -> str:
    """A script as the page carries it until it is wanted: deflated, in letters."""
    return base64.b64encode(zlib.compress(text.encode(), 9)).decode() if text else ""


def json_block(payload: Any) -> str:
    r"""JSON that stands inside a script element: no character of it can end one or start a comment.

    >>> json_block(["</script>"])
    '["\\u003c/script\\u003e"]'
    """
    text = json.dumps(plain(payload), ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    # lone surrogates are no UTF-8, the line separators end a line of script, and controls are read as such by editors and terminals
    return re.sub("[<>&\x7f-\x9f\u2028\u2029\ud800-\udfff]", lambda found: f"\\u{ord(found[0]):04x}", text)


def _encodable(text: str) -> str:
    return re.sub("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]", "\ufffd", text)


def _ours(text: str) -> str:
    """A script or style with the line ends a browser hashes, refused if it ends its element."""
    if re.search(r"</(script|style)|<!--", text, re.IGNORECASE):
        raise BadInput(
            en="a script or style of the page holds </script, </style or <!--, which ends it; split it",
            zh="页面脚本或样式中含有 </script、</style 或 <!--，会提前结束；请拆开书写",
        )
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


@cache
def vis_network() -> str:
    """The vis-network bundle of the installed pyvis, its licence at its head.

    Raises
    ------
    ChanlianError
        If pyvis is missing or carries another version.
    """
    try:
        return files("pyvis").joinpath(*_VIS.split("/")).read_text(encoding="utf-8")
    except (ModuleNotFoundError, FileNotFoundError) as error:
        raise ChanlianError(
            en=f"the drawing library is not where pyvis 0.3.2 has it ({_VIS}); install pyvis 0.3.2 again",
            zh=f"未在 pyvis 0.3.2 中找到绘图库（{_VIS}）；请重新安装 pyvis 0.3.2",
        ) from error


@cache
def assets() -> tuple[str, str]:
    """The script, in one strict closure, and the style of the page."""
    folder = files(__package__ or "").joinpath("assets")
    parts = "\n".join(folder.joinpath(name).read_text(encoding="utf-8") for name in SCRIPTS)
    return f'"use strict";\n(async () => {{\n{parts}\n}})();\n', folder.joinpath("page.css").read_text(
        encoding="utf-8"
    ) + matrix_style()
