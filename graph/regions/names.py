"""The names people use for regions: short names from official ones, and reading a chain of names."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

SUFFIXES: Final = (
    "特别行政区", "自治区", "自治州", "自治县", "自治旗", "联合旗", "地区", "新区", "矿区", "特区",
    "省", "市", "州", "盟", "县", "旗", "区",
)  # fmt: skip
"""What an official name ends with, longest first; the rest is the stem."""

_AUTONOMOUS: Final = ("自治区", "自治州", "自治县", "自治旗")

_SUFFIXES_BY_LAST: Final = {
    last: tuple(suffix for suffix in SUFFIXES if suffix[-1] == last) for last in {s[-1] for s in SUFFIXES}
}
# 3,000 names are split when the first name is resolved: most need one or two comparisons this way

NATIONALITIES: Final = (
    "柯尔克孜", "乌孜别克",
    "维吾尔", "哈萨克", "达斡尔", "塔吉克", "俄罗斯", "鄂温克", "塔塔尔", "鄂伦春",
    "蒙古", "布依", "朝鲜", "土家", "哈尼", "傈僳", "高山", "拉祜", "东乡", "纳西", "景颇", "仫佬", "布朗",
    "撒拉", "毛南", "仡佬", "锡伯", "阿昌", "普米", "德昂", "保安", "裕固", "独龙", "赫哲", "门巴", "珞巴",
    "基诺",
    "回", "藏", "苗", "彝", "壮", "满", "侗", "瑶", "白", "傣", "黎", "佤", "畲", "水", "土", "羌", "怒",
    "京",
)  # fmt: skip
"""The 55 nationalities besides the Han, without 族, longest first."""

_SHORTEST: Final = 2
"""The characters of the shortest stem that is a name of its own: 蔚县 is not called 蔚."""

_LIKE: Final = 50
"""How like a name must be, of 100, to be offered as the nearest: half of it."""

_ASKED: Final = 40
"""So many characters of a text are compared with names."""

_WITH_ZU: Final = ("各族", *(f"{name}族" for name in NATIONALITIES))
_WITHOUT_ZU: Final = tuple(name for name in NATIONALITIES if len(name) >= _SHORTEST)

# The suffix rule would give 神农架林, and the rule for 林区 would spoil 万柏林区.
_IRREGULAR: Final = {"神农架林区": "神农架"}

# A banner's side or colour is no name without 旗: nobody says 巴林左 or 正蓝.
_BANNER_ENDS: Final = tuple("左右前后中蓝黄白")

_MORE_NAMES: Final = {"中国": ("中华人民共和国",), "内蒙古自治区": ("内蒙",)}

LETTERS: Final = {
    "京": "110000", "津": "120000", "冀": "130000", "晋": "140000", "蒙": "150000", "辽": "210000",
    "吉": "220000", "黑": "230000", "沪": "310000", "申": "310000", "苏": "320000", "浙": "330000",
    "皖": "340000", "闽": "350000", "赣": "360000", "鲁": "370000", "豫": "410000", "鄂": "420000",
    "湘": "430000", "粤": "440000", "桂": "450000", "琼": "460000", "渝": "500000", "川": "510000",
    "蜀": "510000", "贵": "520000", "黔": "520000", "云": "530000", "滇": "530000", "藏": "540000",
    "陕": "610000", "秦": "610000", "甘": "620000", "陇": "620000", "青": "630000", "宁": "640000",
    "新": "650000", "台": "710000", "港": "810000", "澳": "820000",
}  # fmt: skip
"""One-character names of provinces, each with the province's code; they hold as whole text only."""

_SEPARATORS: Final = frozenset("\\·・•‧>→-–—_|")

# Rows of the official code tables that stand between a region and the next, and are none themselves.
_FILLERS: Final = ("市辖区", "省直辖县级行政区划", "自治区直辖县级行政区划")


def _parts(name: str) -> tuple[str, str, str]:
    """An official name as stem, nationalities and suffix; the stem has two characters or more.

    >>> _parts("玉屏侗族自治县")
    ('玉屏', '侗族', '自治县')
    >>> _parts("内蒙古自治区"), _parts("蔚县")
    (('内蒙古', '', '自治区'), ('蔚县', '', ''))
    """
    # 清新区 is 清新 + 区, not 清 + 新区: a suffix that leaves one character gives way to a shorter one
    room = len(name) - _SHORTEST
    for suffix in _SUFFIXES_BY_LAST.get(name[-1:], ()):
        if len(suffix) <= room and name.endswith(suffix):
            break
    else:
        return name, "", ""
    whole = name[: -len(suffix)]
    if suffix not in _AUTONOMOUS and whole[-1] != "族":
        return whole, "", suffix
    stem = whole
    while end := next((zu for zu in _WITH_ZU if stem.endswith(zu)), ""):
        stem = stem.removesuffix(end)
    if stem == whole:  # 巴里坤哈萨克自治县
        stem = stem.removesuffix(next((end for end in _WITHOUT_ZU if stem.endswith(end)), ""))
    if len(stem) < _SHORTEST:  # the nationality is the name: 东乡族自治县; or only looks like one: 内蒙古
        stem = whole.removesuffix("族")
    return stem, whole.removeprefix(stem), suffix


@lru_cache(maxsize=4096)
def short_name(name: str) -> str:
    """The short form of an official name; a name of one character keeps its suffix.

    >>> [short_name(name) for name in ("贵州省", "双江拉祜族佤族布朗族傣族自治县", "祁县", "巴林左旗")]
    ['贵州', '双江', '祁县', '巴林左旗']
    """
    stem, _, suffix = _parts(name)
    return _short(name, stem, suffix)


def _short(name: str, stem: str, suffix: str) -> str:
    if name in _IRREGULAR:
        return _IRREGULAR[name]
    return name if suffix == "旗" and stem.endswith(_BANNER_ENDS) else stem


def other_names(name: str) -> list[str]:
    """The names besides the official one that a region answers to, the short one first.

    >>> other_names("湘西土家族苗族自治州")
    ['湘西', '湘西自治州', '湘西州']
    """
    stem, people, suffix = _parts(name)
    names = [_short(name, stem, suffix), *_MORE_NAMES.get(name, ())]
    if suffix in _AUTONOMOUS:
        names.append(stem + suffix)
    if (people or suffix in _AUTONOMOUS or suffix == "联合旗") and suffix != "自治区":
        # 玉屏县, 湘西州 and 管城区 are in daily use, 宁夏区 is not
        names.append(stem + suffix[-1])
    return [other for other in dict.fromkeys(names) if other != name]


def normalised(text: str) -> str:
    """`text` without blanks and invisible characters, every separator a slash.

    >>> normalised(" 贵州·玉屏　"), normalised("贵州 / 玉屏")
    ('贵州/玉屏', '贵州/玉屏')
    """
    import unicodedata

    plain = unicodedata.normalize("NFKC", text)
    kept = (char for char in plain if char.isprintable() and char != " ")
    return "".join("/" if char in _SEPARATORS else char for char in kept).strip("/")


def likest(text: str, names: Mapping[str, Collection[str]], limit: int = 5) -> list[str]:
    """The keys whose names are most like a text, likest first; none that differ in more than half.

    Of two names equally like, the one that begins as the text does comes first.

    >>> likest("玉平", {"520622": ("玉屏侗族自治县", "玉屏"), "520603": ("万山区", "万山")})
    ['520622']
    """
    from rapidfuzz import fuzz, process

    keys = [key for key, own in names.items() for _ in own]
    written = [name for own in names.values() for name in own]
    found = process.extract(text[:_ASKED], written, scorer=fuzz.ratio, limit=None, score_cutoff=_LIKE)
    best: dict[str, tuple[float, bool, str]] = {}
    for name, score, number in found:
        mark = (-score, not name.startswith(text[:1]), keys[number])
        best[keys[number]] = min(mark, best.get(keys[number], mark))
    return [key for _, _, key in sorted(best.values())[:limit]]


class NameIndex:
    """Which regions a text may mean: names to codes, and chains of names, each within the one before."""

    def __init__(
        self,
        names: Iterable[tuple[str, str, Collection[str]]],
        root: str,
        within: Callable[[str, str], bool],
        letters: Mapping[str, str],
    ) -> None:
        """`names`: code, official name, other names; `within(inner, outer)` compares codes."""
        self._full: dict[str, list[str]] = {}
        self._other: dict[str, list[str]] = {}
        for code, name, others in names:
            self._full.setdefault(name, []).append(code)
            for other in others:
                self._other.setdefault(other, []).append(code)
        self._last = {name[-1] for name in (*self._full, *self._other)}
        self._longest = max((len(name) for name in (*self._full, *self._other)), default=0)
        self._root = root
        self._within = within
        self._letters = letters

    def find(self, text: str) -> set[str]:
        """The codes of all regions that a normalised text may mean.

        An official name beats short ones, so 吉林省 is one region and 吉林 two.
        """
        if text in self._full:
            return set(self._full[text])
        if text in self._letters:
            return {self._letters[text]}
        # most texts that are no regions are told by their last character
        return self.reached(text)[-1] if text[-1:] in self._last else set()

    def named(self, name: str) -> list[str]:
        """The codes of the regions of that official name."""
        return self._full.get(name, [])

    def every(self) -> Iterator[tuple[str, list[str]]]:
        """Every name with the codes of all regions that have it, as official name or another."""
        for name in dict.fromkeys((*self._full, *self._other)):
            yield name, [*self._full.get(name, ()), *self._other.get(name, ())]

    def furthest(self, text: str) -> tuple[set[str], str]:
        """How far a text can be read: the regions its longest beginning may mean, and the rest."""
        reached = self.reached(text)
        end = max((position for position, codes in enumerate(reached) if codes), default=0)
        return reached[end], text[end:].strip("/")

    def reached(self, text: str) -> list[set[str]]:
        """For each position of the text, the regions that a chain of names ending there may mean."""
        reached: list[set[str]] = [set() for _ in range(len(text) + 1)]
        reached[0] = {self._root} if text else set()
        for start, outer in enumerate(reached[:-1]):
            if not outer:
                continue
            for skipped in ("/", *_FILLERS):
                end = start + len(skipped)
                if start > 0 and end < len(text) and text.startswith(skipped, start):
                    reached[end] |= outer
            for end in range(start + 1, min(start + self._longest, len(text)) + 1):
                reached[end] |= self._named(text[start:end], outer)
        return reached

    def _named(self, name: str, outer: set[str]) -> set[str]:
        """The regions of that name within one of `outer`; official names beat short ones.

        A table's 北京市 北京市 朝阳区 repeats one region by its full name, so that may follow itself.
        """
        full = {code for code in self._full.get(name, ()) if any(self._within(code, o) for o in outer)}
        if full:
            return full
        inner = ((code, o) for code in self._other.get(name, ()) for o in outer)
        return {code for code, o in inner if (code != o or o == self._root) and self._within(code, o)}
