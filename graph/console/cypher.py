"""One Cypher question of your own, asked of a graph on a Neo4j server. It reads that graph and nothing else."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

from ..engines.neo4j.errors import first_line
from ..errors import BadInput, ChanlianError, GraphError
from .cypher_names import PROCEDURES, foreign
from .result import Told, checked
from .unknown_names import unknown_names

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import neo4j

    from ..readable import Readable

_EXPLAIN: Final = "EXPLAIN "
_PLAN: Final = re.compile(r"\s*(EXPLAIN|PROFILE)\b", re.IGNORECASE)
_PLACE: Final = re.compile(r"line 1, column (\d+) \(offset: \d+\)")
"""Where the server says a text is wrong, EXPLAIN before it."""
_ADMIN: Final = ("AdministrationCommand", "System", "Show", "Terminate")


def ask_cypher(
    graph: Readable,
    text: str,
    parameters: Mapping[str, Any] | None = None,
    *,
    limit: int | None = None,
    seconds: float | None = None,
) -> Told:
    """The rows of a Cypher text that only reads.

    `parameters` are bound to $name; at most `limit` rows are fetched; the server stops the question
    after `seconds`. Nodes, relationships and paths come as JSON text, dates as ISO text. Labels, relationship types and
    properties that the graph does not have match nothing, and are told as `doubts`.

    Raises
    ------
    BadInput
        If the text cannot be run, would write, or would read files, addresses or procedures of plugins.
    GraphError
        If the graph is not on a Neo4j server, the server does not answer, or the time is up.
    """
    open_session = graph.capabilities.session
    if open_session is None:
        raise BadInput(
            f"{graph.url}: Cypher is asked of a Neo4j server (bolt://host); push the graph to one, or ask it with chanlian sql",
            f"{graph.url}：Cypher 只能查询 Neo4j 服务器（bolt://主机）；请先 push 到服务器，或用 chanlian sql 查询文件",
        )
    from neo4j.exceptions import ClientError, TransientError

    bound = dict(parameters or {})
    if _PLAN.match(text):
        raise BadInput(
            "cypher gives rows and no plans; leave EXPLAIN or PROFILE out, or see the plan in Neo4j Browser",
            "cypher 返回结果行，不返回执行计划；请去掉 EXPLAIN 或 PROFILE，或在 Neo4j Browser 中查看计划",
        )
    checked(text)
    with open_session() as session:
        try:
            doubts = unknown_names(session, _checked_by_plan(session, text, bound).gql_status_objects)
            with session.begin_transaction(timeout=seconds) as transaction:
                result = transaction.run(text, bound)
                names = tuple(result.keys())
                rows: list[dict[str, Any]] = []
                for record in result:
                    if limit is not None and len(rows) == limit:
                        return Told(names, rows, True, doubts)
                    rows.append(dict(zip(names, map(plain, record.values()), strict=True)))
        except OverflowError as error:
            raise BadInput(
                "a parameter is a number beyond 64 bits, which a server does not hold; give it as text",
                "有参数超出 64 位整数范围，服务器无法存储；请改为文本",
            ) from error
        except RecursionError as error:  # while a parameter was written for the server
            raise BadInput(
                "a parameter is nested too deep; give it as a flat list, or as text",
                "有参数嵌套过深；请改为扁平列表或文本",
            ) from error
        except (ClientError, TransientError) as error:
            if "Terminated" in str(error.code) or "TimedOut" in str(error.code):
                raise _stopped(seconds) from error
            if not str(error.code).startswith("Neo.ClientError.Statement"):
                raise
            raise _misunderstood(error) from error
    return Told(names, rows, False, doubts)


def _checked_by_plan(session: neo4j.Session, text: str, bound: Mapping[str, Any]) -> neo4j.ResultSummary:
    """What the server says of a text without running it; raise where it would write, or read or call what is not the graph."""
    named = foreign(text)
    if named is not None:
        raise _outside(named)
    summary = session.run(_EXPLAIN + text, dict(bound)).consume()
    steps = [
        (step.get("operatorType", "").partition("@")[0], str(step.get("args", {}).get("Details", "")))
        for step in _operators(summary.plan)
    ]
    if summary.query_type == "s" or any(kind.startswith(_ADMIN) for kind, _ in steps):
        raise BadInput(
            "cypher asks the graph, and this text speaks to the server (databases, users, transactions, settings, indexes);"
            " do that in Neo4j Browser",
            "cypher 只查询图本身，而这条语句针对服务器（数据库、用户、事务、设置、索引）；请在 Neo4j Browser 中执行",
        )
    if summary.query_type not in ("r", None):
        raise BadInput(
            "cypher asks and writes nothing, and this text would write; facts come in with chanlian load or push",
            "cypher 只能查询，不能写入，而这条语句会写入；写入事实请用 chanlian load 或 push",
        )
    for kind, details in steps:
        if kind.startswith("LoadCSV"):
            raise _outside("LOAD CSV")
        procedure = details.partition("(")[0].strip().replace("`", "")
        if kind.startswith("ProcedureCall") and procedure not in PROCEDURES:
            raise _outside(procedure)
    return summary


def _outside(named: str) -> BadInput:
    if named.startswith("\\"):
        return BadInput(
            f"the text holds {named}; write the character itself, or give the value with -p",
            f"语句中有 {named}；请直接写出字符，或用 -p 给出值",
        )
    if named.startswith("U+"):
        return BadInput(
            f"the text holds {named} outside of quotes, which is no letter, and a server may take it for a space or a sign;"
            " write plain spaces and signs there, and names that need it in `backticks`",
            f"语句在引号之外含有 {named}，它不是文字，服务器可能当作空格或符号；请改用半角空格和符号，名称需要时用 `反引号` 括起",
        )
    if named == "USE":
        return BadInput(
            "cypher reads this graph, and no other database, which USE would choose; where use is a name, write `use`",
            "cypher 只读取这个图，不读取其他数据库，而 USE 会另选数据库；如果 use 是名称，请写成 `use`",
        )
    allowed = ", ".join(PROCEDURES)
    return BadInput(
        f"cypher reads this graph, and no files or addresses, nor what a server or its plugins do, as {named}"
        f" would; procedures that may be called: {allowed}; functions: Cypher's own",
        f"cypher 只读取这个图，不读取文件或网址，也不调用服务器或插件的功能，而 {named} 会；"
        f"可调用的过程：{allowed}；函数仅限 Cypher 自带的",
    )


def _operators(plan: Any) -> Iterator[Mapping[str, Any]]:
    if plan:
        yield plan
        for child in plan.get("children", ()):
            yield from _operators(child)


def _misunderstood(error: Exception) -> BadInput:
    said = _PLACE.sub(lambda found: f"line 1, column {int(found[1]) - len(_EXPLAIN)}", first_line(error))
    return BadInput(
        f"the Cypher cannot be run: {said}; labels, relationship types and properties are in docs/CYPHER.md",
        f"Cypher 无法执行：{said}；标签、关系类型和属性见 docs/CYPHER.md",
    )


def _stopped(seconds: float | None) -> ChanlianError:
    after = f" after {seconds:g} seconds" if seconds else ""
    after_zh = f"超过 {seconds:g} 秒，" if seconds else ""
    return GraphError(
        f"the question was stopped{after}; ask for less, or give it more time",
        f"查询{after_zh}已停止；请缩小范围或放宽时限",
    )


def plain(value: Any) -> Any:
    """A value of the driver as one that any table can hold."""
    return json.dumps(value, ensure_ascii=False) if isinstance(value := _simple(value), dict) else value


def _simple(value: Any) -> Any:
    from neo4j.graph import Node, Path, Relationship

    if isinstance(value, Node):
        return {"labels": sorted(value.labels), **{key: _simple(one) for key, one in value.items()}}
    if isinstance(value, Relationship):
        return {"type": value.type, **{key: _simple(one) for key, one in value.items()}}
    if isinstance(value, Path):
        steps: list[Any] = [_simple(value.start_node)]
        for tie, node in zip(value.relationships, value.nodes[1:], strict=True):
            steps += [_simple(tie), _simple(node)]
        return {"path": steps}
    if isinstance(value, dict):
        return {key: _simple(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        simple = [_simple(one) for one in value]
        # a list of lists or of records is no cell of a table
        return [json.dumps(one, ensure_ascii=False) if isinstance(one, dict | list) else one for one in simple]
    if isinstance(value, bytes | bytearray):
        return bytes(value).hex()
    if value is None or isinstance(value, str | int | float | bool):
        return value
    return value.iso_format() if hasattr(value, "iso_format") else str(value)


def _no_number(text: str) -> float:
    raise ValueError(text)  # NaN and Infinity are no JSON


def parameter(text: str) -> tuple[str, Any]:
    """A parameter as it is typed: `name=text`, or `name:=JSON` for numbers, lists, true, false and null.

    >>> parameter("area=大龙"), parameter("n:=3")
    (('area', '大龙'), ('n', 3))
    """
    name, mark, value = text.partition("=")
    if not mark or not name.removesuffix(":"):
        raise BadInput(
            f"-p {text!r}: write NAME=TEXT, or NAME:=3 for a number, a list or true",
            f"-p “{text}”：请写作 名称=文本；数字、列表、true 写作 名称:=3",
        )
    if not name.endswith(":"):
        return name, value
    try:
        return name.removesuffix(":"), json.loads(value, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise BadInput(
            f"-p {text!r}: what stands behind := is no JSON; write a number, a list, true, false or null, or NAME=TEXT",
            f"-p “{text}”：:= 之后不是 JSON；请写数字、列表、true、false 或 null，文本写作 名称=文本",
        ) from None
