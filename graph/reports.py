"""The columns of what commands report that are no questions: loads, edits, checks, pushes, exports."""

from __future__ import annotations

from typing import Final

from .answer_columns import HIDDEN, UNBROKEN, AnswerColumn, AnswerTable

_KIND: Final = AnswerColumn("kind", "text", None, "kind", "类别", width=UNBROKEN)
_FACT: Final = AnswerColumn("fact", "text", None, "fact", "事实编号", HIDDEN, code=True)
_WHAT: Final = AnswerColumn("what", "text", None, "what", "内容")
_FILE: Final = AnswerColumn("file", "text", None, "file", "文件")
_TABLE: Final = AnswerColumn("table", "text", None, "table", "表")
_ADDED: Final = AnswerColumn("added", "integer", None, "added", "新增")
_CHANGED: Final = AnswerColumn("changed", "integer", None, "changed", "更新")
_UNCHANGED: Final = AnswerColumn("unchanged", "integer", None, "unchanged", "未变")

LOAD: Final = (
    _FILE,
    AnswerColumn("sheet", "text", None, "sheet", "工作表"),
    _KIND,
    AnswerColumn("read", "integer", None, "read", "读取"),
    _ADDED,
    _CHANGED,
    _UNCHANGED,
    AnswerColumn("merged", "integer", None, "merged", "合并"),
    AnswerColumn("rejected", "integer", None, "rejected", "拒收"),
    AnswerColumn("left_out", "integer", None, "left out", "略去"),
)
"""What became of the rows of each sheet."""

REJECTS: Final = (
    AnswerColumn("row", "integer", None, "row", "行"),
    AnswerColumn("column", "text", None, "column", "列"),
    AnswerColumn("reason", "text", None, "reason", "原因"),
)
"""Where a row that cannot be used stands, and why."""

CHAINS: Final = (
    AnswerColumn("chain", "text", None, "chain", "产业链"),
    AnswerColumn("stages", "list", None, "stages", "环节"),
    AnswerColumn("products", "integer", None, "products", "产品"),
    AnswerColumn("links", "integer", None, "links", "工艺关系"),
    AnswerColumn("source", "list", None, "source", "来源"),
)
"""The chain templates."""

UNLOADED: Final = (
    _KIND,
    AnswerColumn("removed", "integer", None, "removed", "移除"),
    AnswerColumn("kept", "integer", None, "kept", "保留"),
    AnswerColumn("restored", "integer", None, "restored", "恢复"),
)
"""What went with a source, and what stays."""

EDITED: Final = (_FACT, _KIND, _WHAT, AnswerColumn("outcome", "text", None, "outcome", "结果"))
"""What became of one fact."""

CHECK: Final = (
    AnswerColumn("rule", "text", None, "rule", "规则"),
    _WHAT,
    AnswerColumn("detail", "text", None, "detail", "说明"),
    AnswerColumn("severity", "text", None, "severity", "性质"),
    AnswerColumn("id", "text", None, "id", "编号", code=True),
)
"""What is wrong with a graph."""

VERIFY: Final = (
    _KIND,
    AnswerColumn("finding", "text", None, "finding", "问题"),
    AnswerColumn("what", "list", None, "what", "内容"),
    AnswerColumn("detail", "text", None, "detail", "说明"),
    AnswerColumn("facts", "list", None, "facts", "事实编号", code=True),
)
"""What another program changed in a graph."""

SCHEMA: Final = (
    _KIND,
    _TABLE,
    AnswerColumn("property", "text", None, "property", "属性"),
    AnswerColumn("type", "text", None, "type", "类型"),
    AnswerColumn("unit", "text", None, "unit", "单位"),
    AnswerColumn("required", "any", None, "required", "必填"),
    AnswerColumn("key", "any", None, "key", "主键"),
    AnswerColumn("words", "any", None, "words", "可用词"),
    AnswerColumn("meaning", "text", None, "meaning", "含义"),
)
"""The model, a property a row."""

RESOLVED: Final = (
    _KIND,
    AnswerColumn("name", "text", None, "name", "名称"),
    AnswerColumn("identifier", "text", None, "identifier", "标识"),
    AnswerColumn("place", "text", None, "place", "所在地"),
    AnswerColumn("why", "text", None, "why", "说明"),
)
"""Names that mean several."""

PUSHED: Final = (
    _KIND,
    AnswerColumn("count", "integer", None, "count", "数量"),
    _ADDED,
    _CHANGED,
    _UNCHANGED,
    AnswerColumn("retracted", "integer", None, "retracted", "撤回"),
    AnswerColumn("removed", "integer", None, "removed", "移除"),
)
"""What a push or pull wrote, a kind a row."""

EXPORTED: Final = (_FILE, _TABLE, AnswerColumn("rows", "integer", None, "rows", "行数"))
"""The files of an export."""

SNAPSHOT: Final = (_FILE, _TABLE, AnswerColumn("rows", "integer", None, "rows", "行数"))
"""The tables of a snapshot."""

SNAPSHOT_VERIFIED: Final = (
    _FILE,
    AnswerColumn("finding", "text", None, "finding", "问题"),
    AnswerColumn("detail", "text", None, "detail", "说明"),
)
"""What of a snapshot is not as it was written."""

SNAPSHOTS: Final = (
    AnswerColumn("snapshot", "text", None, "snapshot", "快照"),
    AnswerColumn("as_of", "date", None, "as of", "数据截至"),
    AnswerColumn("nodes", "integer", None, "nodes", "节点"),
    AnswerColumn("edges", "integer", None, "edges", "关系"),
    AnswerColumn("sources", "integer", None, "sources", "来源"),
    AnswerColumn("content_hash", "text", None, "content", "内容校验"),
    AnswerColumn("size", "integer", "bytes", "bytes", "字节"),
    AnswerColumn("problem", "text", None, "problem", "问题"),
    AnswerColumn("title", "text", None, "title", "标题", HIDDEN),
    AnswerColumn("part", "text", None, "part", "范围", HIDDEN),
    AnswerColumn("schema_version", "integer", None, "schema", "模式版本", HIDDEN),
    AnswerColumn("version", "text", None, "chanlian", "程序版本", HIDDEN),
    AnswerColumn("id", "text", None, "id", "编号", HIDDEN, code=True),
)
"""The snapshots in a folder."""

_CHANGES: Final = (("added", "新增"), ("ended", "终止"), ("changed", "变更"), ("removed", "移除"))
DIFF: Final = (
    AnswerColumn("change", "text", None, "change", "变化", 1, UNBROKEN, words=_CHANGES),
    AnswerColumn("kind", "text", None, "kind", "类别", 2, UNBROKEN),
    AnswerColumn("key", "text", None, "what", "内容", 3),
    AnswerColumn("property", "text", None, "property", "项目", 4),
    AnswerColumn("before", "any", None, "before", "之前", 5),
    AnswerColumn("after", "any", None, "after", "之后", 6),
    AnswerColumn("area", "list", None, "areas", "地区", 7),
    AnswerColumn("because", "sentence", None, "because", "依据"),
    AnswerColumn("fact", "text", None, "fact", "事实编号", HIDDEN, code=True),
    AnswerColumn("facts", "list", None, "facts behind", "依据的事实", HIDDEN, code=True),
)
"""What differs between two graphs."""

REPORTS: Final[dict[str, AnswerTable]] = {
    "load": AnswerTable(("load", "载入结果"), (LOAD, REJECTS)),
    "chains": AnswerTable(("chains", "产业链模板"), (CHAINS,)),
    "unload": AnswerTable(None, (UNLOADED,)),
    "end": AnswerTable(None, (EDITED,)),
    "retract": AnswerTable(None, (EDITED,)),
    "resolve": AnswerTable(("names", "有歧义的名称"), (RESOLVED,)),
    "check": AnswerTable(("check", "检查结果"), (CHECK,)),
    "verify": AnswerTable(("verify", "校验结果"), (VERIFY,)),
    "schema": AnswerTable(("model", "模型"), (SCHEMA,)),
    "push": AnswerTable(None, (PUSHED,)),
    "pull": AnswerTable(None, (PUSHED,)),
    "export": AnswerTable(None, (EXPORTED,)),
    "snapshot create": AnswerTable(None, (SNAPSHOT,)),
    "snapshot verify": AnswerTable(("snapshot", "快照校验"), (SNAPSHOT_VERIFIED,)),
    "snapshot diff": AnswerTable(("differences", "差异"), (DIFF,)),
    "snapshot list": AnswerTable(("snapshots", "快照"), (SNAPSHOTS,)),
}
"""The columns of each report, by its command."""
