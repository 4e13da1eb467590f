"""Which places tell two of one name apart: parks, counties and provinces, of this country and of others."""

from __future__ import annotations

import pytest

from chanlian.graph.regions.lying import Places, alike, sites

YUPING, WANSHAN, XINHUANG, GUIZHOU = "region:520622", "region:520603", "region:431227", "region:520000"
WHOLE = {
    "park:east": [YUPING],
    "park:west": [YUPING],
    "park:inner": ["park:east"],
    "park:joint": [YUPING, WANSHAN],
    "park:circle": ["park:circle"],
    "region:village": ["region:520622100"],
    "region:hanoi": ["region:vietnam"],
}
PLACES = Places((place, whole) for place, within in WHOLE.items() for whole in within)


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ("park:east", YUPING, False),
        ("park:east", GUIZHOU, False),
        ("park:east", "park:west", True),
        ("park:east", XINHUANG, True),
        ("park:inner", "park:east", False),
        ("park:inner", YUPING, False),
        ("park:east", "region:520622100", False),  # nobody says in which township the park lies
        ("region:520622100", "region:520622101", True),
        ("region:village", YUPING, False),
        ("region:village", XINHUANG, True),
        ("park:joint", YUPING, False),
        ("park:joint", WANSHAN, False),
        ("park:joint", XINHUANG, True),  # in another province
        ("park:nowhere", YUPING, False),
        ("park:nowhere", "park:east", True),
        ("park:circle", YUPING, False),
        ("region:hanoi", "region:vietnam", False),
        ("region:hanoi", "region:saigon", True),
        ("region:vietnam", YUPING, True),
        (YUPING, XINHUANG, True),
        (GUIZHOU, "region:430000", True),
        ("region:441900", "region:440000", False),  # a city without counties
    ],
)
def test_what_is_known_to_be_elsewhere(one: str, other: str, *, apart: bool) -> None:
    assert PLACES.lying(one).apart(PLACES.lying(other)) is apart
    assert PLACES.lying(other).apart(PLACES.lying(one)) is apart


def test_a_province_that_is_stated_too_does_not_bring_other_counties() -> None:
    (site,) = sites([PLACES.lying(GUIZHOU), PLACES.lying("park:east"), PLACES.lying(YUPING)])
    assert site.places == {"park:east"}
    assert site.apart(PLACES.lying("region:520628"))
    assert not site.apart(PLACES.lying(YUPING))
    both = sites([PLACES.lying(YUPING), PLACES.lying(XINHUANG), PLACES.lying(GUIZHOU)])
    assert [one.places for one in both] == [{YUPING}, {XINHUANG}]


def test_what_may_be_either_of_two_is_neither() -> None:
    known = [PLACES.lying(one) for one in (YUPING, "park:east", XINHUANG)]
    assert alike(known, lambda one, other: one.apart(other)) == [known[:2]]
    unclear = [PLACES.lying(one) for one in (YUPING, "park:east", "park:west", GUIZHOU)]
    assert alike(unclear, lambda one, other: one.apart(other)) == []
