"""The normalised form of names, and names that are alike."""

from __future__ import annotations

import duckdb
import pytest

from chanlian.graph.names import spelling as normal
from chanlian.graph.names.likeness import alike
from chanlian.graph.names.spelling import COLUMNS, SAME_FORM, make_normal

pytestmark = pytest.mark.core

Form = tuple[str, str, str, list[str]]


def read(*texts: str, firm: bool = True) -> dict[str, Form]:
    """text -> written, core, form, places."""
    db = duckdb.connect()
    db.execute(f"CREATE TABLE normal ({COLUMNS})")
    db.execute("CREATE TABLE given AS SELECT unnest($texts) AS text", {"texts": list(texts)})
    make_normal(db, "SELECT text FROM given", "normal", firm=firm)
    return {
        text: (written, core, form, places)
        for text, written, core, form, places in db.execute("FROM normal").fetchall()
    }


# all names are invented, or those of the bundled example
FIRMS = [
    ("创联包装有限公司", "创联包装", "limited", []),
    ("创联包装有限责任公司", "创联包装", "limited", []),
    ("创联包装股份有限公司", "创联包装", "stock", []),
    ("创联包装公司", "创联包装", "", []),
    ("创联包装厂", "创联包装", "works", []),
    ("创联包装（集团）有限公司", "创联包装", "group", []),
    ("创联包装集团", "创联包装", "group", []),
    ("贵州创联包装有限公司", "创联包装", "limited", ["贵州"]),
    ("贵州省铜仁市玉屏侗族自治县创联包装有限公司", "创联包装", "limited", ["玉屏", "贵州", "铜仁"]),
    ("玉屏县创联包装有限公司", "创联包装", "limited", ["玉屏"]),
    ("創聯包裝有限公司", "创联包装", "limited", []),
    ("创联 包装 有限公司", "创联包装", "limited", []),
    ("创联·包装有限公司", "创联包装", "limited", []),
    ("创联包装有限公司（停产）", "创联包装", "limited", []),
    ("创联包装有限公司(玉屏)", "创联包装", "limited", ["玉屏"]),
    # a region inside a name is part of it: such firms are often daughters
    ("创联包装（贵州）有限公司", "创联包装贵州", "limited", []),
    # parts of a firm are not the firm
    ("创联包装有限公司铜仁分公司", "创联包装有限公司铜仁分公司", "branch", []),
    ("创联包装有限公司（二厂）", "创联包装有限公司二厂", "branch", []),
    # nothing is left of a name that is all region or all form
    ("玉屏", "玉屏", "", []),
    ("公司", "公司", "", []),
    ("Ａｃｍｅ Steel Co., Ltd.", "acmesteel", "limited", []),
    ("ACME STEEL LIMITED", "acmesteel", "limited", []),
    ("Mexico", "mexico", "", []),
    ("Công ty TNHH Thép Xanh", "thépxanh", "limited", []),
]


@pytest.mark.parametrize(("text", "core", "form", "places"), FIRMS)
def test_firms(text: str, core: str, form: str, places: list[str]) -> None:
    assert read(text)[text][1:] == (core, form, places)


def test_products_keep_their_words() -> None:
    found = read(
        "噸 袋", "吨袋（ＦＩＢＣ）", "吨袋有限公司", "贵州茅台", "1,2-二氯乙烷", "3-4", "34", "CO", "Co", firm=False
    )
    assert [found[text][0] for text in ("噸 袋", "吨袋（ＦＩＢＣ）")] == ["吨袋", "吨袋FIBC"]
    assert [found[text][1] for text in ("吨袋有限公司", "贵州茅台")] == ["吨袋有限公司", "贵州茅台"]
    assert found["3-4"][0] != found["34"][0]
    assert found["CO"][0] != found["Co"][0], "carbon monoxide is no cobalt"


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("limited", "stock", True), ("limited", "", True), ("", "works", True), ("limited", "works", False),
        ("limited", "group", False), ("", "branch", False), ("branch", "branch", True),
    ],
)  # fmt: skip
def test_legal_forms_that_may_be_one(a: str, b: str, same: bool) -> None:
    sql = f"SELECT {SAME_FORM.format(a='a', b='b')} FROM (SELECT '{a}' AS form) a, (SELECT '{b}' AS form) b"
    assert duckdb.connect().execute(sql).fetchone() == (same,)


def test_alike_names_are_found_both_ways_round_once() -> None:
    names = ["创联包装材料", "创联包装材科", "红星发展", "1号线路灯", "2号线路灯"]
    sql = f"SELECT unnest({names}) AS key"
    assert alike(duckdb.connect(), sql, at_least=0.8).pairs == [("创联包装材料", "创联包装材科", 0.833)]
    assert alike(duckdb.connect(), "SELECT '红星' AS key", sql, at_least=0.8).pairs == []
    assert alike(duckdb.connect(), "SELECT '红星' AS key", sql, at_least=0.8, within=True).pairs == [
        ("红星", "红星发展", 0.9)
    ]


def test_parts_that_all_names_share_are_cut_off_and_counted() -> None:
    names = [f"东方{chr(0x4E00 + number)}" for number in range(5)] + ["东方"]
    found = alike(duckdb.connect(), f"SELECT unnest({names}) AS key", at_least=0.5, common=3)
    assert found.pairs == []
    assert found.cut_off == 1, "only 东方 has no part of its own"


@pytest.mark.parametrize("firm", [True, False])
def test_many_texts_are_read_as_few_are(firm: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Few are looked at in Python, many in DuckDB: both find the same odd ones."""
    texts = [text for text, *_ in FIRMS] + ["", " ", "1-2-3", "１２", "a\nb", "東", "东（a)", "𠮷野家", "é"]
    few = read(*texts, firm=firm)
    monkeypatch.setattr(normal, "_FEW", 0)
    assert read(*texts, firm=firm) == few
    assert len(few) == len(texts)
