"""Which kind of table a sheet is by all that speaks for one: its headers as they stand, their last words, its cells.

What headers say as they stand comes first. Only where that is not enough are the words looked at one by one, and a
kind is taken that what was understood explains.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...graph.errors import BadInput
from .acceptance import question
from .header_heads import by_heads, say_heads
from .kind import called_exactly, kind_of_sheet, match, speaks_of
from .parties import take_buyer, with_other_party
from .value_columns import kind_by_cells, offered

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..read.sheet import Sheet, Staging
    from .headers import Synonyms, TableKind


def understood(
    staging: Staging,
    sheet: Sheet,
    all_kinds: Mapping[str, TableKind],
    synonyms: Synonyms,
    given: TableKind | None,
) -> TableKind | None:
    """The kind of a sheet; None for a sheet that is no table. BadInput asks where it cannot be told."""
    found, error = _by_headers(sheet, all_kinds, synonyms, given)
    if found is not None and not _poor(sheet, found, all_kinds, synonyms, given):
        wider, told = by_heads(staging, sheet, found)
        say_heads(staging, sheet, wider, told)
        return wider
    better = _by_words(staging, sheet, all_kinds, synonyms, given)
    if better is not None:
        return better
    # a list of firms with their products lacks the header of its firms
    if found is None or (found.table == "products" and given is None):
        seen = kind_by_cells(staging, sheet, all_kinds, given)
        if seen is not None:
            wider, told = by_heads(staging, sheet, seen)
            say_heads(staging, sheet, wider, told)
            return wider
    if error is not None and sheet.several and not called_exactly(sheet, all_kinds):
        return None  # its name advises only; that it is not read is told, with what can be done
    if error is not None:
        en, zh = offered(staging, sheet, all_kinds, given)
        raise BadInput(en=f"{error.en}; {en}", zh=f"{error.zh}；{zh}") from error
    return found


def _by_headers(
    sheet: Sheet, all_kinds: Mapping[str, TableKind], synonyms: Synonyms, given: TableKind | None, *, named: bool = True
) -> tuple[TableKind | None, BadInput | None]:
    try:
        return kind_of_sheet(sheet, all_kinds, synonyms, given, named=named), None
    except BadInput as error:
        return None, error


def _poor(
    sheet: Sheet, found: TableKind, all_kinds: Mapping[str, TableKind], synonyms: Synonyms, given: TableKind | None
) -> bool:
    """Whether a kind was guessed that leaves most of a sheet unread."""
    if given is not None:
        return False
    spoken = speaks_of(sheet, all_kinds, synonyms) is found
    return found.table == "products" or question(sheet, found, spoken=spoken) is not None


def _by_words(
    staging: Staging,
    sheet: Sheet,
    all_kinds: Mapping[str, TableKind],
    synonyms: Synonyms,
    given: TableKind | None,
) -> TableKind | None:
    """The kind of a sheet whose headers are read by their last words, and its buyer by what stands above; None where none fits."""
    asked = [given] if given is not None else list(all_kinds.values())
    supplies = with_other_party(sheet, all_kinds)
    wider, told = dict(all_kinds), {}
    for one in asked:
        kind = supplies if one.table == "supplies" else one
        wider[one.table], told[one.table] = by_heads(staging, sheet, kind)
    if "supplies" in told:
        take_buyer(staging, sheet, wider["supplies"])
    own = None if given is None else wider[given.table]
    for named in (True, False):
        better, _ = _by_headers(sheet, wider, synonyms, own, named=named)
        if (
            better is not None
            and not _poor(sheet, better, wider, synonyms, given)
            and len(match(sheet, better).read) > 1
        ):
            say_heads(staging, sheet, better, told.get(better.table, ()))
            return better
    return None
