"""What a text may mean among regions: names of today, townships, former names and codes, addresses."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final, Literal

from ..language import t
from . import townships as township_names
from .changes import Changes, is_common
from .names import LETTERS, NameIndex, likest, normalised, other_names
from .table import COUNTRY, LEVELS, Region, RegionTable
from .townships import Townships

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from .changes import State, Step
    from .table import Row

How = Literal["code", "name", "short", "township", "former", "address"]
"""How a text names a region, the surest first; a former one is a name or code it no longer has."""

_RANKS: Final = {"code": 1, "name": 1, "short": 2, "township": 2, "former": 3, "address": 4}
_SIX: Final = 6
_TWELVE: Final = 12
_LONGEST: Final = 200
"""The characters of the longest address that is read: longer texts are none."""
_ENDS: Final = tuple("省市区县旗州盟")
"""With these a name in an address ends: 玉屏县…路 lies there, 玉屏创联包装 is called so."""
_FIRM: Final = re.compile(r"(公司|集团|厂|合作社|商行|经营部|工作室|研究院|银行|学校)$")
_STREET: Final = re.compile(r"[路街道巷村镇乡组号栋楼]")


@dataclass(frozen=True, slots=True)
class Found:
    """A region that a text may mean, and how the text names it."""

    region: Region
    how: How
    steps: tuple[Step, ...] = ()
    """From what the text names to the region of today; empty unless it names a former division."""
    rest: str = ""
    """What of an address was not read: a village, road or zone."""

    @property
    def rank(self) -> int:
        """1 for a code or official name, up to 4 for an address; a lower rank is surer."""
        return _RANKS[self.how]

    def note(self, lang: str = "en") -> str | None:
        """What a reader must know of how the text was read; None for a name or code of today.

        >>> from chanlian.graph.regions.reference import reference
        >>> reference().search("铜仁地区")[0].note()
        '522200 铜仁地区 (–2011) is 铜仁市 (520600) today'
        """
        region = f"{self.region.name} ({self.region.code})"
        if self.steps and self.how != "address":
            old = self.steps[0].text
            return t(lang, f"{old} is {region} today", f"{old}即今{region}")
        if self.how == "address":
            old = f", formerly {self.steps[0].text}" if self.steps else ""
            old_zh = f"（原{self.steps[0].text}）" if self.steps else ""
            return t(lang, f"read as an address in {region}{old}", f"按地址读作{region}{old_zh}")
        return None


class RegionSearch(RegionTable):
    """Regions by what people write for them."""

    def __init__(
        self,
        rows: Iterable[Row],
        townships: Callable[[], Iterable[tuple[str, str]]],
        changes: Callable[[], Iterable[tuple[str, ...]]],
    ) -> None:
        """`rows` without the country; townships and changes are read when they are first needed."""
        super().__init__(rows)
        self._read_townships = townships
        self._read_changes = changes

    def search(self, text: str, *, year: int | None = None) -> list[Found]:
        """All regions that a text may mean, with how it names them; [] if none.

        First come names and codes of today, then townships by their full names, then former names and
        codes, read as of `year` or, without one, as they last stood. Addresses: `find_address`.

        >>> from chanlian.graph.regions.reference import reference
        >>> [(found.region.name, found.how) for found in reference().search("522223")]
        [('玉屏侗族自治县', 'former')]
        """
        plain = normalised(text)
        code = plain.removeprefix("region:").upper()
        if by_code := self.get(code) or self._statistical(code):
            return [Found(by_code, "code")]
        if codes := self._names.find(plain):
            return [Found(one, "name" if one.name == plain else "short") for one in self._sorted(codes)]
        if (name := township_names.named_like(plain)) and (codes := self._township(name)):
            return [Found(one, "township") for one in self._sorted(codes)]
        found, ended = self._former(code if code.isdigit() else plain, year)
        return [] if found and any(is_common(step.old[1]) for step in ended) else found

    def _statistical(self, code: str) -> Region | None:
        """The division of a code of the statistics, 12 digits for a village or, with zeros behind, what holds it."""
        if len(code) != _TWELVE or not (code.isascii() and code.isdigit()):
            return None
        return self.get(code[:9]) or self.get(code[:_SIX])

    def find_address(self, text: str) -> list[Found]:
        """The counties or townships in which an address lies, by its longest leading path; [] if none.

        The path must stand at the start and end with a full name or a form such as 玉屏县, so that the
        short name with which a firm's or park's name begins is no address. A path that ends above a
        county is none either: it would hide the county that follows. Former names are read as well.

        >>> from chanlian.graph.regions.reference import reference
        >>> [found.region.name for found in reference().find_address("玉屏县平溪街道人民路1号")]
        ['平溪街道']
        >>> reference().find_address("玉屏创联包装有限公司")
        []
        """
        plain = normalised(text).removesuffix("办事处")
        # said first, for most cells of a table are no addresses and to read one takes a while
        if len(plain) > _LONGEST or not any(end in plain[:-1] for end in _ENDS) or _is_firm(plain):
            return []
        reached = self._names.reached(plain)
        ends = [end for end in range(len(plain) - 1, 0, -1) if reached[end] and plain[end - 1] in _ENDS]
        if ends and (found := self._in_address(plain[ends[0] :], dict.fromkeys(reached[ends[0]], ()))):
            return found
        for end, states in self.changes.leading(plain):
            # 天津市塘沽区…: a former county goes on from where the names of today end
            if max(ends[:1], default=0) < end < len(plain) and plain[end - 1] in _ENDS:
                steps = {code: path for state in states for code, path in self._after(state)}
                return self._in_address(plain[end:], steps)
        return []

    def suggest(self, text: str, limit: int = 3) -> list[str]:
        """The regions whose names are most like a text that names none, likest first, with what they lie in.

        >>> from chanlian.graph.regions.reference import reference
        >>> reference().suggest("贵州玉平", 1)
        ['贵州省铜仁市玉屏侗族自治县 (520622)']
        """
        return [f"{self.path(one.code)} ({one.code})" for one in self._nearest(normalised(text), limit)]

    def former(self, text: str, *, year: int | None = None) -> tuple[list[Found], list[Step]]:
        """What a text meant formerly: the regions of today of it, and the last steps of what was abolished."""
        plain = normalised(text)
        return self._former(plain.removeprefix("region:"), year)

    def townships(self, county: str) -> list[Region]:
        """A county's townships, by code; UnknownName for an unknown code.

        >>> from chanlian.graph.regions.reference import reference
        >>> [one.name for one in reference().townships("520622")][:4]
        ['平溪街道', '皂角坪街道', '麻音塘街道', '大龙街道']
        """
        return [self._at(code) for code in self._townships.of(self._known(county).code)]

    def title(self, code: str) -> str:
        """The name, after that of what it lies in where another region has the same; UnknownName for no code.

        >>> from chanlian.graph.regions.reference import reference
        >>> reference().title("320106"), reference().title("520622")
        ('南京市鼓楼区', '玉屏侗族自治县')
        """
        region = self._known(code)
        shared = region.level == "township" or len(self._names.named(region.name)) > 1
        return f"{self._known(region.parent).name}{region.name}" if shared and region.parent else region.name

    def called(self) -> Iterator[tuple[str, list[str]]]:
        """Every name of today that regions but townships answer to, with the codes of those that do."""
        return self._names.every()

    # -- townships -----------------------------------------------------------------------

    @cached_property
    def _townships(self) -> Townships:
        return Townships(self._read_townships())

    def _row(self, code: str) -> Row | None:
        row = self._rows.get(code)
        if row is None and township_names.is_code(code):
            return self._townships.rows.get(code)
        return row

    def _township(self, text: str) -> set[str]:
        """The townships that a text means, alone or after the names of what they lie in."""
        found: set[str] = set()
        for start, outer in enumerate(self._names.reached(text)[:-1]):
            name = text[start:].strip("/") if outer else ""
            named = self._townships.named(name) if name else []
            found |= {code for code in named if any(self._within(code, region) for region in outer)}
        return found

    # -- former names and codes ----------------------------------------------------------

    @cached_property
    def changes(self) -> Changes:
        """The lineage of the regions."""
        return Changes(self._read_changes(), self._rows)

    def _former(self, text: str, year: int | None) -> tuple[list[Found], list[Step]]:
        by_code = len(text) == _SIX and text.isascii() and text.isdigit()
        states = self.changes.by_code(text, year) if by_code else self.changes.by_name(text, year)
        found: dict[str, Found] = {}
        ended: list[Step] = []
        for state in states:
            after = self._after(state, year)
            for code, steps in after:
                found.setdefault(code, Found(self._at(code), "former", steps))
            if not after:
                ended += self.changes.after(state, year or self.changes.states[state][1])[1][-1:]
        order = self._sorted(found)
        return [found[region.code] for region in order], ended

    def _after(self, state: State, year: int | None = None) -> list[tuple[str, tuple[Step, ...]]]:
        codes, steps = self.changes.after(state, year or min(self.changes.states[state][1], 9999))
        return [(code, steps) for code in sorted(codes)]

    # -- addresses -----------------------------------------------------------------------

    def _in_address(self, rest: str, leading: dict[str, tuple[Step, ...]]) -> list[Found]:
        """The areas of an address whose leading path may mean these codes."""
        rest = rest.strip("/")
        if not rest or _is_firm(rest):
            return []
        counties = {code: steps for code, steps in leading.items() if "county" in self.levels(code)}
        for end, codes in self._townships.leading(rest) if counties else ():
            inside = [code for code in codes if code[:_SIX] in counties]
            if inside:
                return [Found(self._at(code), "address", counties[code[:_SIX]], rest[end:]) for code in sorted(inside)]
        return [Found(self._at(code), "address", counties[code], rest) for code in sorted(counties)]

    # -- names ---------------------------------------------------------------------------

    @cached_property
    def _names(self) -> NameIndex:
        # a township answers only to its full name: short ones would stand for counties everywhere
        rows = self._rows.values()
        names = ((code, name, () if level == "township" else other_names(name)) for code, name, level, *_ in rows)
        letters = {letter: code for letter, code in LETTERS.items() if code in self._rows}
        return NameIndex(names, COUNTRY, self._within, letters)

    def _sorted(self, codes: Iterable[str]) -> list[Region]:
        return sorted(map(self._at, codes), key=lambda region: (LEVELS.index(region.level), region.code))

    def _nearest(self, text: str, limit: int = 5) -> list[Region]:
        """The regions whose names are most like the part of a text that cannot be read, likest first."""
        outer, rest = self._names.furthest(text)
        inside = {code: own for code, own in self._known_as.items() if any(self._within(code, o) for o in outer)}
        # 遵义市玉屏县: nothing in 遵义 is like it, but elsewhere there is
        found = likest(rest, inside, limit) or likest(rest, self._known_as, limit)
        if not found and township_names.named_like(rest):
            found = likest(rest, {code: (row[1],) for code, row in self._townships.rows.items()}, limit)
        return [self._at(code) for code in found]

    @cached_property
    def _known_as(self) -> dict[str, list[str]]:
        """All names of every region but townships."""
        rows = (row for row in self._rows.values() if row[2] != "township")
        return {code: [name, *other_names(name)] for code, name, *_ in rows}


def _is_firm(text: str) -> bool:
    """Whether a text is the name of a firm or an institution rather than a way to one."""
    return _FIRM.search(text) is not None and not _STREET.search(text)
