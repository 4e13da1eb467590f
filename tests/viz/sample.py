# ruff: noqa: E501  # tables of made-up data read better unbroken
# tables of made-up data read better unbroken
"""Invented networks for the tests of pictures. No place, firm, product or sum in here is real.

`sample` is what a county might look like: three areas in two provinces, some sixty boxes.
`hostile` holds in every field a text that would run, load or break something if it were believed.
"""

from __future__ import annotations

from typing import Any

from chanlian.graph.language import t
from chanlian.queries.picture.records import Network

Record = dict[str, Any]

EAST, WEST = "东屿省（虚构）", "西霖省（虚构）"
AREAS = {"青坪县": EAST, "白沙经开区": EAST, "石渡县": WEST}
ASKED = "白沙经开区"

FIRMS: dict[str, list[str]] = {
    "白沙经开区": ["白沙新能源材料股份有限公司", "恒岭正极材料", "白沙锰业", "远泽电解液", "白沙水务有限公司", "江木再生资源有限公司",
                "晟禾前驱体", "启原设备安装"],
    "青坪县": ["青坪钙业有限公司", "青坪联创包装", "青坪塑料颗粒厂", "双溪机械", "青坪物流", "云台矿业有限公司", "青坪竹木"],
    "石渡县": ["石渡化工企业", "石渡环保科技有限公司", "石渡汞业", "石渡钡盐", "北滩冶金新材料有限公司", "石渡建材"],
}  # fmt: skip
MAKES = [
    ("白沙新能源材料股份有限公司", "三元前驱体"), ("恒岭正极材料", "三元正极材料"), ("白沙锰业", "电解二氧化锰"), ("远泽电解液", "电解液"),
    ("江木再生资源有限公司", "再生塑料颗粒"), ("晟禾前驱体", "三元前驱体"), ("青坪钙业有限公司", "纳米碳酸钙"), ("青坪联创包装", "吨袋"),
    ("青坪塑料颗粒厂", "再生塑料颗粒"), ("云台矿业有限公司", "石灰石"), ("石渡钡盐", "硫酸钡"), ("石渡环保科技有限公司", "危废处置服务"),
    ("北滩冶金新材料有限公司", "高碳铬铁"), ("石渡汞业", "含汞废料"), ("石渡建材", "水泥"),
]  # fmt: skip
SUPPLIES = [
    ("青坪钙业有限公司", "白沙新能源材料股份有限公司", "纳米碳酸钙", 41_500_000), ("青坪联创包装", "白沙新能源材料股份有限公司", "吨袋", None),
    ("青坪联创包装", "恒岭正极材料", "吨袋", 6_200_000), ("白沙新能源材料股份有限公司", "江木再生资源有限公司", "废旧塑料包装", None),
    ("白沙锰业", "恒岭正极材料", "电解二氧化锰", 128_000_000), ("晟禾前驱体", "恒岭正极材料", "三元前驱体", None),
    ("石渡钡盐", "白沙锰业", "硫酸钡", 9_000_000), ("云台矿业有限公司", "青坪钙业有限公司", "石灰石", None),
    ("青坪塑料颗粒厂", "青坪联创包装", "再生塑料颗粒", 3_100_000), ("石渡汞业", "石渡环保科技有限公司", "含汞废料", None),
    ("石渡钡盐", "石渡化工企业", "硫酸钡", None), ("江木再生资源有限公司", "青坪联创包装", "再生塑料颗粒", None),
    ("澜州锂盐", "恒岭正极材料", "碳酸锂", 215_000_000), ("远泽电解液", "北滩冶金新材料有限公司", "电解液", None),
]  # fmt: skip
GAPS = [
    ("白沙经开区", "碳酸锂", "missing", "fill", ["outside", "single_source"], ["恒岭正极材料"], "澜州锂盐", None, None),
    ("白沙经开区", "吨袋", "missing", "fill", ["outside", "nearer_maker"],
     ["白沙新能源材料股份有限公司", "恒岭正极材料"], "青坪联创包装", "青坪县", 11.4),
    ("白沙经开区", "纳米碳酸钙", "missing", "fill", ["outside", "single_source"], ["白沙新能源材料股份有限公司"], "青坪钙业有限公司",
     "青坪县", 11.4),
    ("白沙经开区", "硫酸镍", "presumed", "verify", [], ["白沙新能源材料股份有限公司", "晟禾前驱体"], None, None, None),
    ("白沙经开区", "磷酸铁", "unknown", "investigate", [], ["恒岭正极材料"], None, None, None),
    ("白沙经开区", "再生塑料颗粒", "weak", "strengthen", ["signed"], ["江木再生资源有限公司"], "青坪塑料颗粒厂", "青坪县", 11.4),
    ("白沙经开区", "工业蒸汽", "broken", "secure", ["blocked"], ["白沙锰业"], None, None, None),
]  # fmt: skip


def _evidence(fact: str | None, title: str = "虚构日报：园区见闻", place: str = "第 3 段") -> list[Record]:
    return [{"source": title, "publisher": "虚构日报社", "published": "2031-05-30", "locator": place, "method": "person",
             "fact": fact}]  # fmt: skip


class _Maker:
    """Collects nodes and edges; the ids are the names with their kind before them."""

    def __init__(self, lang: str) -> None:
        self.lang = lang
        self.nodes: dict[str, Record] = {}
        self.edges: list[Record] = []

    def node(self, kind: str, name: str, area: str | None = None, **more: Any) -> str:
        key = f"{kind}:{name}"
        inside = None if area is None else area == ASKED
        row = {"id": key, "kind": kind, "label": name, "area": area, "province": AREAS.get(area or ""), "inside": inside,
               "group": False, "properties": {"name": name}, "evidence": _evidence(None)}  # fmt: skip
        self.nodes.setdefault(key, row | more)
        return key

    def edge(self, kind: str, source: str, target: str, sentence: str, **more: Any) -> None:
        fact = f"{len(self.edges) + 1:016x}"
        one, two = self.nodes[source], self.nodes[target]
        border = None
        if one["area"] and two["area"] and one["area"] != two["area"]:
            border = "county" if one["province"] == two["province"] else "province"
        row = {"fact": fact, "kind": kind, "source": source, "target": target, "label": "", "sentence": sentence,
               "value": None, "border": border, "status": "active", "modality": "actual", "evidence": _evidence(fact),
               "ghost": False}  # fmt: skip
        self.edges.append(row | more)


def sample(lang: str = "zh") -> Network:
    """Three invented areas in two invented provinces, with gaps of one of them."""
    made = _Maker(lang)
    for area, names in FIRMS.items():
        park = made.node("park", area, area) if area == ASKED else made.node("region", area, area)
        for name in names:
            group = name == "石渡化工企业"
            properties = {"name": name, "aliases": [name[:4]], "scale": "规模以上"} | (
                {"group": True, "count": 18} if group else {}
            )
            firm = made.node("firm", name, area, group=group, properties=properties)
            made.edge("located_in", firm, park, t(lang, f"{name} is located in {area}", f"{name}位于{area}"))
    made.node("firm", "澜州锂盐", None, properties={"name": "澜州锂盐"}, evidence=[])
    made.node("firm", "海陵助剂", None, province=WEST, inside=False)
    for firm, product in MAKES:
        made.node("product", product, properties={"name": product, "unit": "吨"})
        made.edge(
            "produces",
            f"firm:{firm}",
            f"product:{product}",
            t(lang, f"{firm} produces {product}", f"{firm}生产{product}"),
        )
    for seller, buyer, product, value in SUPPLIES:
        text = t(lang, f"{seller} supplies {product} to {buyer}", f"{seller}向{buyer}供应{product}")
        made.edge("supplies", f"firm:{seller}", f"firm:{buyer}", text, label=product, value=value)
    _matters(made, lang)
    gaps = _gaps(made, lang)
    title = t(lang, "Chain network of 白沙经开区 (invented)", "白沙经开区产业链关系图（虚构数据）")
    return Network(title, ASKED, "2031-06-01", "9f86d081884c7d65", list(made.nodes.values()), made.edges, gaps)


def _matters(made: _Maker, lang: str) -> None:
    pact = made.node(
        "agreement",
        "白石经济协作示范园共建协议",
        properties={"name": "共建协议", "signed": "2031-05-24", "status": "active"},
    )
    river = made.node("agreement", "青溪流域生态保护合作协议", properties={"name": "生态保护", "signed": "2030"})
    for party in ("park:白沙经开区", "region:石渡县"):
        made.edge(
            "party_to",
            party,
            pact,
            t(
                lang,
                f"{party.split(':')[1]} is party to the park agreement",
                f"{party.split(':')[1]}参与示范园共建协议",
            ),
            border="province",
        )
    for party in ("region:青坪县", "region:石渡县"):
        made.edge(
            "party_to",
            party,
            river,
            t(
                lang,
                f"{party.split(':')[1]} is party to the river agreement",
                f"{party.split(':')[1]}参与流域保护协议",
            ),
            border="province",
        )
    project = made.node("project", "再生颗粒扩能项目", ASKED, properties={
        "name": "再生颗粒扩能项目", "stage": "signed", "planned": 2_539_000_000, "planned_original": "25.39亿元"})  # fmt: skip
    made.edge(
        "adds",
        project,
        "product:再生塑料颗粒",
        t(lang, "the project will make 再生塑料颗粒", "项目将生产再生塑料颗粒"),
    )
    made.edge(
        "invests_in",
        "firm:青坪塑料颗粒厂",
        project,
        t(lang, "青坪塑料颗粒厂 invests in it", "青坪塑料颗粒厂投资该项目"),
    )
    request = made.node(
        "request",
        "跨园区通勤不便",
        ASKED,
        properties={"name": "通勤", "kind": "road", "result": "新增 4 条公交线路"},
    )
    made.edge("raises", "firm:恒岭正极材料", request, t(lang, "恒岭正极材料 raises it", "恒岭正极材料提出"))
    bus = made.node(
        "facility",
        "青坪—白沙公交线",
        "青坪县",
        properties={"name": "公交线", "kind": "bus line", "status": "open"},
    )
    made.edge(
        "connects",
        bus,
        "park:白沙经开区",
        t(lang, "the bus line connects 白沙经开区", "公交线连接白沙经开区"),
    )
    body = made.node("organization", "两地协商工作室", "石渡县")
    made.edge("handles", body, request, t(lang, "the body handles the request", "工作室办理该诉求"))
    made.edge(
        "cooperates_with",
        "firm:石渡环保科技有限公司",
        "firm:石渡汞业",
        t(lang, "they cooperate on waste", "双方合作处置废料"),
    )
    made.edge("cooperates_with", "firm:北滩冶金新材料有限公司", "firm:晟禾前驱体", t(lang, "they may cooperate", "双方有合作意向"),
              status="planned", modality="potential")  # fmt: skip
    made.edge("input_of", "product:三元前驱体", "product:三元正极材料", t(lang, "三元前驱体 is an input of 三元正极材料",
              "三元前驱体是三元正极材料的投入"), evidence=[])  # fmt: skip


def _gaps(made: _Maker, lang: str) -> list[Record]:
    rows: list[Record] = []
    for area, product, state, action, flags, firms, nearest, near_area, km in GAPS:
        because = t(lang, f"{len(firms)} firm(s) of {area} need {product}; no maker is known here.",
                    f"{area}有 {len(firms)} 家企业需要{product}，本地未见生产企业。")  # fmt: skip
        gap = made.node("gap", product, area, state=state, because=because, product=f"product:{product}", firms=firms,
                        evidence=[], properties={})  # fmt: skip
        for firm in firms:
            made.edge("needs", f"firm:{firm}", gap, t(lang, f"{firm} needs {product}", f"{firm}需要{product}"), fact=None,
                      ghost=True, evidence=[])  # fmt: skip
        rows.append({"area": area, "product": product, "state": state, "action": action, "flags": flags, "because": because,
                     "firms": len(firms), "firm_names": firms, "nearest_supplier": nearest, "nearest_area": near_area,
                     "distance_km": km, "node": gap})  # fmt: skip
    return rows


def attacks(port: int) -> list[str]:
    """Texts that would run, call out or break the page if any part of it took them for more than text."""
    call = f"http://127.0.0.1:{port}/x"
    return [
        "<img src=x onerror=alert(1)>",
        f"<img src='{call}'>",
        f"</script><script>fetch('{call}')</script>",
        f"<!--<script>new Image().src='{call}'//",
        f"\"><iframe src='{call}'></iframe>",
        "javascript:alert(1)",
        f'<a href="{call}">href</a>',
        "{{constructor.constructor('alert(1)')()}}${alert(1)}",
        "line\u2028separator\u2029\x00\x1b\ud800\u202e<b>",
        "__proto__",
        f"<style>@import '{call}';*{{background:url({call})}}</style>",
        "'\"`\\'); alert(1); //",
    ]


def hostile(port: int = 9) -> Network:
    """A network whose every text, keys of free dicts and identifiers included, is hostile."""
    bad = attacks(port)

    def pick(at: int) -> str:
        return bad[at % len(bad)]

    def evidence(at: int) -> list[Record]:
        names = ("source", "publisher", "published", "locator", "method", "fact")
        return [{name: pick(at + step) for step, name in enumerate(names)}]

    nodes: list[Record] = [
        {"id": f"{text}#{at}", "kind": kind, "label": text, "area": pick(at // 4), "province": pick(at // 8), "inside": at % 2 == 0,
         "group": at % 3 == 0, "properties": {"name": text, "scale": pick(at + 1), text: pick(at + 2), "aliases": [pick(at + 3)]},
         "evidence": evidence(at), "state": pick(at), "because": pick(at + 4), "product": pick(at), "firms": [pick(at)]}
        for at, (text, kind) in enumerate(
            (text, kind) for text in bad for kind in ("firm", "product", "gap", bad[0]))
    ]  # fmt: skip
    edges: list[Record] = [
        {"fact": pick(at), "kind": ("supplies", "needs", bad[0], bad[9])[at % 4], "source": nodes[at]["id"], "target": nodes[at + 1]["id"],
         "label": pick(at), "sentence": pick(at + 5), "value": None, "border": (None, "province", bad[0])[at % 3], "status": pick(at),
         "modality": pick(at), "evidence": evidence(at), "ghost": False}
        for at in range(len(nodes) - 1)
    ]  # fmt: skip
    gaps: list[Record] = [
        {"area": text, "product": text, "state": text, "action": text, "flags": [text], "because": text, "firms": 1,
         "firm_names": [text], "nearest_supplier": text, "nearest_area": text, "distance_km": None}
        for text in bad
    ]  # fmt: skip
    return Network(bad[2], bad[0], bad[1], bad[3], nodes, edges, gaps)


def large(firms: int, areas: int = 12) -> Network:
    """An invented network of many firms, to see the summary: each sells to three others."""
    names = [f"虚构县{at:02d}" for at in range(areas)]
    nodes: list[Record] = []
    edges: list[Record] = []
    for at in range(firms):
        area = names[at * 7 % areas]
        nodes.append({"id": f"firm:{at}", "kind": "firm", "label": f"虚构企业{at:05d}", "area": area, "province": (EAST, WEST)[at * 7 % areas > areas // 2],
                      "inside": area == names[0], "group": False, "properties": {}, "evidence": _evidence(None)})  # fmt: skip
    for at in range(firms):
        for step in (1, 5, 11):
            other, product = (at * 5 + step * step) % firms, f"产品{at * at % 40:02d}"
            if other == at:
                continue
            one, two = nodes[at], nodes[other]
            border = (
                None if one["area"] == two["area"] else "county" if one["province"] == two["province"] else "province"
            )
            edges.append({"fact": f"{len(edges):016x}", "kind": "supplies", "source": one["id"], "target": two["id"], "label": product,
                          "sentence": f"{one['label']}向{two['label']}供应{product}", "value": None, "border": border, "status": None,
                          "modality": None, "evidence": _evidence(f"{len(edges):016x}"), "ghost": False})  # fmt: skip
    return Network("大型网络（虚构数据）", names[0], None, None, nodes, edges, [])
