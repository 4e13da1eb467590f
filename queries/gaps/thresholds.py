"""The thresholds of verdicts: this tool's defaults, or a file of the user's own."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from pathlib import Path

from ...graph.errors import BadInput

DEFAULTS = Path(__file__).with_name("thresholds.toml")


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


def thresholds(path: str | Path | None = None) -> Thresholds:
    """The default thresholds with those of a file, if one is given, laid over them."""
    values = tomllib.loads(DEFAULTS.read_text(encoding="utf-8"))["gaps"]
    if path is not None:
        try:
            own = tomllib.loads(Path(path).read_text(encoding="utf-8")).get("gaps", {})
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise BadInput(
                f"{path}: cannot be read as thresholds ({error}); copy queries/gaps/thresholds.toml and change it",
                f"{path}：不能作为阈值文件读取（{error}）；请复制 queries/gaps/thresholds.toml 后修改",
            ) from error
        known = {field.name for field in fields(Thresholds)}
        wrong = [key for key, value in own.items() if key not in known or not isinstance(value, int | float)]
        if wrong:
            raise BadInput(
                f"{path}: not a threshold or not a number: {', '.join(wrong)}; known are {', '.join(sorted(known))}",
                f"{path}：不是阈值或不是数字：{'、'.join(wrong)}；可用的有：{'、'.join(sorted(known))}",
            )
        values |= own
    return Thresholds(**values)
