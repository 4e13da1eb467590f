"""What the chain map says beside names: one place for both languages."""

from __future__ import annotations

from typing import Final

from ..words.words import STATES, Pair

BOX_STATES: Final[dict[str, Pair]] = {
    **STATES,
    "made": ("made", "本地产"),
    "project": ("project", "项目"),
    "supplier": ("supplier", "供方"),
}
"""States of a box: those of needs, then what else there can be."""

WORDS: Final[dict[str, Pair]] = {
    "map": ("Chain map: {chain}, {areas}", "产业链图：{chain}，{areas}"),
    "no_chain": ("products", "产品"),
    "desc": (
        (
            "Rows are areas, columns are stages. A box is a product of an area; its sign, colour and border say its state. "
            "Arrows join a maker to an area that needs the product: whole where it supplies, dashed where it could."
        ),
        "每行为一个地区，每列为一个环节。每格为一地的一种产品，符号、颜色和边框表示状态；箭头由产地指向需求地，实线为已在供应，虚线为可对接。",
    ),
    "supplied": ("supplies now", "已在供应"),
    "possible": ("could supply", "可对接"),
    "outside": ("Elsewhere", "区外"),
    "outside_note": ("known suppliers", "已知供方"),
    "no_stage": ("Other products", "未归入本链"),
    "no_stages": ("Products", "产品"),
    "recorded": ("{n} of {all} known", "有记录 {n}/{all} 项"),
    "products": ("{n} products", "{n} 项"),
    "products_one": ("1 product", "1 项"),
    "firms": ("firms: {n}", "企业：{n}"),
    "border": ("province border", "省界"),
    "rest": ("On record in none of these areas", "各地均无记录"),
    "rest_one": ("Not on record here", "本地无记录"),
    "rest_many": ("… {n} in all", "…共{n}项"),
    "rest_phone": (
        "{n} more products of the chain are on record in none of these areas (unknown is not absent).",
        "另有 {n} 项环节产品在上述地区均无记录（未知≠没有）。",
    ),
    "buy": ("{n} buy: ", "{n}买："),
    "declare": ("{n} use: ", "{n}要用："),
    "imply": ("{n} by process: ", "{n}工艺需："),
    "need": ("{n} need: ", "{n}需："),
    "make": ("{n} make: ", "{n}产："),
    "sell": ("{n} sell: ", "{n}卖："),
    "count": ("{n}", "{n}家"),
    "silent": ("of unknown products: {n}", "产品未知：{n}"),
    "supplier_now": ("supplied by: ", "在供："),
    "sold_from": ("sold from here, maker unknown", "由本地售出，产地未知"),
    "find": ("ask: ", "可找："),
    "nobody": ("supplier: unknown", "供方：未知"),
    "users": ("used by: ", "外地用："),
    "users_here": ("used here: ", "本地用："),
    "no_users": ("users: not on record", "用户：未记录"),
    "project": ("project: ", "项目："),
    "stage_unstated": ("stage: not stated", "阶段：未载明"),
    "stage": ("stage: {stage}", "阶段：{stage}"),
    "unplaced": ("place unknown", "地点未知"),
    "more_boxes": ("{n} more", "另有 {n} 项"),
    "more_arrows": ("{n} more ties are not drawn.", "另有 {n} 条联系未画出。"),
    "comma": (", ", "、"),
}


def say(key: str, lang: str, **values: object) -> str:
    """One of these sentences, in the singular where `n` is 1.

    >>> say("products", "en", n=1), say("products", "zh", n=1)
    ('1 product', '1 项')
    """
    one = WORDS.get(f"{key}_one") if values.get("n") == 1 else None
    en, zh = one or WORDS[key]
    return (zh if lang == "zh" else en).format(**values)
