"""Rules of a sound graph, each on a small invented world that breaks it, and on one that does not."""

from __future__ import annotations

import random
import re
import string
from pathlib import Path

import pytest
from stdnum.cn import uscc
from world import small

import chanlian
from chanlian.cli import main
from chanlian.graph import Graph
from chanlian.graph.errors import BadInput
from chanlian.graph.names.credit_code import ALPHABET, check_character, fault, sound
from chanlian.graph.quality.rules import RULES, check

pytestmark = pytest.mark.core

GOOD, OTHER = "91520622MA6E4U1A0N", "91520622MA6E4U1A1R"


def found(graph: Graph, rule: str, lang: str = "en") -> list[tuple[str, str]]:
    frame = check(graph, rules=[rule], lang=lang)
    assert set(frame["rule"]) <= {rule}
    return list(zip(frame["what"], frame["detail"], strict=True))


def test_codes_agree_with_an_independent_package() -> None:
    rng = random.Random(1)  # noqa: S311  # the same codes each time
    codes = []
    for _ in range(3000):
        body = "".join(rng.choices(string.digits, k=8)) + "".join(rng.choices(ALPHABET, k=9))
        codes.append(body + rng.choice([check_character(body), rng.choice(string.ascii_uppercase + string.digits)]))
    codes += [code[:place] + rng.choice("IOSVZ*9") + code[place + 1 :] for place, code in enumerate(codes[:18])]
    expected = [uscc.is_valid(code) for code in codes]
    assert 1000 < sum(expected) < 2500
    assert sound(codes).tolist() == expected
    assert [fault(code) is None for code in codes] == expected


def test_codes_that_are_no_codes() -> None:
    wrong = ["", GOOD[:-1], GOOD + "1", GOOD.lower(), "９" + GOOD[1:], "12345678X"]
    assert not sound(wrong).any()
    assert "organisation code" in (fault("12345678X") or ("",))[0]
    assert "17" in (fault(GOOD[:-1]) or ("",))[0]
    assert "digits" in (fault("915A" + GOOD[4:]) or ("",))[0]


BROKEN = [
    ("credit_code", {"firm": f"F credit_code={GOOD[:-1]}X\nG credit_code={GOOD}"}, ["F"]),
    ("same_code", {"firm": f"F credit_code={GOOD}\nG credit_code={GOOD}\nH credit_code={OTHER}"}, ["F / G"]),
    ("cycle", {"kind_of": "a b\nb c\nc a\nd a"}, ["a / b / c"]),
    ("self_link", {"input_of": "a a\nb a"}, ["a is an input of a"]),
    ("dates", {"firm": "F\nG", "owns": "F G since=2025 until=2024\nG F since=2024 until=2024-05"}, ["F owns G"]),
    ("bounds", {"firm": "F\nG", "owns": "F G share=1.5\nG F share=0.5"}, ["F owns G"]),
    ("bounds", {"firm": "F\nG", "supplies": "F G p value=5 value_low=9\nG F p value=5 value_low=4"}, ["F supplies p to G"]),
    ("bounds", {"firm": "F count=0\nG count=1"}, ["F"]),
    ("bounds", {"region": "R level=county lat=91\nS level=county lat=90"}, ["R"]),
    ("bounds", {"metric": "m indicator=x value=5 value_low=9\nn indicator=x value=5 value_low=4"}, ["m"]),
    ("dates", {"agreement": "x signed=2025 until=2024\ny signed=2024 until=2024"}, ["x"]),
    ("cycle", {"part_of": "W A"}, ["A / W"]),
    ("shares", {"firm": "F\nG\nH", "owns": "F G share=0.7\nH G share=0.7\nG H share=1.0"}, ["G"]),
    ("joint_park", {"firm": "F@J\nG@K"}, ["J"]),
    ("no_place", {"firm": "F\nG@A1"}, ["F"]),
    ("no_county", {"firm": "F@A\nG@A1\nH"}, ["F"]),
    ("park_place", {"park": "L\nM", "located_in": "L A1"}, ["M"]),
    ("facility_place", {"facility": "x\ny\nz", "connects": "x A1", "located_in": "z A1"}, ["y"]),
    ("two_places", {"firm": "F@A1\nG@A1\nH", "located_in": "F B1\nG J\nH A1 since=2015\nH B1 since=2020"}, ["F"]),
    ("idle_product", {"product": "a\nb", "firm": "F", "produces": "F b"}, ["a"]),
    ("bare_firm", {"firm": "F@A1\nG", "produces": "G b"}, ["F"]),
    ("unplaced_project", {"project": "x\ny", "sited_in": "x A1"}, ["y"]),
    ("no_product", {"project": "x stage=producing\ny stage=signed\nz stage=full", "adds": "z p"}, ["x"]),
    ("no_party", {"agreement": "x\ny", "party_to": "A1 x"}, ["y"]),
    ("two_way", {"input_of": "a b\nb a\nb c"}, ["a / b"]),
    ("units", {"firm": "F\nG", "produces": "F a unit=吨\nG a unit=套\nG b unit=吨"}, ["a"]),
    ("still_active", {"firm": "F\nG", "owns": "F G until=2024 status=active\nG F until=2026 status=active"}, ["F owns G"]),
    ("undated_twin", {"firm": "F\nG\nH", "owns": "F G\nF G since=2021\nF H\nG H since=2020"}, ["F owns G"]),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "tables", "expected"), BROKEN)
def test_a_rule_finds_what_breaks_it_and_nothing_else(rule: str, tables: dict[str, str], expected: list[str]) -> None:
    graph = small(None, **tables)
    assert [what for what, _ in found(graph, rule)] == expected
    (zh,) = {detail for _, detail in found(graph, rule, "zh")}
    assert re.search(r"[\u4e00-\u9fff]|^since|^signed|value|share|count|lat", zh)


def test_a_region_without_its_parent() -> None:
    graph = small(regions={"X1": ("county", None, None)})
    assert [what for what, _ in found(graph, "parent")] == ["X1"]


def test_facts_without_a_source() -> None:
    from rows import batch, nodes

    graph = chanlian.connect(":memory:")
    graph.write(batch(product=nodes("product", "a")))
    graph.write(batch("s", product=nodes("product", "b")))
    assert found(graph, "no_source") == [("a", "no source is stated")]


DUPLICATES = [
    # the same name in normalised form; other counties, codes, regions or legal forms are two firms
    ("创联包装有限公司@A1; 創聯包裝公司", ["创联包装有限公司 / 創聯包裝公司"]),
    ("创联包装有限公司@A1; 创联包装公司@B1", []),
    (f"创联包装有限公司 credit_code={GOOD}; 创联包装公司 credit_code={OTHER}", []),
    ("玉屏创联包装有限公司; 大新创联包装有限公司", []),
    ("贵州创联包装有限公司; 创联包装厂", []),
    # alike: only in one place, or with a product in common
    ("创联塑料包装材料@A1; 创联塑料包装材科@A1", ["创联塑料包装材料 / 创联塑料包装材科"]),
    ("创联塑料包装材料@A1; 创联塑料包装材科@B1", []),
    ("创联塑料包装一1号@A1; 创联塑料包装一2号@A1", []),
]


@pytest.mark.parametrize(("firms", "expected"), DUPLICATES)
def test_likely_duplicates(firms: str, expected: list[str]) -> None:
    assert [what for what, _ in found(small(firm=firms), "duplicate")] == expected


def test_alike_firms_with_a_product_in_common() -> None:
    graph = small(
        firm="创联塑料包装材料@A1; 创联塑料包装材科@B1", produces="创联塑料包装材料 bag; 创联塑料包装材科 bag"
    )
    assert found(graph, "duplicate") == [
        ("创联塑料包装材料 / 创联塑料包装材科", "names alike (0.88) with a product in common")
    ]
    assert len(next(iter(graph.scan("firm")))) == 2, "nothing is merged"


def test_products_are_no_slips_for_longer_ones() -> None:
    assert [what for what, _ in found(small(product="磷酸铁; 磷酸铁锂; 噸袋; 吨袋"), "duplicate")] == ["吨袋 / 噸袋"]


def test_findings_hints_and_what_strict_makes_of_them(world: Graph) -> None:
    frame = check(world)
    assert frame.columns.tolist()[:3] == ["rule", "what", "detail"]
    assert (frame.attrs["findings"], frame.attrs["hints"]) == (0, len(frame))
    strict = check(world, strict=["no_place"])
    assert strict.attrs["findings"] == (strict["rule"] == "no_place").sum() == 1
    assert strict["severity"].iloc[0] == "finding"
    with pytest.raises(BadInput, match="the rules are credit_code"):
        check(world, strict=["nonsense"])


def test_every_rule_is_explained_in_two_languages() -> None:
    assert len({rule.name for rule in RULES}) == len(RULES)
    assert all(
        rule.en and re.search("[\u4e00-\u9fff]", rule.zh) and rule.severity in ("finding", "hint") for rule in RULES
    )


def test_many_are_counted_and_the_first_listed() -> None:
    from rows import batch, nodes

    graph = chanlian.connect(":memory:")
    graph.write(batch("s", firm=nodes("firm", *(f"n{number:04}" for number in range(1003)))))
    frame = check(graph, rules=["no_place"])
    assert len(frame) == 1000
    assert any("1003 in all" in note for note in frame.attrs["notes"])


@pytest.mark.parametrize(("extra", "code"), [((), 0), (("--strict", "no_place"), 3)])
def test_the_command_ends_with_3_where_something_is_wrong(
    extra: tuple[str, ...], code: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from rows import batch, nodes

    path = str(tmp_path / "g.duckdb")
    chanlian.connect(path).write(batch("s", firm=nodes("firm", "甲")))
    with pytest.raises(SystemExit) as ended:
        main(["check", path, *extra, "--format", "csv"])
    done = capsys.readouterr()
    assert (ended.value.code or 0) == code, done.err
    assert done.out.splitlines()[0] == "rule,what,detail,severity,id"
    assert "no_place" in done.out
