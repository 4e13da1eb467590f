"""What kinds of table are called: in the names of files and sheets, in titles."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from .column import normalised

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .headers import Synonyms, TableKind


def hinted(stem: str, all_kinds: Mapping[str, TableKind], synonyms: Synonyms) -> TableKind | None:
    """The kind of table that a file's stem or a sheet's name names, if it names one and says no more.

    >>> from .headers import read_synonyms, table_kinds
    >>> words = read_synonyms()
    >>> [hinted(stem, table_kinds(words), words).table for stem in ("supplies", "企业名单", "book.parks.rejects")]
    ['supplies', 'firms', 'parks']
    """
    plain = normalised(stem.split(".rejects", 1)[0].rsplit(".", 1)[-1])
    names = _table_names(all_kinds, synonyms)
    for ending in _ENDINGS:
        if plain.endswith(ending) and plain.removesuffix(ending) in names:
            return names[plain.removesuffix(ending)]
    return None


_ENDINGS: Final = ("", "一览表", "情况统计表", "情况调查表", "情况汇总表", "统计表", "调查表", "汇总表", "情况表", "登记表", "明细表",
                   "明细", "名单", "名录", "清单", "台账", "表")  # fmt: skip


def spoken_of(text: str, all_kinds: Mapping[str, TableKind], synonyms: Synonyms) -> TableKind | None:
    """The kind of table that a title or a file's name speaks of: what stands last in it, and of those the longest.

    >>> from .headers import read_synonyms, table_kinds
    >>> words = read_synonyms()
    >>> all_kinds = table_kinds(words)
    >>> [spoken_of(text, all_kinds, words).table for text in ("某县2024年规上工业企业名录", "企业诉求台账", "园区企业名单")]
    ['firms', 'requests', 'firms']
    """
    plain = normalised(_BRACKETED.sub("", text.split(".rejects", 1)[0]))
    names = {word: table_kind for word, table_kind in _table_names(all_kinds, synonyms).items() if len(word) > 1}
    found = [(plain.rfind(word) + len(word), len(word), word) for word in names if word in plain and not word.isascii()]
    return names[max(found)[2]] if found else None


_BRACKETED: Final = re.compile(r"[（(][^（()）]*[)）]")


def _table_names(all_kinds: Mapping[str, TableKind], synonyms: Synonyms) -> dict[str, TableKind]:
    names: dict[str, TableKind] = {}
    for table_kind in all_kinds.values():
        for text in (
            *synonyms.get("tables", {}).get(table_kind.table, ()),
            table_kind.kind,
            table_kind.zh,
            table_kind.table,
        ):
            names[normalised(text)] = table_kind
    return names
