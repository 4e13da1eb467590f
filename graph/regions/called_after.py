"""Which division a firm's name begins with: 浙江龙盛 is of Zhejiang, 玉屏创联包装 of Yuping.

A firm's name begins by law with the division that registered it, a district only behind its city (企业名称登记管理规定,
国务院令第734号, articles 6 and 7). People leave divisions out, and brands look like them: a name tells its division only where
nothing else is known to begin so. What is no more than possible is left open: a false place is worse than none.
"""

from __future__ import annotations

from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Final

from ..sql_text import literal
from .reference import reference

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import duckdb
    import pyarrow as pa

_WISHES: Final = "吉安 安顺 安康 广安"
"""Short names of prefectures that are good wishes: firms everywhere begin with them."""
_WORDS: Final = """
    无极 新乐 青龙 成安 大名 广平 新河 平乡 沙河 高阳 安国 尚义 兴隆 隆化 平泉 东光 海兴 永清 大城 大厂 三河 安平 固安 文安 长子 怀仁 和顺
    灵石 平定 永济 保德 古县 浮山 大宁 永和 兴县 方山 中阳 交口 孝义 清水河 库伦 兴和 商都 化德 康平 新民 长海 台安 凤城 黑山 灯塔 盘山 建平
    建昌 兴城 榆树 德惠 永吉 东丰 集安 靖宇 长白 临江 长岭 龙井 和龙 巴彦 木兰 方正 延寿 尚志 五常 龙江 富裕 友谊 集贤 丰林 铁力 富锦 海林
    宁安 东宁 庆安 明水 安达 海伦 海安 东海 金湖 兴化 泰兴 建德 宁海 永嘉 平阳 文成 泰顺 瑞安 海盐 长兴 安吉 新昌 浦江 东阳 永康 常山 江山
    三门 临海 云和 龙泉 长丰 无为 太湖 望江 来安 定远 天长 明光 青阳 宁国 永泰 清流 大田 泰宁 永安 惠安 永春 金门 平和 华安 顺昌 光泽 政和
    连城 古田 福安 安义 进贤 乐平 莲花 德安 瑞昌 庐山 信丰 崇义 安远 兴国 会昌 石城 瑞金 永丰 泰和 万安 安福 永新 宜丰 靖安 铜鼓 高安 南城
    崇仁 乐安 广昌 玉山 万年 德兴 龙口 海阳 昌乐 嘉祥 梁山 东平 新泰 荣成 兰陵 庆云 平原 惠民 博兴 东明 新安 宝丰 博爱 灵宝 民权 新县 商城
    太康 西华 正阳 远安 五峰 当阳 保康 公安 洪湖 石首 通城 咸丰 天门 洞口 新宁 平江 桃源 石门 永兴 嘉禾 安仁 资兴 宁远 蓝山 新田 中方 会同
    通道 双峰 新化 凤凰 永顺 新丰 广宁 海丰 龙门 大埔 丰顺 平远 紫金 龙川 东源 阳春 阳山 隆安 马山 三江 全州 永福 资源 平乐 灵山 兴业 乐业
    凌云 凤山 大化 大新 东方 定安 白沙 富顺 中江 三台 平武 大英 威远 隆昌 南部 江安 兴文 天全 宝兴 小金 黑水 九龙 新龙 白玉 德昌 金阳 喜德
    余庆 大方 金沙 紫云 江口 兴仁 普安 安龙 天柱 福泉 长顺 富民 石林 富源 华宁 新平 昌宁 大关 永善 玉龙 永胜 南华 永仁 弥勒 永平 瑞丽 祥云
    亚东 吉隆 比如 太白 三原 永寿 白水 富平 延长 黄龙 石泉 丹凤 永昌 景泰 清水 民乐 高台 山丹 华亭 敦煌 正宁 康乐 合作 民和 互助 同仁 共和
    同德 兴海 祁连 乌兰 永宁 同心 隆德 温泉 和硕 新和 福海 民丰 和康 和安 新源 裕民 新星 白杨 草湖 双河 昆玉 墨玉 衡山 韶山 云梦 团结 五台
    石狮 宜川 定边 吉县 大通 建设
"""
"""Short names of counties that are words, wishes or brands as well: 兴业银行 is not of 兴业县, nor 紫金矿业 of 紫金县."""
_NEVER: Final = frozenset(_WISHES.split() + _WORDS.split())
_NOT_ALONE: Final = frozenset("德州 白银 阿里 山南 和田 海东 海西 海北 黄南 普洱 大理 北海 日照 乐山 白山 金昌".split())  # noqa: SIM905
"""Short names of prefectures that are told only behind their provinces: 德州仪器 is of Texas, 阿里云 of Hangzhou."""
_NOT_MEANT: Final = (
    "大理石", "普洱茶", "北海道", "杭州湾", "苏州河", "阿里巴巴", "东阳光", "长白山", "和田玉", "金华火腿",
    "沙县小吃", "桂林米粉", "兰州拉面",
)  # fmt: skip
"""What begins as a short name does, and is something else."""
_NOT_MEANT_IN: Final = {"大理石": "530000", "普洱茶": "530000", "和田玉": "650000"}
"""The same behind a province."""
_SURE: Final = frozenset(("西安",))
"""Prefectures that are meant by their short names, though districts elsewhere are called so."""
_LEVELS: Final = ("province", "prefecture", "county")
_ELSEWHERE: Final = (
    "分公司|分行|支行|分店|分部|分厂|分校|分院|营业部|办事处|代表处|专卖店|专营店|特产|商会|同乡会"
    "|小吃|拉面|米粉|米线|面馆|小面|热干面|螺蛳粉|烤鸭|烤肉|火锅店"
)
"""Whose names say of whom or what they are, and not where: 贵州茅台酒上海分公司, 新疆烤肉."""


@contextmanager
def name_starts(db: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Let `called_after_sql` find what names begin with, in this connection."""
    first, inside = _tables()
    db.execute("SELECT 1").fetchall()  # nothing can be registered while a result is only half fetched
    db.register("name_start", first)
    db.register("name_part", inside)
    try:
        yield
    finally:
        db.unregister("name_start")
        db.unregister("name_part")


def called_after_sql(names: str) -> str:
    """SQL of the code of the division that each of these names (SQL, one column `name`) begins with: name, code.

    A name reads as far as divisions lie in one another (贵州玉屏, 广东省深圳市); where it names another one too, behind these or in
    brackets, it is left open: 青岛啤酒（徐州）.
    """
    return f"""
WITH named AS MATERIALIZED (
    SELECT DISTINCT name FROM ({names}) WHERE left(name, 2) IN (SELECT two FROM name_start)
        AND NOT regexp_matches(name, {literal(_ELSEWHERE)})
),
one AS (
    SELECT name, arg_max(code, length(start)) AS code, max(length(start)) AS read
    FROM named JOIN name_start ON two = left(name, 2) AND starts_with(name, start) GROUP BY name HAVING arg_max(code, length(start)) <> ''
),
two AS ({_DEEPER.format(above="one")}),
told AS MATERIALIZED ({_DEEPER.format(above="two")}),
also AS ( -- what else may be a division
    SELECT name, code, substr(name, read + 1) AS text FROM told
    UNION ALL
    SELECT name, code, unnest(regexp_extract_all(name, '[（(]([^（）()]+)[)）]', 1)) FROM told
    WHERE contains(name, '（') OR contains(name, '(')
),
other AS (
    SELECT name FROM also JOIN name_start s ON s.two = left(text, 2) AND starts_with(text, s.start)
    WHERE s.code <> '' AND NOT starts_with(s.code, {_STEM.format("also.code")}) AND NOT starts_with(also.code, {_STEM.format("s.code")})
)
SELECT name, code FROM told WHERE length(name) > read AND name NOT IN (FROM other)
"""


_DEEPER: Final = """SELECT name, arg_max(coalesce(nullif(p.code, ''), a.code), coalesce(length(p.start), 0)) AS code,
        a.read + arg_max(CASE WHEN p.code <> '' THEN length(p.start) ELSE 0 END, coalesce(length(p.start), 0)) AS read
    FROM {above} a LEFT JOIN name_part p
        ON p.whole = a.code AND p.two = substr(name, a.read + 1, 2) AND starts_with(substr(name, a.read + 1), p.start)
    GROUP BY name, a.code, a.read"""
# with what the codes begin of all that lies in a division
_STEM: Final = "CASE WHEN {0} LIKE '%0000' THEN left({0}, 2) WHEN {0} LIKE '%00' THEN left({0}, 4) ELSE {0} END"


@cache
def _tables() -> tuple[pa.Table, pa.Table]:
    """What a name may begin with, and what may follow in it, each with its code; '' where that tells nothing."""
    import pyarrow as pa

    levels = {region.code: region.level for region in reference() if region.level in _LEVELS}
    above = {code: reference().codes_above(code) for code in levels}
    first = dict.fromkeys(_NOT_MEANT, "")
    within: dict[tuple[str, str], list[str]] = {}
    for name, codes in reference().called():
        ones = [code for code in codes if code in levels]
        if ones:
            first.setdefault(name, _told(name, ones, levels, above))
        for code in ones:
            if name not in _NEVER and (name.endswith("区") or not _is_district(code, levels)):
                for whole in above[code]:
                    within.setdefault((whole, name), []).append(code)
    inside = {key: code for key, ones in within.items() if (code := _outermost(ones, above))}
    inside |= {(whole, name): "" for name, whole in _NOT_MEANT_IN.items()}
    starts = [(name[:2], name, code) for name, code in first.items()]
    parts = [(whole, name[:2], name, code) for (whole, name), code in inside.items()]
    return (
        pa.table([pa.array(column) for column in zip(*starts, strict=True)], ["two", "start", "code"]),
        pa.table([pa.array(column) for column in zip(*parts, strict=True)], ["whole", "two", "start", "code"]),
    )


def _told(name: str, ones: list[str], levels: Mapping[str, str], above: Mapping[str, tuple[str, ...]]) -> str:
    """The code of the division that a name at the beginning means, of all that have it; '' where that cannot be told."""
    provinces = [one for one in ones if levels[one] == "province"]
    if provinces:
        return provinces[0]
    if name in _SURE:
        return next(one for one in ones if levels[one] == "prefecture")
    code = _outermost(ones, above)
    return "" if not code or _is_district(code, levels) or name in _NEVER or name in _NOT_ALONE else code


def _is_district(code: str, levels: Mapping[str, str]) -> bool:
    region = reference().get(code) if levels[code] == "county" else None
    return region is not None and region.name.endswith("区")


def _outermost(ones: list[str], above: Mapping[str, tuple[str, ...]]) -> str:
    """Of divisions the one in which all others lie: 承德市 of 承德市 and 承德县; '' if there is none."""
    return next((one for one in ones if all(one == other or one in above[other] for other in ones)), "")
