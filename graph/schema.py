"""The model, declared once: node kinds, edge kinds and their properties.

Everything that depends on the model is derived from here: DuckDB tables, checks
of a load, `chanlian schema`, docs/SCHEMA.md, the headers of tables. An edge is a
sentence: `Edge("supplies", ...)` reads "a firm supplies a firm".

Only data and small look-ups live here; nothing is imported but the standard
library, so that help texts stay fast.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import Final, Literal

SCHEMA_VERSION: Final = 1

Type = Literal["text", "number", "integer", "boolean", "date", "money", "quantity", "share", "list"]
"""How a property is read and stored.

text      free text, or one of `words`
number    a plain number
integer   a whole number
boolean   yes or no
date      text in canonical form, with the precision stated: 2023, 2025-H1, 2025-Q1, 2025-05,
          2025-05-24; it sorts as text, `first_day` and `last_day` of dates.py bound it
money     yuan; stored with `_low`, `_high` (bounds such as 超, 以上) and `_original` (as written)
quantity  an amount in the unit of the row; stored with `_low`, `_high`, `_original`
share     0..1
list      a list of texts
"""

ALL_AREAS: Final = ("park", "county", "prefecture", "province", "country")
"""The levels of areas, from the finest to the coarsest."""


@dataclass(frozen=True)
class Property:
    """One property: its name, type, meaning in both languages, unit and allowed words."""

    name: str
    type: Type
    en: str
    zh: str
    unit: str | None = None
    words: tuple[tuple[str, str], ...] = ()
    """Allowed words, each with its Chinese form; empty where any text is allowed."""
    required: bool = False
    key: bool = False
    note: str = ""
    default: str | None = None
    """What an empty cell means where the property is part of a key; stored in its place."""

    @property
    def allowed(self) -> tuple[str, ...]:
        """The allowed words in English, as they are stored."""
        return tuple(word for word, _ in self.words)


@dataclass(frozen=True)
class Node:
    """A kind of node. `table` is the kind's name where a table of it is loaded."""

    name: str
    table: str
    en: str
    zh: str
    meaning: str
    properties: tuple[Property, ...] = ()
    code: str | None = None
    """The property that is the official code, and so the identifier where it is known."""


@dataclass(frozen=True)
class End:
    """One end of an edge: its name in the sentence and the node kinds that may stand there."""

    name: str
    kinds: tuple[str, ...]
    en: str
    zh: str


@dataclass(frozen=True)
class Edge:
    """A kind of edge between two or three ends; its key is its ends and its key properties."""

    name: str
    table: str
    en: str
    zh: str
    sentence: str
    """The fact as an English sentence, with {end} and {property} in braces."""
    sentence_zh: str
    ends: tuple[End, ...]
    properties: tuple[Property, ...] = ()
    directed: bool = True
    dated: bool = field(default=True)
    """Dated edges carry since, until and status; timeless ones (part_of, kind_of) do not."""


def _words(*pairs: str) -> tuple[tuple[str, str], ...]:
    """`"waste 废物"` -> `("waste", "废物")`."""
    return tuple((en, zh) for en, zh in (pair.split(" ", 1) for pair in pairs))


NAME: Final = Property("name", "text", "name", "名称", required=True)
ALIASES: Final = Property("aliases", "list", "aliases", "别名")
SINCE: Final = Property("since", "date", "since", "起始")
UNTIL: Final = Property("until", "date", "until", "截止")
STATUS: Final = Property(
    "status",
    "text",
    "status",
    "状态",
    words=_words("active 有效", "planned 计划", "ended 终止"),
    note="Empty means active.",
)
BASIS: Final = Property(
    "basis",
    "text",
    "basis of the value",
    "口径",
    words=_words("annual 年度", "cumulative 累计", "contract 合同"),
)
PERIOD: Final = Property("period", "date", "period", "期间")
MODALITY: Final = Property(
    "modality",
    "text",
    "modality",
    "性质",
    words=_words("actual 实际", "target 目标", "forecast 预期", "potential 潜在", "estimate 估计"),
    note="Empty means actual.",
)
UNIT: Final = Property("unit", "text", "unit", "单位")
POINT: Final = (
    Property("lat", "number", "latitude", "纬度", unit="degrees"),
    Property("lon", "number", "longitude", "经度", unit="degrees"),
)

NODES: Final[tuple[Node, ...]] = (
    Node(
        "source",
        "sources",
        "source",
        "来源",
        "what a fact rests on: an article, a document, a table",
        (
            Property("publisher", "text", "publisher", "发布者"),
            Property("published", "date", "published", "发布日期"),
            Property("kind", "text", "kind of source", "来源类型"),
            Property("url", "text", "address", "网址"),
        ),
    ),
    Node(
        "region",
        "regions",
        "region",
        "行政区",
        "an official division: country, province, prefecture, county, township",
        (
            Property("code", "text", "code", "代码", key=True, note="GB/T 2260 in China."),
            Property(
                "level",
                "text",
                "level",
                "级别",
                required=True,
                words=_words("country 国家", "province 省级", "prefecture 地级", "county 县级", "township 乡级"),
            ),
            *POINT,
            Property("valid_since", "date", "valid since", "启用"),
            Property("valid_until", "date", "valid until", "停用"),
        ),
        code="code",
    ),
    Node(
        "park",
        "parks",
        "park",
        "园区",
        "a park or functional zone: 经开区, 高新区, 新区, 协作区",
        (
            Property(
                "own_area",
                "boolean",
                "own administration",
                "独立管理",
                note="An area of its own at county level, apart from the county it lies in.",
            ),
            Property(
                "joint", "boolean", "joint zone", "共建园区", note="Overlaps others and owns no firm; covers its parts."
            ),
            Property("grade", "text", "grade", "等级", note="national, provincial, ... as the source says"),
            *POINT,
        ),
    ),
    Node(
        "firm",
        "firms",
        "firm",
        "企业",
        "a firm, or with `group` an unnamed group of them",
        (
            Property("credit_code", "text", "unified social credit code", "统一社会信用代码", key=True),
            Property("group", "boolean", "unnamed group", "未具名群体"),
            Property("count", "integer", "number in the group", "家数"),
            Property("scale", "text", "scale", "规模"),
        ),
        code="credit_code",
    ),
    Node(
        "product",
        "products",
        "product",
        "产品",
        "a material, part, good, energy or service",
        (
            UNIT,
            Property("class_code", "text", "code of a classification", "分类代码"),
        ),
    ),
    Node(
        "industry",
        "industries",
        "industry",
        "行业",
        "a class of industry",
        (Property("code", "text", "code", "代码", key=True),),
        code="code",
    ),
    Node(
        "chain",
        "chains",
        "chain",
        "产业链",
        "a named industrial chain",
        (Property("stages", "list", "stages, in order", "环节（按顺序）"),),
    ),
    Node(
        "project",
        "projects",
        "project",
        "项目",
        "a project, or with `group` an unnamed group of them",
        (
            Property(
                "stage",
                "text",
                "stage",
                "阶段",
                words=_words(
                    "planned 谋划",
                    "negotiating 洽谈",
                    "signed 签约",
                    "started 开工",
                    "producing 投产",
                    "full 达产",
                    "stalled 停滞",
                    "ended 终止",
                ),
            ),
            Property("stage_date", "date", "date of the stage", "阶段日期"),
            Property("planned", "money", "sum planned", "计划投资", unit="yuan"),
            Property("contracted", "money", "sum contracted", "签约资金", unit="yuan"),
            Property("paid", "money", "sum paid in", "到位资金", unit="yuan"),
            Property(
                "aim", "text", "aim", "方向", words=_words("build 建链", "fill 补链", "extend 延链", "strengthen 强链")
            ),
            Property("group", "boolean", "unnamed group", "未具名群体"),
            Property("count", "integer", "number in the group", "个数"),
        ),
    ),
    Node(
        "agreement",
        "agreements",
        "agreement",
        "协议",
        "who agreed what",
        (
            Property("signed", "date", "signed", "签订日期"),
            UNTIL,
            Property(
                "status",
                "text",
                "status",
                "状态",
                words=_words("planned 拟签", "active 有效", "ended 终止", "superseded 被取代"),
            ),
            Property("subject", "text", "subject", "内容"),
        ),
    ),
    Node(
        "measure",
        "measures",
        "measure",
        "事项",
        "an item of an agreement or plan",
        (
            Property("clause", "text", "clause", "条款"),
            Property("responsible", "text", "responsible", "责任方"),
            Property("due", "date", "due", "期限"),
            Property(
                "status",
                "text",
                "status",
                "状态",
                words=_words("agreed 已约定", "running 推进中", "done 已完成", "stalled 停滞", "ended 终止"),
            ),
        ),
    ),
    Node(
        "metric",
        "metrics",
        "metric",
        "指标",
        "an observation of one or several subjects",
        (
            Property(
                "indicator",
                "text",
                "indicator",
                "指标名称",
                required=True,
                note="`firms` (企业数) of an area is what coverage divides by.",
            ),
            Property("value", "number", "value", "数值"),
            Property("value_low", "number", "at least", "下限"),
            Property("value_high", "number", "at most", "上限"),
            Property("value_original", "text", "as written", "原文"),
            UNIT,
            PERIOD,
            BASIS,
            MODALITY,
            Property("scope", "text", "scope", "范围", note="where the value was counted, as 在大龙"),
            Property("change", "list", "change", "变化", note="+11.69 %, one for each of `against`"),
            Property("against", "list", "against", "比较期", note="the periods compared with"),
        ),
    ),
    Node(
        "request",
        "requests",
        "request",
        "诉求",
        "what a firm or park asks for, or what blocks it (诉求, 堵点)",
        (
            Property(
                "kind",
                "text",
                "kind",
                "类型",
                words=_words(
                    "land 用地",
                    "road 道路",
                    "water 用水",
                    "power 用电",
                    "loan 贷款",
                    "labour 用工",
                    "permit 审批",
                    "border 跨界",
                    "market 市场",
                    "other 其他",
                ),
            ),
            Property("opened", "date", "opened", "提出"),
            Property("closed", "date", "closed", "办结"),
            Property("result", "text", "result", "结果"),
        ),
    ),
    Node(
        "organization",
        "organizations",
        "organization",
        "机构",
        "a public body, association or platform",
        (Property("kind", "text", "kind", "类型"),),
    ),
    Node(
        "facility",
        "facilities",
        "facility",
        "设施",
        "a road, bus line, waterworks, port, pipeline",
        (
            Property("kind", "text", "kind", "类型"),
            Property(
                "status",
                "text",
                "status",
                "状态",
                words=_words("planned 规划", "building 在建", "open 已投用", "closed 停用"),
            ),
            Property("capacity", "quantity", "capacity", "规模"),
            UNIT,
            Property("opened", "date", "opened", "投用"),
        ),
    ),
)

ANY: Final = tuple(node.name for node in NODES if node.name != "source")
_PLACE: Final = ("region", "park")
_ACTOR: Final = ("region", "park", "firm", "organization")

EDGES: Final[tuple[Edge, ...]] = (
    Edge(
        "supplies",
        "supplies",
        "supply",
        "供应",
        "{seller} supplies {product} to {buyer}",
        "{seller}向{buyer}供应{product}",
        (
            End("seller", ("firm",), "seller", "供方"),
            End("buyer", ("firm",), "buyer", "需方"),
            End("product", ("product",), "product", "产品"),
        ),
        (
            Property(
                "role",
                "text",
                "role",
                "用途",
                words=_words(
                    "material 原料", "part 零部件", "packaging 包装", "waste 废物", "energy 能源", "service 服务"
                ),
            ),
            Property("quantity", "quantity", "quantity", "数量"),
            UNIT,
            Property("value", "money", "value", "金额", unit="yuan"),
            BASIS,
            PERIOD,
            MODALITY,
            Property("ref", "text", "reference", "合同号", key=True),
        ),
    ),
    Edge(
        "located_in",
        "locations",
        "location",
        "所在地",
        "{what} is located in {place}",
        "{what}位于{place}",
        (
            End("what", ("firm", "park", "organization", "facility"), "what", "主体"),
            End("place", _PLACE, "place", "地点"),
        ),
        (
            Property(
                "role",
                "text",
                "role",
                "地点类型",
                words=_words("primary 主要", "site 分支"),
                key=True,
                default="primary",
            ),
            Property(
                "basis",
                "text",
                "basis of the place",
                "地点依据",
                words=_words("stated 原文", "name 名称推定", "unknown 未知"),
                note="Empty means stated.",
            ),
        ),
    ),
    Edge(
        "covers",
        "covers",
        "coverage",
        "覆盖",
        "{park} covers {part}",
        "{park}覆盖{part}",
        (End("park", ("park",), "park", "园区"), End("part", _PLACE, "part", "组成部分")),
    ),
    Edge(
        "part_of",
        "parts",
        "part",
        "隶属",
        "{part} is part of {whole}",
        "{part}属于{whole}",
        (
            End("part", ("region", "industry", "measure"), "part", "下级"),
            End("whole", ("region", "industry", "agreement"), "whole", "上级"),
        ),
        dated=False,
    ),
    Edge(
        "borders",
        "borders",
        "border",
        "相邻",
        "{a} borders {b}",
        "{a}与{b}相邻",
        (End("a", _PLACE, "one side", "一方"), End("b", _PLACE, "other side", "另一方")),
        (Property("contact", "text", "contact", "接触方式", words=_words("line 线", "corner 点")),),
        directed=False,
        dated=False,
    ),
    Edge(
        "in_industry",
        "firm_industries",
        "industry of a firm",
        "所属行业",
        "{firm} is in the industry {industry}",
        "{firm}属于{industry}行业",
        (End("firm", ("firm",), "firm", "企业"), End("industry", ("industry",), "industry", "行业")),
    ),
    Edge(
        "produces",
        "produces",
        "production",
        "生产",
        "{firm} produces {product}",
        "{firm}生产{product}",
        (End("firm", ("firm",), "firm", "企业"), End("product", ("product",), "product", "产品")),
        (
            Property(
                "role",
                "text",
                "role",
                "产出类型",
                words=_words("product 主产品", "by-product 副产品", "waste 废物"),
                key=True,
                default="product",
            ),
            Property("capacity", "quantity", "capacity a year", "年产能"),
            UNIT,
            PERIOD,
            MODALITY,
        ),
    ),
    Edge(
        "consumes",
        "consumes",
        "use",
        "使用",
        "{firm} uses {product}",
        "{firm}使用{product}",
        (End("firm", ("firm",), "firm", "企业"), End("product", ("product",), "product", "产品")),
        (Property("quantity", "quantity", "quantity a year", "年用量"), UNIT, PERIOD, MODALITY),
    ),
    Edge(
        "cooperates_with",
        "cooperations",
        "cooperation",
        "合作",
        "{a} cooperates with {b}",
        "{a}与{b}合作",
        (End("a", _ACTOR, "one side", "一方"), End("b", _ACTOR, "other side", "另一方")),
        (Property("what", "text", "what", "合作内容", key=True),),
        directed=False,
    ),
    Edge(
        "owns",
        "ownership",
        "ownership",
        "持股",
        "{owner} owns {owned}",
        "{owner}持有{owned}",
        (End("owner", ("firm",), "owner", "股东"), End("owned", ("firm",), "owned", "被投资企业")),
        (Property("share", "share", "share", "持股比例"),),
    ),
    Edge(
        "input_of",
        "inputs",
        "technology link",
        "工艺投入",
        "{input} is an input of {product}",
        "{input}是{product}的投入",
        (End("input", ("product",), "input", "投入"), End("product", ("product",), "product", "产品")),
        (
            Property(
                "route",
                "integer",
                "route",
                "工艺路线",
                key=True,
                note="Inputs of one way share a number; none is needed in every way.",
            ),
        ),
        dated=False,
    ),
    Edge(
        "kind_of",
        "kinds",
        "kind",
        "种类",
        "{kind} is a kind of {broader}",
        "{kind}是{broader}的一种",
        (End("kind", ("product",), "kind", "品种"), End("broader", ("product",), "broader", "大类")),
        dated=False,
    ),
    Edge(
        "in_chain",
        "chain_products",
        "product of a chain",
        "产业链产品",
        "{product} belongs to the chain {chain}",
        "{product}属于{chain}产业链",
        (End("product", ("product",), "product", "产品"), End("chain", ("chain",), "chain", "产业链")),
        (Property("stage", "text", "stage", "环节"),),
        dated=False,
    ),
    Edge(
        "leads",
        "leaders",
        "chain leader",
        "链主",
        "{firm} leads the chain {chain}",
        "{firm}是{chain}产业链的链主",
        (End("firm", ("firm",), "firm", "企业"), End("chain", ("chain",), "chain", "产业链")),
    ),
    Edge(
        "party_to",
        "parties",
        "party",
        "参与方",
        "{party} is party to {agreement}",
        "{party}参与{agreement}",
        (End("party", _ACTOR, "party", "参与方"), End("agreement", ("agreement",), "agreement", "协议")),
        (
            Property(
                "role",
                "text",
                "role",
                "角色",
                words=_words("signatory 签约方", "promoter 推动方", "host 承办方", "witness 见证方"),
                key=True,
                default="signatory",
            ),
        ),
    ),
    Edge(
        "concerns",
        "concerns",
        "subject",
        "涉及",
        "{about} concerns {subject}",
        "{about}涉及{subject}",
        (
            End("about", ("agreement", "measure", "metric", "request"), "about", "事项"),
            End("subject", ANY, "subject", "对象"),
        ),
    ),
    Edge(
        "invests_in",
        "investments",
        "investment",
        "投资",
        "{investor} invests in {project}",
        "{investor}投资{project}",
        (End("investor", _ACTOR, "investor", "投资方"), End("project", ("project",), "project", "项目")),
        (Property("value", "money", "value", "金额", unit="yuan"), MODALITY),
    ),
    Edge(
        "sited_in",
        "project_sites",
        "site",
        "选址",
        "{project} is sited in {place}",
        "{project}选址{place}",
        (End("project", ("project",), "project", "项目"), End("place", _PLACE, "place", "地点")),
    ),
    Edge(
        "adds",
        "project_products",
        "product of a project",
        "项目产品",
        "{project} will make {product}",
        "{project}将生产{product}",
        (End("project", ("project",), "project", "项目"), End("product", ("product",), "product", "产品")),
        (Property("capacity", "quantity", "capacity a year", "年产能"), UNIT, MODALITY),
    ),
    Edge(
        "serves",
        "services",
        "service",
        "服务对象",
        "{server} serves {served}",
        "{server}服务{served}",
        (
            End("server", ("facility", "organization"), "server", "设施或机构"),
            End("served", ("region", "park", "firm"), "served", "服务对象"),
        ),
    ),
    Edge(
        "connects",
        "connections",
        "connection",
        "连接",
        "{facility} connects {place}",
        "{facility}连接{place}",
        (
            End("facility", ("facility",), "facility", "设施"),
            End("place", ("region", "park", "firm"), "place", "连接点"),
        ),
    ),
    Edge(
        "raises",
        "request_raisers",
        "raiser",
        "提出方",
        "{raiser} raises {request}",
        "{raiser}提出{request}",
        (End("raiser", _ACTOR, "raiser", "提出方"), End("request", ("request",), "request", "诉求")),
    ),
    Edge(
        "handles",
        "request_handlers",
        "handler",
        "办理方",
        "{handler} handles {request}",
        "{handler}办理{request}",
        (End("handler", _ACTOR, "handler", "办理方"), End("request", ("request",), "request", "诉求")),
    ),
    Edge(
        "blocks",
        "request_blocks",
        "blocked by a request",
        "受阻",
        "{request} blocks {what}",
        "{request}制约{what}",
        (
            End("request", ("request",), "request", "诉求"),
            End("what", ("product", "project", "firm", "facility"), "what", "受阻对象"),
        ),
    ),
)

KINDS: Final[tuple[Node | Edge, ...]] = (*NODES, *EDGES)
"""All kinds, nodes first."""

METHODS: Final = ("table", "rules", "llm", "person", "reference", "template")
"""How a claim was read, `reference` and `template` being data of this package."""


@cache
def node(name: str) -> Node:
    """The node kind of that name; KeyError for none."""
    return {kind.name: kind for kind in NODES}[name]


@cache
def edge(name: str) -> Edge:
    """The edge kind of that name; KeyError for none."""
    return {kind.name: kind for kind in EDGES}[name]


NODE_NAMES: Final = tuple(kind.name for kind in NODES)
EDGE_NAMES: Final = tuple(kind.name for kind in EDGES)


def kind(name: str) -> Node | Edge:
    """The node or edge kind of that name; KeyError for none."""
    return node(name) if name in NODE_NAMES else edge(name)


def properties(kind: Node | Edge) -> tuple[Property, ...]:
    """All properties of a kind in order, those that every kind has included."""
    if isinstance(kind, Node):
        return (NAME, ALIASES, *kind.properties)
    dated = (SINCE, UNTIL, STATUS) if kind.dated else ()
    return (*kind.properties, *dated)


def columns(kind: Node | Edge) -> tuple[tuple[str, str], ...]:
    """Stored columns of a kind's properties, each with its SQL type; amounts take four."""
    sql = {
        "text": "VARCHAR", "number": "DOUBLE", "integer": "BIGINT", "boolean": "BOOLEAN",
        "date": "VARCHAR", "share": "DOUBLE", "list": "VARCHAR[]",
    }  # fmt: skip
    out: list[tuple[str, str]] = []
    for prop in properties(kind):
        if prop.type in ("money", "quantity"):
            out += [(prop.name + end, "DOUBLE") for end in ("", "_low", "_high")]
            out.append((prop.name + "_original", "VARCHAR"))
        else:
            out.append((prop.name, sql[prop.type]))
    return tuple(out)


def key_columns(kind: Edge) -> tuple[str, ...]:
    """The properties that, with the ends, make the key of an edge: since and those marked."""
    marked = tuple(prop.name for prop in kind.properties if prop.key)
    return (*marked, "since") if kind.dated else marked
