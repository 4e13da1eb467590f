"""The kinds of edges, declared: each is a sentence with two or three ends."""

from __future__ import annotations

from typing import Final

from .model import BASIS, MODALITY, PERIOD, UNIT, Edge, End, Property, series, words
from .nodes import NODES
from .own import with_own_edges
from .roles import Drawn, EdgeRoles, Implied, Listed

ANY: Final = tuple(node.name for node in NODES if node.name != "source")
_PLACE: Final = ("region", "park")
_ACTOR: Final = ("region", "park", "firm", "organization")
_ABOUT: Final = ("agreement", "measure", "metric", "request", "assessment", "event")
_BOUGHT: Final = Property("quantity", "quantity", "quantity", "数量")
_PAID: Final = Property("value", "money", "value", "金额", unit="yuan")
_MADE: Final = Property("capacity", "quantity", "capacity a year", "年产能")
_USED: Final = Property("quantity", "quantity", "quantity a year", "年用量")
_CAPACITY: Final = (("capacity", "年产能", "capacity"), ("capacity_unit", "产能单位", "unit"))

_BUILT_IN: Final[tuple[Edge, ...]] = (
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
                words=words(
                    "material 原料", "part 零部件", "packaging 包装", "waste 废物", "energy 能源", "service 服务"
                ),
            ),
            _BOUGHT,
            UNIT,
            _PAID,
            BASIS,
            PERIOD,
            MODALITY,
            Property("ref", "text", "reference", "合同号", key=True),
            series(PERIOD, BASIS, MODALITY, _BOUGHT, UNIT, _PAID),
        ),
        roles=EdgeRoles(
            tie="supplies",
            caption="product",
            drawn=Drawn("goods", "trade", "strong"),
            first=("seller", "buyer", "product", "value", "basis", "since", "until"),
            of_groups=True,
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
                words=words("primary 主要", "site 分支"),
                key=True,
                default="primary",
            ),
            Property(
                "basis",
                "text",
                "basis of the place",
                "地点依据",
                words=words("stated 原文", "inferred 推断", "name 名称推定", "unknown 未知"),
                note="Empty means stated.",
                usual=("stated",),
            ),
        ),
        roles=EdgeRoles(
            caption="what",
            drawn=Drawn("place", at_first=False),
            implied=(
                *(
                    Implied(of, "place", "所在地", "what", "place", details=(("place_basis", "地点依据", "basis"),))
                    for of in ("park", "firm", "organization", "facility")
                ),
                Implied("firm", "park", "所属园区", "what", "place", kinds=("park",)),
            ),
            listed=tuple(
                Listed(of, "place", "what", "place", "place", "所在地") for of in ("park", "firm", "organization")
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
        roles=EdgeRoles(
            drawn=Drawn("place", at_first=False),
            implied=(Implied("park", "covers", "覆盖", "park", "part", many=True),),
            listed=(Listed("park", "covers", "park", "part", "covers", "覆盖"),),
        ),
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
        roles=EdgeRoles(
            drawn=Drawn(at_first=False),
            implied=(
                Implied("region", "parent", "上级", "part", "whole", kinds=("region",)),
                Implied("industry", "parent", "上级", "part", "whole", kinds=("industry",)),
                Implied("measure", "agreement", "所属协议", "part", "whole", kinds=("agreement",)),
            ),
            listed=(
                Listed("agreement", "measures", "whole", "part", "measures", "事项"),
                Listed("measure", "agreement", "part", "whole", "agreement", "协议"),
            ),
        ),
    ),
    Edge(
        "borders",
        "borders",
        "border",
        "相邻",
        "{a} borders {b}",
        "{a}与{b}相邻",
        (End("a", _PLACE, "one side", "一方"), End("b", _PLACE, "other side", "另一方")),
        (Property("contact", "text", "contact", "接触方式", words=words("line 线", "corner 点")),),
        directed=False,
        dated=False,
        roles=EdgeRoles(drawn=Drawn(at_first=False)),
    ),
    Edge(
        "in_industry",
        "firm_industries",
        "industry of a firm",
        "所属行业",
        "{firm} is in the industry {industry}",
        "{firm}属于{industry}行业",
        (End("firm", ("firm",), "firm", "企业"), End("industry", ("industry",), "industry", "行业")),
        roles=EdgeRoles(
            # One only: 计算机、通信和其他电子设备制造业 is one industry.
            implied=(Implied("firm", "industry", "行业", "firm", "industry"),),
        ),
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
                words=words("product 主产品", "by-product 副产品", "waste 废物"),
                key=True,
                default="product",
            ),
            _MADE,
            UNIT,
            PERIOD,
            MODALITY,
            series(PERIOD, MODALITY, _MADE, UNIT),
        ),
        roles=EdgeRoles(
            drawn=Drawn("goods", "making"),
            implied=(
                Implied("firm", "products", "主营产品", "firm", "product", many=True, details=_CAPACITY),
                Implied("firm", "byproducts", "副产品", "firm", "product", many=True, fixed=(("role", "by-product"),)),
                Implied("firm", "wastes", "废物", "firm", "product", many=True, fixed=(("role", "waste"),)),
            ),
            listed=(
                Listed("firm", "products", "firm", "product", "products", "产品"),
                Listed("product", "makers", "product", "firm", "makers", "生产企业"),
            ),
            of_groups=True,
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
        (_USED, UNIT, PERIOD, MODALITY, series(PERIOD, MODALITY, _USED, UNIT)),
        roles=EdgeRoles(
            drawn=Drawn("goods", "making", stroke="dotted"),
            implied=(Implied("firm", "inputs", "主要原料", "firm", "product", many=True),),
            listed=(Listed("firm", "inputs", "firm", "product", "inputs", "原料"),),
            of_groups=True,
        ),
    ),
    Edge(
        "cooperates_with",
        "cooperations",
        "cooperation",
        "合作",
        "{a} cooperates with {b}",
        "{a}与{b}合作",
        (End("a", _ACTOR, "one side", "一方"), End("b", _ACTOR, "other side", "另一方")),
        (
            Property("what", "text", "what", "合作内容", key=True),
            Property(
                "basis",
                "text",
                "basis of the tie",
                "合作依据",
                words=words("stated 原文", "name 名称推定", "inferred 推断"),
                usual=("stated",),
                note="Empty means stated; by name: a park that is called after both.",
            ),
        ),
        directed=False,
        roles=EdgeRoles(
            tie="cooperates_with",
            caption="what",
            drawn=Drawn("tie", "cooperation", "strong", "dashed", arrow=False),
            # There is no supply of a product that nobody names: then the two are known to trade, no more.
            implied=(
                Implied(
                    "firm",
                    "customers",
                    "主要客户",
                    "a",
                    "b",
                    many=True,
                    kinds=("firm",),
                    fixed=(("what", "供货"),),
                    trade=("seller", "buyer", "products"),
                ),
                Implied(
                    "firm",
                    "suppliers",
                    "主要供应商",
                    "a",
                    "b",
                    many=True,
                    kinds=("firm",),
                    fixed=(("what", "采购"),),
                    trade=("buyer", "seller", "inputs"),
                ),
            ),
        ),
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
        roles=EdgeRoles(tie="owns", caption="share", drawn=Drawn("tie", "ownership", "strong")),
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
        roles=EdgeRoles(drawn=Drawn("technology", "technology", stroke="dotted")),
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
        roles=EdgeRoles(implied=(Implied("product", "broader", "大类", "kind", "broader"),)),
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
        roles=EdgeRoles(
            caption="stage",
            implied=(Implied("product", "chain", "产业链", "product", "chain", details=(("stage", "环节", "stage"),)),),
            listed=(
                Listed("product", "chains", "product", "chain", "chains", "产业链"),
                Listed("chain", "products", "chain", "product", "products", "产品"),
            ),
        ),
    ),
    Edge(
        "leads",
        "leaders",
        "chain leader",
        "链主",
        "{firm} leads the chain {chain}",
        "{firm}是{chain}产业链的链主",
        (End("firm", ("firm",), "firm", "企业"), End("chain", ("chain",), "chain", "产业链")),
        roles=EdgeRoles(
            implied=(
                Implied("firm", "leads", "链主所在产业链", "firm", "chain", many=True),
                Implied("chain", "leaders", "链主", "chain", "firm", many=True),
            ),
            listed=(Listed("chain", "leaders", "chain", "firm", "leaders", "链主"),),
        ),
    ),
    Edge(
        "member_of",
        "members",
        "member of a chain",
        "产业链企业",
        "{firm} is a member of the chain {chain}",
        "{firm}是{chain}产业链的企业",
        (End("firm", ("firm",), "firm", "企业"), End("chain", ("chain",), "chain", "产业链")),
        (
            Property("stage", "text", "stage", "环节", key=True),
            Property("product", "text", "what it stands for there", "代表产品", key=True, note="As the source says."),
        ),
        roles=EdgeRoles(
            caption="stage",
            listed=(
                Listed("chain", "members", "chain", "firm", "members", "企业"),
                Listed("firm", "chains", "firm", "chain", "chains", "产业链"),
            ),
        ),
    ),
    Edge(
        "lacks",
        "stated_gaps",
        "stated gap",
        "缺失环节",
        "{area} lacks {product} in the chain {chain}, as is stated",
        "{area}称{chain}产业链缺{product}",
        (
            End("area", _PLACE, "area", "地区"),
            End("chain", ("chain",), "chain", "产业链"),
            End("product", ("product",), "product", "产品"),
        ),
        (Property("stage", "text", "stage", "环节"),),
        roles=EdgeRoles(
            caption="chain",
            listed=(Listed("chain", "lacking", "chain", "product", "stated to be lacking", "缺失产品"),),
        ),
    ),
    Edge(
        "steers",
        "chain_offices",
        "office of a chain",
        "链长单位",
        "{office} steers the chain {chain}",
        "{office}负责{chain}产业链",
        (End("office", _ACTOR, "office", "单位"), End("chain", ("chain",), "chain", "产业链")),
        (
            Property(
                "role",
                "text",
                "role",
                "职责",
                words=words("head 链长单位", "lead 牵头单位", "responsible 责任部门"),
                key=True,
                default="lead",
            ),
        ),
        roles=EdgeRoles(
            caption="role",
            implied=tuple(
                Implied("chain", column, zh, "chain", "office", many=True, fixed=(("role", role),))
                for column, zh, role in (
                    ("head_office", "链长单位", "head"),
                    ("lead_office", "牵头单位", "lead"),
                    ("responsible_office", "责任部门", "responsible"),
                )
            ),
            listed=(Listed("chain", "offices", "chain", "office", "offices", "负责单位"),),
        ),
    ),
    Edge(
        "wanted_for",
        "wanted_firms",
        "firm wanted",
        "目标企业",
        "{firm} is wanted for {product}",
        "拟引进{firm}生产{product}",
        (End("firm", ("firm",), "firm", "目标企业"), End("product", ("product",), "product", "产品")),
        (
            Property("origin", "text", "from where", "来自", note="As the source says."),
            Property("handler", "text", "who speaks to it", "对接单位"),
            Property("progress", "text", "how far", "对接进展"),
        ),
        roles=EdgeRoles(
            caption="product",
            first=("firm", "product", "origin", "handler", "progress"),
            listed=(Listed("product", "wanted", "product", "firm", "firms wanted", "目标企业"),),
        ),
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
                words=words("signatory 签约方", "promoter 推动方", "host 承办方", "witness 见证方"),
                key=True,
                default="signatory",
            ),
        ),
        roles=EdgeRoles(
            tie="agreement",
            drawn=Drawn("tie", "agreement", "heavy", arrow=False),
            implied=(Implied("agreement", "parties", "参与方", "agreement", "party", many=True),),
            listed=(Listed("agreement", "parties", "agreement", "party", "parties", "参与方"),),
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
            End("about", _ABOUT, "about", "事项"),
            End("subject", ANY, "subject", "对象"),
        ),
        roles=EdgeRoles(
            tie="measure",  # an agreement too ties what it concerns
            drawn=Drawn(None, "agreement", "light", "dotted"),
            implied=tuple(Implied(of, "subjects", "涉及对象", "about", "subject", many=True) for of in _ABOUT),
            listed=(
                *(Listed(of, "concerns", "about", "subject", "concerns", "涉及") for of in _ABOUT if of != "metric"),
                Listed("metric", "subjects", "about", "subject", "subjects", "对象"),
            ),
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
        roles=EdgeRoles(
            tie="project",
            drawn=Drawn("project", "project", "strong"),
            implied=(Implied("project", "investors", "投资方", "project", "investor", many=True),),
            listed=(Listed("project", "investors", "project", "investor", "investors", "投资方"),),
        ),
    ),
    Edge(
        "sited_in",
        "project_sites",
        "site",
        "选址",
        "{project} is sited in {place}",
        "{project}选址{place}",
        (End("project", ("project",), "project", "项目"), End("place", _PLACE, "place", "地点")),
        roles=EdgeRoles(
            tie="project",
            drawn=Drawn("project", "project", stroke="dotted"),
            implied=(Implied("project", "place", "所在地", "project", "place"),),
            listed=(Listed("project", "places", "project", "place", "places", "选址"),),
        ),
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
        roles=EdgeRoles(
            drawn=Drawn("project", "project"),
            implied=(Implied("project", "products", "主要产品", "project", "product", many=True, details=_CAPACITY),),
            listed=(Listed("project", "products", "project", "product", "products", "产品"),),
        ),
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
        roles=EdgeRoles(
            tie="facility",
            drawn=Drawn("service"),
            implied=tuple(
                Implied(of, "serves", "服务对象", "server", "served", many=True) for of in ("organization", "facility")
            ),
            listed=tuple(
                Listed(of, "serves", "server", "served", "serves", "服务对象") for of in ("organization", "facility")
            ),
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
        roles=EdgeRoles(
            tie="facility",
            drawn=Drawn("route"),
            implied=(Implied("facility", "connects", "连接", "facility", "place", many=True),),
            listed=(Listed("facility", "connects", "facility", "place", "connects", "连接"),),
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
        roles=EdgeRoles(
            implied=(Implied("request", "raised_by", "提出方", "request", "raiser", many=True),),
            listed=(Listed("request", "raised_by", "request", "raiser", "raised by", "提出方"),),
        ),
    ),
    Edge(
        "handles",
        "request_handlers",
        "handler",
        "办理方",
        "{handler} handles {request}",
        "{handler}办理{request}",
        (End("handler", _ACTOR, "handler", "办理方"), End("request", ("request",), "request", "诉求")),
        roles=EdgeRoles(
            implied=(Implied("request", "handled_by", "办理方", "request", "handler", many=True),),
            listed=(Listed("request", "handled_by", "request", "handler", "handled by", "办理方"),),
        ),
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
        roles=EdgeRoles(
            drawn=Drawn(None, "trouble", "heavy"),
            implied=(Implied("request", "blocks", "受阻对象", "request", "what", many=True),),
            listed=(Listed("request", "blocks", "request", "what", "blocks", "制约"),),
        ),
    ),
    Edge(
        "harms",
        "request_harms",
        "harm of a request",
        "受影响方",
        "{request} harms {harmed}",
        "{request}影响{harmed}",
        (
            End("request", ("request",), "request", "诉求"),
            End("harmed", (*_ACTOR, "project", "facility"), "harmed", "受影响方"),
        ),
        roles=EdgeRoles(
            implied=(Implied("request", "harms", "受影响方", "request", "harmed", many=True),),
            listed=(Listed("request", "harms", "request", "harmed", "harms", "受影响方"),),
        ),
    ),
    Edge(
        "answers",
        "remedies",
        "measure against",
        "针对",
        "{measure} is meant against {problem}",
        "{measure}针对{problem}",
        (
            End("measure", ("measure",), "measure", "事项"),
            End("problem", ("assessment", "request"), "problem", "问题"),
        ),
        roles=EdgeRoles(
            implied=(Implied("measure", "problems", "针对问题", "measure", "problem", many=True),),
            listed=(
                Listed("measure", "problems", "measure", "problem", "against", "针对"),
                *(Listed(of, "measures", "problem", "measure", "measures", "应对") for of in ("assessment", "request")),
            ),
        ),
    ),
    Edge(
        "held_in",
        "event_places",
        "place of an event",
        "活动地点",
        "{event} is held in {place}",
        "{event}在{place}举行",
        (End("event", ("event",), "event", "活动"), End("place", _PLACE, "place", "地点")),
        dated=False,
        roles=EdgeRoles(
            implied=(Implied("event", "place", "地点", "event", "place"),),
            listed=(Listed("event", "place", "event", "place", "place", "地点"),),
        ),
    ),
    Edge(
        "takes_part",
        "participants",
        "participant",
        "参加方",
        "{participant} takes part in {event}",
        "{participant}参加{event}",
        (End("participant", _ACTOR, "participant", "参加方"), End("event", ("event",), "event", "活动")),
        (
            Property(
                "role",
                "text",
                "role",
                "角色",
                words=words("host 主办", "participant 参加"),
                key=True,
                default="participant",
            ),
        ),
        dated=False,
        roles=EdgeRoles(
            implied=(
                Implied("event", "participants", "参加方", "event", "participant", many=True),
                Implied("event", "hosts", "主办方", "event", "participant", many=True, fixed=(("role", "host"),)),
            ),
            listed=(Listed("event", "participants", "event", "participant", "participants", "参加方"),),
        ),
    ),
)

EDGES: Final = with_own_edges(_BUILT_IN, NODES)
"""All kinds of edges, those that people declare last."""
