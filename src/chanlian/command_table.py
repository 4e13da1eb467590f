"""Every command: the module and function that are it, and its summary. Nothing is imported: help must be fast."""

from __future__ import annotations

from typing import Final

COMMANDS: Final[dict[str, tuple[str, str, str, str]]] = {
    # name: module, function, summary in English and Chinese
    "demo": ("demo", "demo", "The bundled example, end to end.", "运行自带示例，一步到位。"),
    "load": ("loaders.commands.load", "load", "Load tables into a graph.", "把表格载入图。"),
    "unload": ("loaders.commands.edits", "unload", "Undo one load.", "撤销一次载入。"),
    "add": ("loaders.commands.edits", "add", "One fact by hand.", "手工添加一条事实。"),
    "end": ("loaders.commands.edits", "end", "Say that a fact ended.", "注明一条事实已终止。"),
    "retract": ("loaders.commands.edits", "retract", "Take a wrong fact out.", "撤回一条有误的事实。"),
    "resolve": ("loaders.commands.edits", "resolve", "Names that mean several.", "有歧义的名称。"),
    "chains": ("loaders.commands.load", "chains", "The bundled chain templates.", "自带的产业链模板。"),
    "gaps": ("queries.commands", "gaps", "What an area's chains lack.", "一个地区的产业链缺什么。"),
    "chain": (
        "queries.commands",
        "chain",
        "What areas lack and make of a chain, by stage.",
        "产业链图谱：各地各环节缺什么、有什么。",
    ),
    "findings": (
        "queries.commands",
        "findings",
        "What areas lack in five sentences, and what to do next.",
        "几句话的结论，以及先做什么、找谁。",
    ),
    "outlets": (
        "queries.commands",
        "outlets",
        "What is made here and used by nobody here.",
        "本地生产而本地无人使用的产品。",
    ),
    "matches": ("queries.commands", "matches", "Who could buy from a nearer maker.", "谁可以就近采购。"),
    "links": ("queries.commands", "links", "Every tie across a border.", "跨越边界的全部联系。"),
    "flows": ("queries.commands", "flows", "Supplies, area by area.", "地区之间的供应。"),
    "trace": ("queries.commands", "trace", "Who supplies whom, step by step.", "逐级查看供应关系。"),
    "suppliers": ("queries.commands", "suppliers", "Who makes a product, nearest first.", "谁生产某种产品，由近及远。"),
    "assess": ("queries.commands", "assess", "Strengths and weaknesses, with sources.", "优势与短板及其来源。"),
    "sourcing": (
        "queries.commands",
        "sourcing",
        "How much of what is bought comes from here.",
        "本地配套率：采购有多少来自本地。",
    ),
    "requests": ("queries.commands", "requests", "Requests: whose, by when, settled or not.", "诉求办理台账。"),
    "progress": (
        "queries.commands",
        "progress",
        "Items of agreements and plans: whose, by when, done or not.",
        "协议事项和任务清单：谁负责、何时到期、是否完成。",
    ),
    "pipeline": (
        "queries.commands",
        "pipeline",
        "Projects by stage, with their sums.",
        "项目推进情况：阶段、金额、开工率。",
    ),
    "list": ("queries.commands", "list_", "All of a kind.", "列出某一类的全部内容。"),
    "show": ("queries.commands", "show", "Everything about one, with evidence.", "查看一个对象的全部内容及依据。"),
    "history": ("queries.commands", "history", "How a thing developed.", "一个对象的沿革：何时发生了什么。"),
    "conflicts": ("queries.commands", "conflicts", "Where sources disagree.", "各来源说法不一致之处。"),
    "compare": ("queries.commands", "compare", "Two days side by side.", "两个时间对比。"),
    "ask": ("viz.commands", "ask", "Whom to ask what, with forms to send.", "该调查哪些企业，并生成调查表。"),
    "template": ("viz.commands", "template", "Forms to fill in.", "待填写的表格。"),
    "draw": ("viz.commands", "draw", "An offline page of an area.", "生成可离线打开的网页。"),
    "report": (
        "viz.commands",
        "report",
        "A report to hand on: page, document, workbook, picture.",
        "产业链报告：网页、文档、工作簿和图片。",
    ),
    "sql": ("graph.commands.console", "sql", "One SELECT of your own.", "用 SQL 自行查询。"),
    "push": ("graph.commands.server", "push", "A graph to a Neo4j server.", "把图写入 Neo4j 服务器。"),
    "pull": ("loaders.commands.pull", "pull", "A graph from a Neo4j server.", "从 Neo4j 服务器取回图。"),
    "cypher": ("graph.commands.console", "cypher", "One Cypher question of your own.", "用 Cypher 自行查询。"),
    "export": ("graph.commands.export", "export", "The graph for other programs.", "把图导出给其他程序。"),
    "snapshot create": ("graph.commands.snapshot", "create", "A graph kept as it is.", "把图保存为快照。"),
    "snapshot list": ("graph.commands.snapshot", "list_", "The snapshots in a folder.", "列出快照。"),
    "snapshot verify": ("graph.commands.snapshot", "verify", "Is a snapshot whole?", "校验快照是否完好。"),
    "snapshot diff": ("queries.diff.command", "diff", "What differs between two.", "两个快照的差异。"),
    "snapshot restore": ("graph.commands.snapshot", "restore", "A graph of a snapshot.", "由快照还原成图。"),
    "info": ("queries.commands", "info", "What a graph holds.", "图里有什么。"),
    "region": ("queries.commands", "region", "Resolve the name of a region.", "查询行政区划。"),
    "check": ("graph.commands.graph", "check", "Is the graph sound?", "检查图是否有问题。"),
    "verify": (
        "graph.commands.graph",
        "verify",
        "Is the graph still what was written?",
        "校验图自写入后是否被改动。",
    ),
    "init": ("graph.commands.graph", "init", "Make an empty graph.", "建立一个空图。"),
    "completion": ("graph.commands.graph", "completion", "Completion in your shell.", "命令行自动补全。"),
    "schema": ("graph.commands.graph", "schema", "The model in words.", "用文字说明模型。"),
}

QUESTIONS: Final = ("ask", *(name for name, (module, *_) in COMMANDS.items() if module == "queries.commands"))
"""The questions: the function of that name in queries/ is public (`chanlian.gaps`). `ask` has its command in viz,
which writes the forms."""
