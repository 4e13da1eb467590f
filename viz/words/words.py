# a Chinese character counts as two columns
# a Chinese character counts as two columns
"""Every word of the pages in both languages: controls, headings, states, actions and flags.

Kinds and properties have their words in the schema; states, actions and flags are defined with
the question of gaps. A word that is not known here is shown as it came.
"""

from __future__ import annotations

from typing import Final

from ...graph import schema
from ...graph.language import t

Pair = tuple[str, str]

STATES: Final[dict[str, Pair]] = {
    "broken": ("broken", "断链"),
    "missing": ("missing", "缺链"),
    "presumed": ("presumed", "疑缺"),
    "unknown": ("unknown", "未知"),
    "weak": ("weak", "弱链"),
    "strong": ("strong", "优势"),
    "served": ("served", "有配套"),
}
ACTIONS: Final[dict[str, Pair]] = {
    "secure": ("secure the link", "固链"),
    "fill": ("fill the link", "补链"),
    "verify": ("verify", "核实"),
    "investigate": ("investigate", "调查"),
    "survey": ("investigate", "调查"),
    "strengthen": ("strengthen the link", "强链"),
    "extend": ("extend the chain", "延链"),
    "build": ("build the chain", "建链"),
    "meet": ("meet the maker", "对接"),
}
FINDINGS: Final[dict[str, Pair]] = {
    "changed": ("changed", "内容被改动"),
    "gone": ("gone", "缺失"),
    "came": ("came from elsewhere", "外来"),
    "recorded": ("read otherwise", "出处被改动"),
    "key": ("ends or key", "两端或主键被改动"),
    "derived": ("does not follow", "推导值不符"),
    "meta": ("of itself", "自述不符"),
    "unreadable": ("not readable", "无法读取"),
}
"""What `verify` finds."""
FLAGS: Final[dict[str, Pair]] = {
    "alternative": ("one of several ways", "可替代"),
    "outside": ("bought outside", "外购"),
    "single_source": ("single source", "单一来源"),
    "maker_unknown": ("maker unknown", "产地不明"),
    "nearer_maker": ("a maker is nearer", "近处有厂"),
    "blocked": ("blocked", "堵点"),
    "signed": ("project signed", "项目已签约"),
    "started": ("project started", "项目已开工"),
}
BY: Final[dict[str, Pair]] = {
    "value": ("value", "采购额"), "count": ("count of suppliers", "供应商家数"),
    "stage": ("stage", "阶段"), "handler": ("handler", "办理方"), "responsible": ("responsible", "责任方"), "project": ("project", "项目"),
}  # fmt: skip
"""What the shares of `sourcing` are of, and by what other questions sum."""
UNSTATED: Final[Pair] = ("not stated", "未载明")
ROWS_OF_SUMS: Final[dict[str, Pair]] = {"all": ("all", "合计"), "unstated": UNSTATED}
"""What a row of projects by stage or handler is about besides one of these."""
SINCE: Final[dict[str, Pair]] = {
    "added": ("new on record", "新增"),
    "moved": ("moved on", "有进展"),
    "sums": ("other sums", "金额有变"),
    "unclear": ("not told", "无法判断"),
    "same": ("no change known", "未见变化"),
}
"""What has become of a project since a day."""
BORDERS: Final[dict[str, Pair]] = {
    "country": ("country border", "跨国"),
    "province": ("province border", "跨省"),
    "prefecture": ("prefecture border", "跨市州"),
    "county": ("county border", "跨县"),
}
PAGE: Final[dict[str, Pair]] = {
    "comma": (", ", "、"),
    "skip": ("Skip to the picture", "跳到图"),
    "as_of": ("As of", "截至"),
    "area": ("Area", "范围"),
    "whole": ("whole graph", "全图"),
    "hash": ("Graph", "图谱校验值"),
    "made": ("Made with chanlian. The page works offline and sends nothing.", "由产链生成。本页可离线使用，不向外发送任何数据。"),
    "search": ("Firm, product, park …", "搜索企业、产品、园区……"),
    "search_label": ("Search the network", "搜索"),
    "hits": ("{n} found", "找到 {n} 项"),
    "hits_one": ("1 found", "找到 1 项"),
    "no_hit": ("Nothing here is called “{q}”", "没有名称含“{q}”的内容"),
    "png": ("Save picture", "保存图片"),
    "print": ("Print", "打印"),
    "legend": ("Legend and filter", "图例与筛选"),
    "kinds": ("What is shown", "对象"),
    "states": ("Gaps in the chains", "产业链缺口"),
    "edges": ("Ties", "联系"),
    "borders": ("Ties across a border", "跨界联系"),
    "only_border": ("Only ties across a border", "只看跨界联系"),
    "inside": ("in the area asked", "在所选范围内"),
    "outside": ("outside the area asked", "在所选范围外"),
    "unplaced": ("place unknown", "地点未知"),
    "group": ("unnamed group", "未具名群体"),
    "tab_chain": ("Products", "产品图"),
    "tab_network": ("Network", "关系图"),
    "tab_flows": ("Flows", "流向"),
    "tab_matrix": ("Matrix", "矩阵"),
    "tab_gaps": ("Needs and gaps", "需求与缺口"),
    "tab_projects": ("Projects", "项目"),
    "tab_requests": ("Requests", "诉求"),
    "tab_ties": ("Ties across a border", "跨界联系"),
    "tab_firms": ("Firms", "企业"),
    "tab_facts": ("All facts", "全部事实"),
    "views": ("Views", "视图"),
    "picture_help": (
        ("Network picture. Arrow keys move it, plus and minus zoom, 0 shows all, N and P go through what is drawn, "
        "Escape clears. Everything in it also stands in the tables."),
        "关系图。方向键移动，加减号缩放，0 显示全部，N 和 P 逐个查看，Esc 取消选择。图中内容在表格中均可查到。",
    ),
    "zoom_in": ("Zoom in", "放大"),
    "zoom_out": ("Zoom out", "缩小"),
    "fit": ("Show all", "全图"),
    "details": ("Details", "详情"),
    "overview": ("At a glance", "概览"),
    "close": ("Back to the overview", "返回概览"),
    "n_firms": ("firms in the area", "范围内企业"),
    "n_firms_all": ("firms", "企业"),
    "n_gaps": ("gaps", "缺口"),
    "n_ties": ("ties across a border", "跨界联系"),
    "n_sourced": ("facts with evidence", "有来源的事实"),
    "n_unplaced": (
        "{n} firms are of unknown place: counted neither inside nor outside.",
        "{n} 家企业地点未知：既不计入范围内，也不计入范围外。",
    ),
    "n_unplaced_one": (
        "1 firm is of unknown place: counted neither inside nor outside.",
        "1 家企业地点未知：既不计入范围内，也不计入范围外。",
    ),
    "todo": ("What to do first", "先做什么"),
    "stop": (". ", "。"),
    "sources": ("Sources:", "来源："),
    "notes": ("Notes on what is counted", "统计说明"),
    "findings": ("Findings", "要点"),
    "how_chain": (
        "Select a box to see its firms, its suppliers and its sources. Arrow keys go from box to box, Escape clears.",
        "点图中任一格，看企业、供方和出处。方向键逐格移动，Esc 取消。",
    ),
    "chosen_boxes": ("{n} boxes", "{n} 格"),
    "chosen_boxes_one": ("1 box", "1 格"),
    "tied": ("tied to {n} others", "与 {n} 格相连"),
    "tied_one": ("tied to 1 other", "与 1 格相连"),
    "cleared": ("Nothing is selected", "已取消选择"),
    "not_here": ("This page does not hold it: it is drawn of one area or chain. Draw a page of another.",
                 "本页未载入这一项；请换一个地区或产业链重新生成网页。"),
    "no_detail": (
        "This page has too many boxes to tell of each. Needs and gaps stand in the table of that name; a page of one area has all.",
        "格数过多，本页未载入这一格的详情；需求与缺口见同名表格，其余请按单个地区或单条产业链重新生成网页。",
    ),
    "no_library": (
        "This browser cannot unpack the drawing program; the tables have everything.",
        "浏览器版本过旧，无法绘制关系图；全部内容见表格。",
    ),
    "no_unpacking": ("This browser cannot unpack the picture.", "浏览器版本过旧，无法保存这张图。"),
    "facts_behind": ("Facts and their sources", "相关事实与出处"),
    "more_facts": ("{n} more facts: see All facts.", "另有 {n} 条事实，见“全部事实”表。"),
    "all_facts": ("{n} facts are behind it: see All facts.", "有 {n} 条事实为据，见“全部事实”表。"),
    "other_facts": ("{n} facts are behind it that this page does not tell.", "另有 {n} 条事实为据，本页未载。"),
    "rest": ("{n} products of the chain are on record in none of these areas", "本链另有 {n} 项产品各地均无记录（未知不等于没有）"),
    "rows_cut": ("the first {n} of {all} rows", "共 {all} 行，本页列出前 {n} 行。"),
    "no_rows": ("Nothing is on record. Unknown is not absent.", "暂无记录。未知不等于没有。"),
    "makers": ("Made by", "生产企业"),
    "users": ("Used elsewhere by", "外地用户"),
    "coverage": ("Coverage", "掌握程度"),
    "stage_unstated": ("stage not stated", "阶段未载明"),
    "col_province": ("Province", "省份"),
    "col_stage": ("Stage", "环节"),
    "col_suppliers": ("Supplied by", "现供应商"),
    "col_candidates": ("Could ask", "可对接企业"),
    "gaps_first": ("Gaps, worst first", "缺口（按轻重）"),
    "ties_first": ("Ties across a border, highest first", "跨界联系（按层级）"),
    "more": ("… and {n} more in the table", "……另有 {n} 项，见表格"),
    "how": (
        "Select anything in the picture to see its facts and what they rest on.",
        "点选图中任一内容，查看相关事实及其来源。",
    ),
    "as_one": (
        "Here the areas are judged together as one; the chain map judges each by itself, so the state of a product can differ.",
        "这里把各地合为一地判断，产业链图按各地分别判断，同一产品在两处的状态可以不同。",
    ),
    "no_gaps": ("No gap is known here. Unknown is not absent: see how many firms are known.",
                "暂无已知缺口。未知不等于没有：请留意已掌握企业的数量。"),
    "no_ties": ("No tie across a border is known.", "暂无已知的跨界联系。"),
    "properties": ("Properties", "属性"),
    "neighbours": ("Ties", "联系"),
    "no_neighbours": ("No tie is recorded.", "暂无联系记录。"),
    "evidence": ("Evidence", "来源依据"),
    "no_evidence": ("No evidence is recorded.", "没有来源记录。"),
    "derived": ("Derived, not a recorded fact.", "推导所得，并非记录的事实。"),
    "because": ("Why", "依据"),
    "needed_by": ("Needed by", "需求企业"),
    "action": ("Action", "措施"),
    "flags": ("Flags", "标记"),
    "nearest": ("Nearest supplier", "最近供方"),
    "show": ("Show in the picture", "在图中查看"),
    "status": ("Status", "状态"),
    "modality": ("Modality", "性质"),
    "value": ("Value", "金额"),
    "fact": ("Fact", "事实编号"),
    "untitled": ("source without a title", "未署标题的来源"),
    "col_area": ("Area", "地区"),
    "col_product": ("Product", "产品"),
    "col_state": ("State", "状态"),
    "col_because": ("Why", "依据"),
    "col_firms": ("Firms in need", "需求企业"),
    "col_kind": ("Kind", "类型"),
    "col_sentence": ("Fact", "事实"),
    "col_from": ("From", "起点"),
    "col_from_area": ("Area", "所在地"),
    "col_to": ("To", "终点"),
    "col_border": ("Border", "跨界层级"),
    "col_sources": ("Sources", "来源数"),
    "col_name": ("Name", "名称"),
    "col_where": ("Position", "位置"),
    "col_ties": ("Ties", "联系数"),
    "col_across": ("Across", "跨界数"),
    "filter": ("Filter the table", "筛选表格"),
    "rows": ("{n} rows", "{n} 行"),
    "rows_one": ("1 row", "1 行"),
    "rows_of": ("{n} of {all} rows; narrow the filter to see others", "显示 {n} / {all} 行，缩小筛选范围可看其余"),
    "sort": ("sort", "排序"),
    "yes": ("yes", "是"),
    "no": ("no", "否"),
    "shared": ("Across areas", "跨地区"),
    "coarse": ("county not known", "县级不详"),
    "open": (" (", "（"),
    "close_": (")", "）"),
    "aggregated": (
        ("{n} things and {m} ties are too many to read at once, so the picture shows areas and products. "
        "Select one to list what is in it; select a name to draw its neighbourhood."),
        "共 {n} 个对象、{m} 条联系，无法同图辨认，故按“地区×产品”汇总显示。点选汇总项可列出明细，点选名称可展开其周边。",
    ),
    "too_many": (
        ("{n} things and {m} ties are more than a page can hold: it has the sums of areas and products, the gaps, and the {kept} firms with "
        "the most ties. A page of a smaller area, or of what lies around one firm, has all of its own."),
        ("共 {n} 个对象、{m} 条联系，超出一页的承载：本页只含“地区×产品”汇总、缺口和联系最多的 {kept} 家企业。"
        "需要全部内容时，可按较小的地区或某一企业的周边另行生成网页。"),
    ),
    "asides": ("Not drawn, counted on areas:", "未画出、计在所属地区："),
    "aside_of": ("{kind} of {area}", "{area}的{kind}"),
    "aside_all": ("All: {kind}", "全部{kind}"),
    "steps": ("Steps", "步数"),
    "hops": ("Steps shown around what is selected", "选中后显示几步以内的联系"),
    "path": ("Path to ...", "找路径……"),
    "path_help": ("Select the other end of the path.", "请点选路径的另一端。"),
    "path_none": ("No path joins the two in this picture.", "图中两者之间没有路径。"),
    "path_found": ("{n} steps from {a} to {b}", "{a} 到 {b}：{n} 步"),
    "cut": (
        "Drawn are the largest: {k} of {all} products of areas, {l} of {lines} flows.",
        "仅绘出最大者：地区产品 {all} 项中的 {k} 项，流向 {lines} 条中的 {l} 条。",
    ),
    "draw_all": ("Draw everything", "全部绘出"),
    "back": ("Back to the summary", "返回汇总"),
    "around": ("Around {name}", "{name} 的周边"),
    "members": ("In it", "包含"),
    "aggregate_area": ("{n} firms", "{n} 家企业"),
    "aggregate_area_one": ("1 firm", "1 家企业"),
    "aggregate_made": ("{product} of {area}: {n} makers or sellers", "{area}的{product}：{n} 家生产或供应"),
    "aggregate_supply": ("{product} of {area} goes to {other}: {n} supplies", "{area}的{product}供往{other}：{n} 条供应"),
    "aggregate_needs": ("{area} needs {product}: {n} firms", "{area}有 {n} 家企业需要{product}"),
    "aggregate_possible": ("{n} makers in {area} could supply {product}", "{area}有 {n} 家企业生产{product}，可对接"),
    "aggregate_other": ("{area} and {other}: {n} other ties", "{area}与{other}：其他联系 {n} 条"),
    "noscript": (
        "This page draws with JavaScript, which is switched off in this browser.",
        "本页需要浏览器启用 JavaScript。",
    ),
}  # fmt: skip


def page_words(lang: str) -> dict[str, str]:
    """The words of the page's controls in one language."""
    return {key: t(lang, *pair) for key, pair in PAGE.items()}


def table(words: dict[str, Pair], lang: str) -> dict[str, str]:
    """One of the tables above in one language."""
    return {key: t(lang, *pair) for key, pair in words.items()}


def word(words: dict[str, Pair], key: object, lang: str) -> str:
    """One word of a table above, whether it came as its key or already in Chinese.

    >>> word(ACTIONS, "补链", "en")
    'fill the link'
    """
    text = str(key)
    for name, pair in words.items():
        if text in (name, *pair):
            return t(lang, *pair)
    return text


def kind_word(name: str, lang: str) -> str:
    """The name of a node or edge kind; `gap` and `needs` are kinds of the picture only."""
    own = {"gap": ("gap", "缺口"), "needs": ("need without a maker here", "本地无厂的需求"), "possible": ("could supply", "可对接"),
           "area": ("area", "地区"), "made": ("product of an area", "地区产品"),
           "flow": ("supplies together", "供应汇总"), "other": ("other ties together", "其他联系汇总")}  # fmt: skip
    if name in own:
        return t(lang, *own[name])
    if name in schema.NODE_NAMES or name in schema.EDGE_NAMES:
        kind = schema.kind(name)
        return t(lang, kind.en, kind.zh)
    return name
