"""The two languages of messages: which one, and how a text is chosen."""

from __future__ import annotations

import os
from typing import Literal

Lang = Literal["en", "zh"]


def t(lang: str, en: str, zh: str) -> str:
    """The text in `lang`; English for any language but Chinese.

    >>> t("zh", "missing", "缺链")
    '缺链'
    """
    return zh if lang == "zh" else en


def from_locale(environment: dict[str, str] | None = None) -> Lang:
    """The user's language, from LC_ALL, LC_MESSAGES or LANG; English unless it is Chinese.

    >>> from_locale({"LANG": "zh_CN.UTF-8"})
    'zh'
    """
    env = os.environ if environment is None else environment
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = env.get(name, "")
        if value:
            return "zh" if value.lower().startswith("zh") else "en"
    return "en"
