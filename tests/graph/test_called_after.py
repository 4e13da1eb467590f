"""Which division a name begins with; what may be a word, a brand or another place is left open. All firms are invented, or public."""

from __future__ import annotations

import duckdb
import pytest

from chanlian.graph.regions.called_after import called_after_sql, name_starts

TOLD = {
    "浙江龙盛集团股份有限公司": "330000",
    "浙江龙盛": "330000",
    "内蒙古某乳业": "150000",
    "黑龙江某米业": "230000",
    "吉林敖东": "220000",  # the province holds the city
    "吉林市某厂": "220200",
    "贵州18家企业": "520000",
    "香港某贸易行": "810000",
    "玉屏创联包装": "520622",
    "贵州玉屏创联包装": "520622",
    "贵州省铜仁市玉屏侗族自治县某厂": "520622",
    "沛县某厂": "320322",
    "承德露露": "130800",  # the city, and not the county in it
    "西安某厂": "610100",
    "江阴某钢铁": "320281",
    "恩施州某茶业": "422800",
    "中山市某灯具": "442000",
    "广东中山某灯具": "442000",
    "辽宁朝阳某矿业": "211300",
    "山东德州某食品": "371400",
    "深圳市福田区某公司": "440304",
    "深圳光明乳业": "440300",  # 光明 may be the brand
    "浙江省余杭区某厂": "330110",
    "湖南新化某厂": "430000",  # 新化 is a word too
    "云南大理药业": "532900",
    "云南大理石材厂": "530000",
    "海南某矿业": "460000",
    "海南州某矿业": "632500",
    "上海某汽车（中国）有限公司": "310000",
    "浙江某控制(杭州)有限公司": "330000",
    "青岛啤酒（青岛）有限公司": "370200",
}
OPEN = (
    # counties and districts of one name, and districts alone, which no name begins with by law
    "朝阳机械", "鼓楼食品", "和平电子", "中山某灯具", "余杭区某厂", "河北区某店", "城区建设", "福田汽车", "金川铜业",
    # words, wishes and brands
    "海洋化工", "光明乳业", "兴业银行", "紫金矿业", "东方雨虹", "平安物流", "安顺物流", "德州仪器", "阿里云", "大理石厂", "北海道食品", "东阳光药业",
    # wider or other than a division
    "中国石化", "华东医药", "南方石墨", "日本丰田", "越南橡胶", "新西兰乳业", "德国某厂", "ABC Ltd", "玉平某厂",
    # not at the beginning, or nothing else
    "新浙江机械", "某某浙江", "浙江", "浙江省",
    # two places, and what is elsewhere than its firm, or no firm's place at all
    "青岛啤酒（徐州）有限公司", "贵州广东某公司", "贵州茅台酒上海分公司", "新疆烤肉", "兰州拉面", "",
)  # fmt: skip


def called(*names: str) -> dict[str, str]:
    with duckdb.connect() as db, name_starts(db):
        return dict(db.execute(called_after_sql("SELECT unnest($names) AS name"), {"names": [*names]}).fetchall())


@pytest.fixture(scope="module")
def read() -> dict[str, str]:
    """All of the names at once, as a graph asks."""
    return called(*TOLD, *OPEN)


@pytest.mark.parametrize("name", TOLD)
def test_a_name_tells_its_division(name: str, read: dict[str, str]) -> None:
    assert read[name] == TOLD[name]


@pytest.mark.parametrize("name", OPEN)
def test_a_name_that_may_be_anything_tells_none(name: str, read: dict[str, str]) -> None:
    assert name not in read
