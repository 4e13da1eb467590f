# ruff: noqa: E501  # tables of made-up data read better unbroken
# tables of made-up data read better unbroken
"""Rows as the question `chain` answers them, of invented places. No place, firm or product in here is real."""

from __future__ import annotations

from typing import Any

Row = dict[str, Any]
COLUMNS = (
    "part", "chain", "chain_id", "stage", "stage_number", "area", "area_id", "province", "product", "product_id", "state", "action",
    "basis", "because", "firms", "makers", "maker_ids", "buyers", "buyer_ids", "suppliers", "supplier_ids", "candidates",
    "candidate_ids", "candidate_areas", "users", "user_ids", "to_area", "to_area_id", "supplied", "projects", "project_ids",
    "project_stages", "coverage", "evidence", "facts", "box", "from_box", "to_box", "needed_by", "made_by", "supplied_by", "silent", "on_record", "products",
    "called", "firms_said", "silent_said", "supplier_areas", "user_areas",
)  # fmt: skip
PLACED = {"suppliers", "candidates", "users"}
LISTS = {"makers", "buyers", "suppliers", "candidates", "users", "projects"}


def row(part: str, **said: Any) -> Row:
    """A row with null where nothing is said; identifiers of firms are their names with `id:` before them."""
    out: Row = dict.fromkeys(COLUMNS) | {"part": part, "chain": "虚构电材", "chain_id": "c1"} | said
    for name in LISTS & {*said}:
        out[name.removesuffix("s") + "_ids"] = [f"id:{one}" for one in said[name]]
        if name in PLACED:
            out[name.removesuffix("s") + "_areas"] = ["东屿省（虚构）" for _ in said[name]]
    out["project_stages"] = ["unstated" for _ in out["projects"] or ()] or None
    out["called"] = out["called"] or out["area"]
    if out["product"] and not out["product_id"]:
        out["product_id"] = f"p:{out['product']}"
    if part in ("cell", "outside"):
        out["box"] = f"{out['area_id']} {out['product_id']}"
    return out


def example() -> list[Row]:
    """Three areas in two provinces: two gaps that a neighbour supplies, one that somebody elsewhere could."""
    east = {"area": "青坪县", "area_id": "a1", "province": "东屿省（虚构）"}
    park = {"area": "白沙经开区", "area_id": "a2", "province": "东屿省（虚构）"}
    west = {"area": "石渡县", "area_id": "a3", "province": "西霖省（虚构）"}
    packing, again, none = (
        {"stage": "配套服务", "stage_number": 4},
        {"stage": "回收利用", "stage_number": 5},
        dict[str, Any](),
    )
    rows = [
        row("area", **east, called="青坪", firms=2, firms_said="2家企业"), row("area", **park, called="白沙", firms=6, firms_said="6家企业", silent_said="4家企业"), row("area", **west, firms=3, firms_said="2家企业、一组企业（家数未载）"),
        row("cell", **east, **packing, product="聚丙烯", state="unknown", basis="implied", because="联创包装的工艺需要聚丙烯", firms=1, buyers=["青坪联创包装"]),
        row("cell", **east, **packing, product="吨袋", state="made", makers=["青坪联创包装"], users=["白沙新能源", "恒岭锰业"], facts=["0000000000000001"]),
        row("cell", **east, **again, product="塑料颗粒", state="unknown", basis="implied", firms=1, buyers=["青坪联创包装"], candidates=["云台晶立"]),
        row("cell", **east, **none, product="纳米碳酸钙", state="made", makers=["青坪钙业"], users=["白沙新能源"]),
        row("cell", **park, stage="锂电材料", stage_number=3, product="锂电池材料", state="made", makers=["白沙新能源", "恒岭锰业"]),
        row("cell", **park, **packing, product="吨袋", state="missing", action="fill", basis="observed", because="有 2 家企业采购吨袋，当地无人生产", firms=2, buyers=["白沙新能源", "恒岭锰业"], suppliers=["青坪联创包装"], facts=["0000000000000001"], evidence=["虚构日报：园区见闻"]),
        row("cell", **park, **again, product="废旧塑料包装材料", state="made", makers=["白沙新能源", "恒岭锰业"], users=["云台晶立"]),
        row("cell", **park, **none, product="纳米碳酸钙", state="missing", action="fill", basis="observed", firms=1, buyers=["白沙新能源"], suppliers=["青坪钙业"]),
        row("cell", **west, **none, product="高碳铬铁", state="project", projects=["石渡50万吨高碳铬铁基地建设项目"]),
        row("cell", **west, **none, product="硫酸钡滤饼", state="missing", action="fill", basis="observed", firms=1, buyers=["石渡化工企业"], suppliers=["红石发展"]),
        row("outside", area="东屿省（虚构）", area_id="p1", province="东屿省（虚构）", **again, product="塑料颗粒", state="supplier", makers=["云台晶立"]),
        row("outside", area="东屿省（虚构）", area_id="p1", province="东屿省（虚构）", **none, product="硫酸钡滤饼", state="supplier", suppliers=["红石发展"]),
    ]  # fmt: skip
    for start, end, supplied in (
        ("a1 p:吨袋", "a2 p:吨袋", 2),
        ("a1 p:纳米碳酸钙", "a2 p:纳米碳酸钙", 1),
        ("p1 p:塑料颗粒", "a1 p:塑料颗粒", 0),
        ("p1 p:硫酸钡滤饼", "a3 p:硫酸钡滤饼", 1),
    ):
        rows.append(row("join", from_box=start, to_box=end, supplied=supplied, product=start.split("p:")[1]))
    lacking = {
        1: ("原料", ["氢氧化钙", "氢氧化钠", "氢氧化锂", *(f"原料{n}" for n in range(21))]),
        2: ("前驱体", ["三元前驱体", "四氧化三锰", "磷酸铁"]),
        3: ("锂电材料", ["三元正极材料", "正极材料", "磷酸铁锂", "锰酸锂"]),
        4: ("配套服务", ["包装产品"]),
        5: ("回收利用", ["废旧锂电池"]),
    }
    rows += [
        row("stage", stage=stage, stage_number=number, on_record=here, products=here + len(lacking[number][1]))
        for number, (stage, here) in {
            1: ("原料", 0),
            2: ("前驱体", 0),
            3: ("锂电材料", 1),
            4: ("配套服务", 2),
            5: ("回收利用", 2),
        }.items()
    ]
    rows.append(row("stage", on_record=3, products=3))
    rows += [
        row("rest", stage=stage, stage_number=number, product=product)
        for number, (stage, products) in lacking.items()
        for product in products
    ]
    return rows


def large(areas: int = 8, products: int = 200, stages: int = 9, *, chain: bool = True) -> list[Row]:
    """Many areas with long names and many products; no chain: all of it in no stage."""
    states = ("missing", "presumed", "unknown", "weak", "strong", "served", "made", "broken")
    rows: list[Row] = [
        row(
            "area",
            area=f"Autonomous County of Northern Highland Number {n}",
            area_id=f"a{n}",
            province=f"Province {n // 3}",
            firms=n * 7,
        )
        for n in range(areas)
    ]
    for number in range(products):
        where = (
            {"stage": f"Stage of processing {number % stages}", "stage_number": number % stages + 1} if chain else {}
        )
        for area in range(areas):
            if (number * 7 + area * 3) % 5:
                continue
            state = states[(number + area * (1 if chain else 3)) % len(states)]
            rows.append(
                row(
                    "cell",
                    area=rows[area]["area"],
                    area_id=f"a{area}",
                    province=rows[area]["province"],
                    **where,
                    product=f"Lithium hydroxide monohydrate grade {number}",
                    product_id=f"p{number}",
                    state=state,
                    basis="observed",
                    firms=3,
                    because="3 firms buy it and nobody here is known to make it",
                    buyers=[f"Northern Star Advanced Materials {number}", "Other Works"],
                    **({"makers": ["Maker of Many Things"]} if state in ("made", "strong") else {}),
                )
            )
    rows += [
        row(
            "stage",
            stage=f"Stage of processing {n}" if chain else None,
            stage_number=n + 1 if chain else None,
            on_record=products // stages,
            products=products // stages,
        )
        for n in range(stages if chain else 1)
    ]
    made = {one["product_id"]: one["box"] for one in rows if one["state"] in ("made", "strong")}
    for one in [one for one in rows if one["state"] == "missing" and one["product_id"] in made]:
        rows.append(row("join", from_box=made[one["product_id"]], to_box=one["box"], supplied=1))
    if not chain:
        rows = [one | {"chain": None, "chain_id": None} for one in rows]
    return rows
