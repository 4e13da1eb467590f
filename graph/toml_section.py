"""A section of a TOML file of a person's own: keys taken one by one, and an error for each that nobody wants."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from .errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Mapping


_LARGEST: Final = 1e300
"""No number of a table is as large; `inf` and `nan` are not below it."""


def bad(place: str, en: str, zh: str) -> BadInput:
    """An error of such a file at a place."""
    return BadInput(en=f"{place}: {en}", zh=f"{place}：{zh}")


class Section:
    """A table of the TOML file and where it stands; `end` refuses the keys that were not taken.

    >>> part = Section("m.toml, input 1", {"file": "a.csv", "fiel": 1})
    >>> part.needed("file")
    'a.csv'
    >>> part.end()
    Traceback (most recent call last):
        ...
    chanlian.graph.errors.BadInput: m.toml, input 1: unknown key 'fiel'; known here: file
    """

    def __init__(self, place: str, raw: Any) -> None:
        if not isinstance(raw, dict):
            raise bad(place, "must be a table of keys", "应为键值表")
        self.place = place
        self._raw: dict[str, Any] = raw
        self._asked: dict[str, None] = {}

    def names(self) -> list[str]:
        """The keys of the section, in order."""
        return list(self._raw)

    def take(self, key: str) -> Any:
        """The value of a key, None where it is not given."""
        self._asked[key] = None
        return self._raw.get(key)

    def text(self, key: str) -> str | None:
        """A text that may be missing."""
        found = self.take(key)
        if found is not None and (not isinstance(found, str) or not found):
            raise bad(self.place, f"{key} must be a text", f"{key} 应为文本")
        return found

    def needed(self, key: str) -> str:
        """A text that must be given."""
        found = self.text(key)
        if found is None:
            raise bad(self.place, f"{key} is missing", f"缺少 {key}")
        return found

    def number(self, key: str) -> float:
        """A number."""
        found = self.take(key)
        if isinstance(found, bool) or not isinstance(found, (int, float)) or not abs(found) < _LARGEST:
            raise bad(self.place, f"{key} must be a number, and a finite one", f"{key} 应为有限的数字")
        return float(found)

    def truth(self, key: str) -> bool:
        """Yes or no."""
        found = self.take(key)
        if not isinstance(found, bool):
            raise bad(self.place, f"{key} must be true or false", f"{key} 应为 true 或 false")
        return found

    def texts(
        self, key: str, lists: Mapping[str, tuple[str, ...]] | None = None, *, optional: bool = False
    ) -> tuple[str, ...]:
        """A text or list of texts; with `lists` also {list = "name"}, one of the file's named lists."""
        found = self.take(key)
        if lists is not None and isinstance(found, dict) and list(found) == ["list"]:
            if found["list"] not in lists:
                raise bad(
                    self.place,
                    f"there is no list {found['list']!r}; lists: {', '.join(lists) or 'none'}",
                    f"没有列表“{found['list']}”；已有：{'、'.join(lists) or '无'}",
                )
            return lists[str(found["list"])]
        if found is None and (optional or key in ("optional", "ignore")):
            return ()
        out = [found] if isinstance(found, str) else found
        if not isinstance(out, list) or not out or not all(isinstance(one, str) for one in out):
            raise bad(self.place, f"{key} must be a text or a list of texts", f"{key} 应为文本或文本列表")
        return tuple(out)

    def pairs(self, key: str) -> tuple[tuple[str, str], ...]:
        """A list of pairs of texts; none where it is missing."""
        found = self.take(key) or []
        good = isinstance(found, list) and all(
            isinstance(one, list) and len(one) == 2 and all(isinstance(part, str) for part in one) for one in found
        )
        if not good:
            raise bad(
                self.place,
                f"{key} must be a list of pairs of texts: [[pattern, with]]",
                f"{key} 应为成对文本的列表：[[模式, 替换为]]",
            )
        return tuple((first, second) for first, second in found)

    def words(self, key: str) -> tuple[tuple[str, str], ...]:
        """A table from texts to texts; empty where it is missing."""
        found = self.take(key)
        if found is None:
            return ()
        if not isinstance(found, dict) or not found or not all(isinstance(one, str) for one in found.values()):
            raise bad(self.place, f"{key} must be a table from texts to texts", f"{key} 应为文本到文本的表")
        return tuple(found.items())

    def section(self, key: str) -> Section:
        """A section within; an empty one where it is missing."""
        found = self.take(key)
        return Section(f"{self.place}, {key}", {} if found is None else found)

    def sections(self, key: str) -> list[Any]:
        """A list of sections within."""
        found = self.take(key)
        if found is not None and not isinstance(found, list):
            raise bad(self.place, f"write [[{key}]], with two brackets", f"请写成 [[{key}]]（两层方括号）")
        return found or []

    def lists(self, key: str) -> dict[str, tuple[str, ...]]:
        """Named lists of texts."""
        part = self.section(key)
        return {name: part.texts(name) for name in part.names()}

    def end(self) -> None:
        """Refuse keys that nothing asked for: a slip of the pen would otherwise do nothing in silence."""
        strange = [key for key in self._raw if key not in self._asked]
        if strange:
            known = ", ".join(self._asked)
            raise bad(
                self.place,
                f"unknown key {strange[0]!r}; known here: {known}",
                f"不认识的键“{strange[0]}”；可用：{known}",
            )
