"""A sheet made for people, made rows of a table: merged cells filled down, totals, notes and headings left out.

All of it is set-wise, in the staged sheet, once its kind is known; whatever is left out is
counted and said with its line.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ...graph.sql_text import literal
from ..values.header_units import is_money_unit, title_units
from .cell_extras import take_more, take_stage_dates, take_states
from .group_headings import BULLET, COUNTED, MARKED, ORDINAL, Heading, heading, spans
from .headers import ALIASES
from .kind import is_node, match
from .office_sheet import OfficeSheet
from .own_units import own_units
from .years_of_dates import take_years

if TYPE_CHECKING:
    from ..read.sheet import Sheet, Staging
    from .headers import TableKind

_TOTAL: Final = r"(?:合计|小计|总计|共计|累计|总和)数?"
EXACT_TOTAL: Final = (
    rf"^(?:本?[页表年月期]?|[全本][县市区省州镇乡园]+区?){_TOTAL}(?:[（(].*[)）])?[:：]?(?:\s*共?\d.*)?$"
    r"|^(?i:total|sub-?\s?total|(?:grand|overall)\s?total|total\s?(?:amount|sum)|sum)\s*:?$"
)
ANY_TOTAL: Final = rf"^.{{0,14}}{_TOTAL}(?:[（(].*[)）])?[:：]?$"
_LABELS: Final = (
    "(?:注|备注|报|送|抄[报送]|主送|编辑|责任编辑|印发|上报|附注|说明|附"
    "|口径|填[表报写]|[制编]表|制图|编制|报[送出]|审[核批签定阅]|复核|核对|校对|经办|统计|汇总|联系|负责|分管|主管|主要|数据|资料|指标|签[字名章发]"
    "|盖章|公章|电话|手机|传真|单位|领导|截[至止])(?:说明|来源|出处|口径|单位|部门|科室|负责|领导|盖章|公章|签[字名章]|人员?|者|员|方式|及|电话|时间|日期)*"
)
NOTE: Final = (
    rf"^(?:{_LABELS})\s*(?:[（(].{{0,12}}[)）])?\s*[:：]|^(?:注|说明|备注)\s*\d*\s*[:：.、]?$|^注\s*[\d①]|^\*+\s*注"
    r"|^(?i:(?:data )?sources?|notes?|remarks?|contacts?|as of|unit"
    r"|(?:prepared|compiled|approved|checked|reported|issued|signed|reviewed|filled in|printed)(?: by)?)\s*:"
    r"|^[\s*=—-]*(?i:报表结束|报告结束|表格结束|清单结束|以下空白|以下无正文|end of (?:report|list|file|data|table)).{0,40}$"
)
_SENTENCE: Final = r"[^。；！？]{4,}[。；！？]"
"""What a lone cell is no name by, but where rows are called by what they say."""
_SAID_AS_SENTENCES: Final = frozenset(("request", "measure"))
EXAMPLE: Final = r"(?i)[（(]?(?:填写|填报|填表)?(?:示例|样例|范例|举例|例)(?:行|\d)?[)）]?[:：.。]?|\(?(?:an )?example(?: row)?\)?[:.]?|e\.g\.?"
"""What a row says in its column of serial numbers that only shows how to fill in the form."""
DITTO: Final = ("同上", "〃", "同前", '"', "″", "”", "''", "″″", "同上行", "〞", "..")
_FEW: Final = 10
_MOST_LONE: Final = 1000


def tidy(staging: Staging, sheet: Sheet, table_kind: TableKind) -> None:
    """Make rows of a table of a staged sheet, and say what was left out and what was filled in."""
    use_title_units(sheet, table_kind)
    own_units(staging, sheet, table_kind)
    # in an export no name is a mark of a sheet: neither 合计 nor a lone "
    if sheet.rows == 0 or sheet.exported:
        return
    if table_kind.kind == "request":
        take_states(OfficeSheet(staging, sheet, table_kind))
    if not sheet.office:
        if table_kind.kind == "project":
            take_stage_dates(OfficeSheet(staging, sheet, table_kind))
        return
    work = Tidy(staging, sheet, table_kind)
    work.fill_merged()
    work.leave_out_examples()
    work.leave_out()
    work.repeat_above()
    take_more(work)
    take_years(staging, sheet, table_kind)
    if table_kind.kind == "project":
        take_stage_dates(work)
    staging.close_sheet(sheet)


def use_title_units(sheet: Sheet, table_kind: TableKind) -> None:
    """A unit above the table is that of its columns of money, or of its one kind of quantity, that give none."""
    given = title_units(sheet.titles)
    money = [unit for unit in given if is_money_unit(unit)]
    other = [unit for unit in given if not is_money_unit(unit)]
    for number, _, column in match(sheet, table_kind).read:
        if number in sheet.units or column.role == "bound":
            continue
        if column.type == "money" and len(money) == 1:
            sheet.units[number] = money[0]
        elif column.type == "quantity" and len(other) == 1 and not (table_kind.kind == "metric" and money):
            sheet.units[number] = other[0]
        elif column.type == "quantity" and table_kind.kind == "metric" and len(given) == 1:
            sheet.units[number] = given[0]


class Tidy(OfficeSheet):
    """A sheet while what is no row of the table is taken out of it."""

    # -- merged cells ----------------------------------------------------------------------

    def fill_merged(self) -> None:
        """Give every row of a cell merged over several what the cell says.

        An amount of several different facts is no amount of any of them: it is taken out, and said.
        """
        import pyarrow as pa

        tall = [(a, b, c, d) for a, b, c, d in self.sheet.merges if c > a and b < len(self.sheet.headers)]
        for number in sorted({left for _, left, _, _ in tall}):
            mine = [(a, c) for a, left, c, _ in tall if left == number]
            self.db.register(
                "load_merge",
                pa.table({"first": pa.array([a for a, _ in mine]), "last": pa.array([c for _, c in mine])}),
            )
            cell, relation = f"c{number}", self.sheet.relation
            if self._of_several(number):
                lines = self.db.execute(
                    f"SELECT first FROM load_merge m JOIN {relation} r ON r.line = m.first WHERE r.{cell} IS NOT NULL"
                    " ORDER BY 1"
                ).fetchall()
                self.db.execute(
                    f"UPDATE {relation} SET {cell} = NULL FROM load_merge m WHERE line BETWEEN m.first AND m.last"
                )
                if lines:
                    header, where = self.sheet.headers[number], _some([line for (line,) in lines])
                    self.note(
                        f"{header}: one amount for several rows is not read (row {where}); give each row its own",
                        f"“{header}”一格合并了几行，无法分摊，未读取（第 {where} 行）；请逐行填写",
                    )
            else:
                self.db.execute(
                    f"UPDATE {relation} SET {cell} = m.value FROM (SELECT x.first, x.last, r.{cell} AS value"
                    f" FROM load_merge x JOIN {relation} r ON r.line = x.first) m"
                    f" WHERE line > m.first AND line <= m.last AND {cell} IS NULL"
                )
            self.db.unregister("load_merge")

    def _of_several(self, number: int) -> bool:
        """Whether a merged cell of this column is an amount that several facts share."""
        column = self.columns.get(number)
        if column is None or column.type not in ("money", "quantity", "number", "integer"):
            return False
        return column.role == "detail" or not is_node(self.table_kind)

    # -- rows that are none ----------------------------------------------------------------

    def leave_out_examples(self) -> None:
        """Take out rows that a form marks as examples, in the column of serial numbers; nobody needs to be told."""
        if not self.serial:
            return
        marked = " OR ".join(f"regexp_full_match(trim(c{n}), $example)" for n in self.serial)
        found = self.db.execute(
            f"DELETE FROM {self.sheet.relation} WHERE {marked} RETURNING line", {"example": EXAMPLE}
        ).fetchall()
        if found:
            self.sheet.left["examples"] = sorted(line for (line,) in found)
            self.sheet.left_out += len(found)

    def leave_out(self) -> None:
        """Take out totals, notes, repeated headers and headings."""
        if len(self.body) < 2 or self.table_kind.kind == ALIASES:
            return
        if self.db.execute(f"FROM (SELECT 1 FROM {self._strange()}) LIMIT 1").fetchone() is None:
            return
        relation = self.sheet.relation
        self.db.execute("DELETE FROM load.left_out")
        self.db.execute(
            f"""
            INSERT INTO load.left_out
            WITH y AS (
                SELECT line, coalesce({", ".join(f"c{n}" for n in self.body)}) AS first,
                    coalesce({", ".join([f"c{n}" for n in self.serial] or ["NULL::VARCHAR"])}) AS serial,
                    {" + ".join(f"(c{n} IS NOT NULL)::INTEGER" for n in self.body)} AS filled,
                    {self._same_as_headers()} AS repeated,
                    {" OR ".join(_total_cell(f"c{n}") for n in self.needed) or "false"}
                        AS needed_total,
                    {self._words()}
                FROM {relation}
            ),
            -- most rows are rows: only what could be none is looked at closely
            x AS (
                SELECT *, {_FIGURES_ONLY} AS figures FROM y WHERE filled < {len(self.body)} OR repeated OR needed_total
                    OR contains(first, '计') OR contains(first, '和') OR contains(lower(first), 'tot')
                    OR contains(lower(first), 'sum') OR contains(first, '：') OR contains(first, ':')
                    OR starts_with(first, '注') OR starts_with(first, '其中') OR coalesce(try_cast(serial AS BIGINT) IS NULL, false)
            ),
            -- told once: each mention of it would have all its patterns read again
            told AS MATERIALIZED (SELECT *, CASE
                WHEN repeated THEN 'headers'
                WHEN needed_total OR regexp_matches(regexp_replace(coalesce(first, serial), '\\s', '', 'g'), $exact)
                    OR regexp_matches(regexp_replace(serial, '\\s', '', 'g'), $exact) THEN 'totals'
                WHEN $loose AND filled < {len(self.body)}
                    AND regexp_matches(regexp_replace(first, '\\s', '', 'g'), $any) THEN 'totals'
                WHEN $loose AND regexp_matches(regexp_replace(first, '\\s', '', 'g'), '^其中[:：、]') THEN 'totals'
                WHEN regexp_matches(coalesce(serial, first), $note) OR regexp_matches(first, $note) THEN 'notes'
                WHEN filled <= 1 AND regexp_matches(coalesce(first, serial), $sentence) THEN 'notes'
                WHEN filled = 0 AND try_cast(serial AS DOUBLE) IS NOT NULL THEN 'serial'
                WHEN (filled <= 1 OR figures = 'beside serial') AND regexp_matches(serial, $marked) THEN 'heading'
                WHEN filled >= 1 AND regexp_matches(serial, $ordinal) THEN 'heading'
                WHEN filled = 1 AND serial IS NULL AND regexp_matches(first, $marked) THEN 'heading'
                WHEN filled <= 1 AND {self._is_merged()} THEN 'heading'
                WHEN figures = 'beside first' AND serial IS NULL AND (regexp_matches(first, $marked)
                    OR (regexp_matches(first, $counted) AND (filled > 1 OR regexp_matches(first, $bullet)))
                    OR {self._is_merged(2)}) THEN 'heading'
                WHEN figures = 'beside serial' AND ({self._is_merged(2)} OR regexp_matches(serial, $bullet)
                    OR regexp_matches(serial, $counted)) THEN 'heading'
                WHEN filled = 0 OR (filled = 1 AND {self._alone()}) THEN 'lone'
            END AS why FROM x)
            SELECT line, why, CASE WHEN figures = 'beside serial' AND filled > 0 AND why = 'heading' THEN serial
                ELSE coalesce(first, serial) END, serial
            FROM told WHERE why IS NOT NULL
            """,
            {
                "exact": EXACT_TOTAL, "any": ANY_TOTAL, "note": NOTE, "marked": MARKED, "ordinal": ORDINAL,
                "loose": self.table_kind.kind != "metric", "counted": COUNTED, "bullet": BULLET,
                "sentence": r"[^\s\S]" if self.table_kind.kind in _SAID_AS_SENTENCES else _SENTENCE,
            },
        )  # fmt: skip
        found = self.db.execute("SELECT line, why, text, mark FROM load.left_out ORDER BY line").fetchall()
        last = self.db.execute(
            f"SELECT max(line) FROM {relation} WHERE line NOT IN (SELECT line FROM load.left_out)"
        ).fetchone()
        if sum(why == "lone" for _, why, _, _ in found) > _MOST_LONE:
            # so many are no headings, but rows with little in them
            found = [one for one in found if one[1] != "lone"]
        self._sort_out(found, (last[0] if last else None) or 0)

    def _strange(self) -> str:
        """SQL of the rows that may be none, and a few more: told without a pattern, each of which takes long to read."""
        filled = " + ".join(f"(c{n} IS NOT NULL)::INTEGER" for n in self.body)
        headers = " OR ".join(f"c{n} = {literal(self.sheet.headers[n])}" for n in self.headed)
        totals = (
            " OR ".join(f"contains(c{n}, {literal(word)})" for n in self.needed for word in _TOTAL_WORDS) or "false"
        )
        words = " OR ".join(f"contains(first, {word})" for word in _STRANGE)
        return (
            f"(SELECT {filled} AS filled, {headers} AS headers, {totals} AS totals,"
            f" lower(replace(coalesce({', '.join(f'c{n}' for n in self.body)}), ' ', '')) AS first,"
            f" coalesce({', '.join([f'c{n}' for n in self.serial] or ['NULL::VARCHAR'])}) AS serial"
            f" FROM {self.sheet.relation})"
            f" WHERE filled <= 1 OR headers OR totals OR {words} OR coalesce(try_cast(serial AS BIGINT) IS NULL, false)"
        )

    def _same_as_headers(self) -> str:
        """SQL: the row says the headers again."""
        first = " OR ".join(f"c{n} = {literal(self.sheet.headers[n])}" for n in self.headed)
        same = " AND ".join(
            f"(c{n} IS NULL OR {_plain(f'c{n}')} = {_plain(literal(self.sheet.headers[n]))})" for n in self.headed
        )
        count = " + ".join(f"(c{n} IS NOT NULL)::INTEGER" for n in self.headed)
        return f"(({first}) IS TRUE AND {same} AND {count} >= 2)"

    def _words(self) -> str:
        """SQL of columns: which cells are no figures (`worded`), and whether the serial number is none (`said`)."""
        words = [f"coalesce(c{n} IS NOT NULL AND NOT regexp_matches(c{n}, {_FIGURE}), false)" for n in self.body]
        serial = f"coalesce({', '.join(f'c{n}' for n in self.serial)})" if self.serial else "NULL::VARCHAR"
        return f"[{', '.join(words)}] AS worded, coalesce(try_cast({serial} AS DOUBLE) IS NULL AND {serial} IS NOT NULL, false) AS said"

    def _is_merged(self, least: int = 0) -> str:
        """SQL: the row is one cell merged over much of the table, or over so many columns."""
        least = least or max(3, len(self.headed) // 2)
        wide = [
            a for a, b, c, d in self.sheet.merges if a == c and d - b + 1 >= least and b <= min(self.headed, default=0)
        ]
        return f"line IN ({', '.join(map(str, wide))})" if wide else "false"

    def _alone(self) -> str:
        """SQL: the only cell stands where no name does, or names are not alone in this table."""
        if len(self.body) < 3:
            return "false"
        first = self.body[0]
        if first not in self.needed or len(self.needed) > 1:
            return "true"
        return "false" if not self.serial else "serial IS NULL"

    def _sort_out(self, found: list[tuple[int, str, str, str | None]], last: int) -> None:
        """Which of the rows that may be no rows are none."""
        left: dict[str, list[int]] = {}
        headings: list[Heading] = []
        in_notes = False
        for line, why, text, mark in found:
            if why in ("heading", "lone"):
                one = heading(line, text, (mark or "") if why == "heading" and mark != text else "")
                if (in_notes or why == "lone") and line > last:
                    left.setdefault("notes", []).append(line)
                elif why == "heading" or one.place or one.park or one.stage or one.chain:
                    headings.append(one)
                    left.setdefault("headings", []).append(line)
                continue
            in_notes = in_notes or why == "notes"
            left.setdefault(why, []).append(line)
        self._place_sections(headings, last)
        if not left:
            return
        lines = [line for some in left.values() for line in some]
        self.db.execute(f"DELETE FROM {self.sheet.relation} WHERE line IN ({', '.join(map(str, lines))})")
        self.sheet.left_out += len(lines)
        for why, found_lines in left.items():
            some = list(dict.fromkeys(line // self.sheet.spread for line in found_lines))
            self.sheet.left[why] = some
            en, zh = _WORDS[why]
            self.note(
                f"left out {len(some)} {en} (row {_some(some)})", f"略去{zh} {len(some)} 行（第 {_some(some)} 行）"
            )

    def _place_sections(self, headings: list[Heading], last: int) -> None:
        """The place of rows under a heading that is one, where the sheet has no column of places."""
        found = spans(headings, last)
        used = False
        for name, header in (("place", "所在地"), ("park", "所属园区"), ("stage", "阶段"), ("chain", "产业链")):
            said = [(span.first, span.last, getattr(span, name)) for span in found if getattr(span, name)]
            column = self.table_kind.column(header)
            if not said or column is None or column.name != name or name in {one.name for one in self.columns.values()}:
                continue
            number = self.add_column(header)
            cases = " ".join(f"WHEN line BETWEEN {a} AND {b} THEN {literal(text)}" for a, b, text in said)
            self.db.execute(f"UPDATE {self.sheet.relation} SET c{number} = CASE {cases} END")
            used = True
            texts = list(dict.fromkeys(text for _, _, text in said))
            self.note(
                f"{header} is that of the headings: {', '.join(texts[:_FEW])}",
                f"“{header}”取自分组标题：{'、'.join(texts[:_FEW])}",
            )
        silent = [one.text for one in headings if not used or not (one.place or one.park or one.stage or one.chain)]
        if silent:
            self.note(
                f"headings that say nothing of their rows here: {', '.join(silent[:_FEW])}",
                f"未使用的分组标题：{'、'.join(silent[:_FEW])}",
            )

    # -- 同上 --------------------------------------------------------------------------------

    def repeat_above(self) -> None:
        """同上 and its like mean the cell above."""
        relation = self.sheet.relation
        marks = ", ".join(map(literal, DITTO))
        counts = self.db.execute(
            f"SELECT {', '.join(f'count(*) FILTER (c{n} IN ({marks}))' for n in self.headed)} FROM {relation}"
        ).fetchone()
        for number, count in zip(self.headed, counts or (), strict=True):
            if not count:
                continue
            cell = f"c{number}"
            self.db.execute(
                f"""
                CREATE OR REPLACE TEMP TABLE load_above AS SELECT line, first_value({cell}) OVER (
                    PARTITION BY place ORDER BY line) AS value FROM (
                    SELECT line, {cell}, sum(CASE WHEN {cell} IN ({marks}) THEN 0 ELSE 1 END) OVER (ORDER BY line) AS place
                    FROM {relation})
                """
            )
            self.db.execute(
                f"UPDATE {relation} SET {cell} = nullif(a.value, {cell}) FROM load_above a"
                f" WHERE a.line = {relation}.line AND {cell} IN ({marks})"
            )
            header = self.sheet.headers[number]
            self.note(
                f"{header}: {count} cells that say 同上 or the like are read as the cell above",
                f"“{header}”：{count} 个“同上”类单元格按上一行读取",
            )


_WORDS: Final = {
    "totals": ("rows of totals", "合计"), "notes": ("rows of notes", "说明"), "headers": ("repeated lines of headers", "重复表头"),
    "headings": ("headings", "分组标题"), "serial": ("rows with a serial number only", "只有序号的"),
}  # fmt: skip


_FIGURES_ONLY: Final = (
    "CASE WHEN said AND list_sum(worded::INTEGER[]) = 0 THEN 'beside serial'"
    " WHEN worded[1] AND list_sum(worded::INTEGER[]) = 1 THEN 'beside first' END"
)
"""SQL: whether all cells but the first that says something are figures: 'beside serial', 'beside first', or null.

A heading may carry sums of what is below it; a row of the table has more words than its name.
"""
_FIGURE: Final = literal(
    r"^[约近超不足共]*[-+]?\d[\d.,]*\s*[百千万亿]*(?:元|吨|户|家|人|亩|个|项)?(?:左右|以上|余|多)?%?$|^[—\-/]+$"
)
"""SQL of a pattern of sums beside a heading."""
_TOTAL_WORDS: Final = ("计", "总和", "otal", "OTAL", "sum", "Sum")
_STRANGE: Final = (
    *(literal(word) for word in ("计", "和", "其中", "tot", "sum", "注", "说明", ":", "：")),
    "chr(9)",
    "chr(10)",
    "chr(13)",
)
"""What a total or a note has in its first cell, blanks aside."""


def _total_cell(cell: str) -> str:
    """SQL: the cell says total, and nothing else; most cells are told from it by one look."""
    any_word = " OR ".join(f"contains({cell}, {literal(word)})" for word in _TOTAL_WORDS)
    return f"coalesce(({any_word}) AND regexp_matches(replace({cell}, ' ', ''), $exact), false)"


def _plain(sql: str) -> str:
    """SQL of a text without what headers may differ by."""
    return f"lower(regexp_replace({sql}, '[\\s_:：*＊-]', '', 'g'))"


def _some(numbers: list[int]) -> str:
    return ", ".join(map(str, numbers[:_FEW])) + (" ..." if len(numbers) > _FEW else "")
