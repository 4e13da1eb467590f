"""The survey of `ask` as a workbook: one prefilled sheet for each firm, whose answers the loader reads back."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

from ...graph.export.outputs import translated
from ...graph.export.workbook import saved
from ...graph.for_python import for_python
from ...graph.language import t
from ...queries.answer import Answer, answer_of
from ..files.output import files_asked, meta_of
from .columns import FormColumn, FormTable, form_tables
from .template import NUMBER, form_at, sheet_of

if TYPE_CHECKING:
    import os
    from pathlib import Path

    import pandas as pd

PURCHASES: Final = (
    # name, heading, required, note: the loader knows the headings (loaders/sheets/headers.toml, purchases)
    ("buyer", ("buyer", "采购企业"), ("The firm that is asked.", "被调查的企业。")),
    ("product", ("needed product", "所需产品"), ("One product a row; add rows for further ones.", "一行一种产品；可自行加行。")),
    ("used", ("is it used", "是否使用"), ("Does the firm use it?", "企业是否使用这种产品？")),
    ("supplier", ("supplier", "供应商"), ("Its full name; one a row.", "供货企业全称；一行一家，多家请加行。")),
    ("supplier_place", ("supplier's place", "供应商所在地"), ("County and province.", "供应商在哪个省、哪个县区。")),
    ("quantity", ("quantity a year", "年采购量"), ("A number; the unit stands beside it.", "填数字，单位填在右边一列。")),
    ("unit", ("unit", "单位"), ("", "")),
    ("value", ("value a year (10,000 yuan)", "年采购额（万元）"), ("In units of 10,000 yuan.", "单位：万元。")),
)  # fmt: skip


@for_python
def ask_form(
    found: pd.DataFrame | Answer, path: str | os.PathLike[str], *, force: bool = False, lang: str = "en"
) -> Path:
    """Write the questions of `ask` as a workbook to send round; filled in, `load` reads it back.

    The first sheet says who is asked what and why; then each firm has a sheet of its own, with
    its name and the products filled in.

    Raises
    ------
    BadInput
        Where the file is no .xlsx, or is there and is not a form as it was written: it may be filled in
        already (`force` writes over it all the same).
    """
    answer = found if isinstance(found, Answer) else answer_of(found)
    target = form_at(path, reads=files_asked(answer), force=force)
    with translated(target.given):
        made = saved(_book(answer, lang))
    return target.write(made, {**meta_of(answer), "lang": lang})


def _book(answer: Answer, lang: str) -> Any:
    from openpyxl import Workbook

    book = Workbook()
    first = book.worksheets[0]
    first.title = t(lang, "overview", "调查说明")
    _overview(first, answer, lang)
    taken = {first.title.lower()}
    for _, group in groupby(answer.rows, key=lambda row: row["firm_id"]):
        rows = list(group)
        sheet = book.create_sheet(_sheet_name(rows[0]["firm"], taken))
        title = t(lang, f"Survey: {rows[0]['firm']}", f"企业调查表：{rows[0]['firm']}")
        if rows[0]["question"] == "products":
            place = rows[0]["firm_area"]
            filled = [{"name": rows[0]["firm"], "place": place}]
            table = form_tables([], lang)[0]
        else:
            filled = [
                {"buyer": row["firm"], "product": row["product"], "supplier": row["supplier"], "unit": row["unit"]}
                for row in rows
            ]
            table = purchases_table(lang)
        sheet_of(sheet, table, lang, title=title, rows=filled)
    return book


def purchases_table(lang: str) -> FormTable:
    """The form in which a firm says what it buys, from whom and where."""
    yes_no = (t(lang, "yes", "是"), t(lang, "no", "否"))
    columns = [
        FormColumn(
            name, t(lang, *heading), t(lang, *note), name in ("buyer", "product"),
            yes_no if name == "used" else (), number=name in ("quantity", "value"),
        )
        for name, heading, note in PURCHASES
    ]  # fmt: skip
    return FormTable("purchases", t(lang, "purchases", "采购调查"), tuple(columns))


def _overview(sheet: Any, answer: Answer, lang: str) -> None:
    from openpyxl.styles import Alignment, Font

    sheet.append([t(lang, f"Whom to ask what: {answer.attrs['parameters']['area']}",
                    f"调查对象与问题：{answer.attrs['parameters']['area']}")])  # fmt: skip
    for note in answer.attrs["notes"]:
        sheet.append([note])
    sheet.append([
        t(
            lang,
            "Each firm has a sheet of its own. Leave empty what is not known. Load it with: chanlian load GRAPH FILE",
            "每家企业一张表。不清楚的空着即可。填好后载入：chanlian load 图文件 本文件",
        )
    ])  # fmt: skip
    sheet.append([])
    sheet.append([t(lang, "who is asked", "调查对象"), t(lang, "about what", "想了解什么"), t(lang, "why", "为什么")])
    head = sheet.max_row
    for row in answer.rows:
        sheet.append([row["firm"], row["product"] or t(lang, "products and inputs", "产品和原料"), row["because"]])
    for cell in (sheet["A1"], *sheet[head]):
        cell.font = Font(bold=True)
    for letter, width in zip("ABC", (32, 28, 70), strict=True):
        sheet.column_dimensions[letter].width = width
    for line in sheet.iter_rows(min_row=head):
        for cell in line:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if isinstance(cell.value, str):
                cell.data_type = "s"  # a name that begins with = is no formula


def _sheet_name(firm: str, taken: set[str]) -> str:
    """A name for a firm's sheet: what workbooks allow, and no other sheet has."""
    plain = re.sub(r"[\[\]:*?/\\\x00-\x1f]", " ", firm).strip().strip("'")[:28] or NUMBER[1]
    name, number = plain, 1
    while name.lower() in taken:
        number += 1
        name = f"{plain[:26]}({number})"
    taken.add(name.lower())
    return name
