"""The thresholds of verdicts: this tool's defaults, or a file of the user's own."""

from __future__ import annotations

import tomllib
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ...graph.errors import BadInput
from ...graph.toml_file import read_toml

if TYPE_CHECKING:
    import os

_MOST: Final = 1_000_000
_MOST_MONTHS: Final = 12_000
"""A thousand years: a day before that every engine can tell."""
DEFAULTS = Path(__file__).with_name("thresholds.toml")
MEANINGS: Final = {
    "broken_months": ("months without a successor in which an ended supply is a broken link", "供应中断后判为断链的月数"),
    "missing_coverage": ("coverage from which a declared need is missing", "自报需求判为缺链的企业掌握率"),
    "presumed_coverage": ("coverage from which an implied need is presumed missing", "推断需求判为疑缺的企业掌握率"),
    "weak_share": ("share bought here below which a link is weak", "判为弱链的本地采购占比"),
    "valued_share": ("share of purchases with a value from which shares are by value", "按金额计算占比所需的有金额采购比例"),
    "weak_capacity": ("part of the need below which a capacity is weak", "判为弱链的产能占需求比例"),
    "strong_makers": ("makers here from which a link is strong", "判为优势的本地生产企业数"),
}  # fmt: skip
"""What each threshold decides, in both languages."""


@dataclass(frozen=True)
class Thresholds:
    """Limits of the verdicts of `gaps`; thresholds.toml says what each means."""

    broken_months: float
    missing_coverage: float
    presumed_coverage: float
    weak_share: float
    valued_share: float
    weak_capacity: float
    strong_makers: float


def thresholds(path: str | os.PathLike[str] | None = None) -> Thresholds:
    """The default thresholds with those of a file, if one is given, laid over them.

    Raises
    ------
    BadInput
        If the file cannot be read, or holds anything but thresholds: one that was not understood would change nothing.
    """
    values = tomllib.loads(DEFAULTS.read_text(encoding="utf-8"))["gaps"]
    if path is not None:
        try:
            given = read_toml(path)
        except (OSError, ValueError) as error:
            raise BadInput(
                f"{path}: cannot be read as thresholds ({error}); copy queries/gaps/thresholds.toml and change it",
                f"{path}：不能作为阈值文件读取（{error}）；请复制 queries/gaps/thresholds.toml 后修改",
            ) from error
        own = given.get("gaps", {})
        others = [key for key in given if key != "gaps"]
        if others or not isinstance(own, dict):
            raise BadInput(
                f"{path}: thresholds stand in a section [gaps], and nothing else does ({', '.join(others) or 'gaps'});"
                " copy queries/gaps/thresholds.toml and change it",
                f"{path}：阈值写在 [gaps] 一节，不能有其他内容（{'、'.join(others) or 'gaps'}）；请复制 queries/gaps/thresholds.toml 后修改",
            )
        known = {field.name for field in fields(Thresholds)}
        wrong = [key for key in own if key not in known]
        wrong += [f"{key} (0-{_most(key)})" for key, value in own.items() if key in known and not _is_limit(key, value)]
        if wrong:
            raise BadInput(
                f"{path}: not a threshold, or not a number in its range: {', '.join(wrong)}; known are {', '.join(sorted(known))}",
                f"{path}：不是阈值，或不是范围内的数：{'、'.join(wrong)}；可用的有：{'、'.join(sorted(known))}",
            )
        values |= own
    return Thresholds(**values)


def own_thresholds(limit: Thresholds) -> dict[str, float]:
    """Those that are not this tool's own.

    >>> own_thresholds(thresholds())
    {}
    """
    defaults = asdict(thresholds())
    return {name: value for name, value in asdict(limit).items() if value != defaults[name]}


def _most(name: str) -> int:
    return _MOST_MONTHS if name == "broken_months" else _MOST


def _is_limit(name: str, value: object) -> bool:
    """Whether a value is a number that something can be compared with: `nan` is less than nothing.

    >>> _is_limit("weak_share", 0.5), _is_limit("weak_share", float("nan")), _is_limit("weak_share", -1)
    (True, False, False)
    >>> _is_limit("broken_months", 1e300), _is_limit("broken_months", True)
    (False, False)
    """
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= _most(name)
