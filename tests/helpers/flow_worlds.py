"""Invented rows of `flows` by product: a few worked out by hand, and many."""

from __future__ import annotations

from random import Random
from typing import Any

Row = dict[str, Any]
PROVINCE = {"A1": "A", "A2": "A", "B1": "B"}


def row(start: str | None, product: str, end: str | None, count: int = 1, **more: Any) -> Row:
    """A row as `flows` gives it: counties of two provinces, `+A` what is known only to lie in A, None what is known nowhere."""
    out: Row = {"product": product, "product_id": f"product:{product}", "role": None, "count": count, "valued": 0,
                "value": None, "basis": None, "period": None, "border": None}  # fmt: skip
    for side, name in (("from", start), ("to", end)):
        coarse = name is not None and name.startswith("+")
        out[f"{side}_area"] = None if coarse else name
        out[f"{side}_within"] = name[1:] if coarse and name else None
        out[f"{side}_area_id"] = name and f"region:{name.removeprefix('+')}"
        out[f"{side}_province"] = name and (name[1:] if coarse else PROVINCE.get(name, name[:1]))
    one, other = out["from_province"], out["to_province"]
    if one and other:
        out["border"] = (
            "province" if one != other else "county" if start != end and "+" not in f"{start}{end}" else None
        )
    return out | more


SMALL = [
    row("A1", "bag", "A2", 2),
    row("A1", "nano", "A2"),
    row("A2", "film", "+A", 2, role="waste"),
    row("+A", "cake", "B1"),
    row(None, "ore", "A2"),
]
"""Seven supplies: within A, across to B, of one nobody knows from where."""


def many(areas: int = 40, supplies: int = 300, products: int = 60, seed: int = 1) -> list[Row]:
    """Rows of so many supplies between so many areas of eight provinces, with long names."""
    rng = Random(seed)  # noqa: S311  # no secret
    names = [f"{'甲乙丙丁戊己庚辛'[at % 8]}省第{at}民族自治县高新技术产业开发区" for at in range(areas)]
    goods = [f"第{at}号高性能复合材料中间体（工业级）" for at in range(products)]
    return [
        row(rng.choice(names), rng.choice(goods), rng.choice(names), role="waste" if rng.random() < 0.1 else None)
        for _ in range(supplies)
    ]
