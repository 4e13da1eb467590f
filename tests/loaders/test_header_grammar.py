"""Headers by their words: what each of many is read as, and what none of them may be read as."""
# ruff: noqa: E501 (lists of headers)

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from chanlian.loaders.sheets.header_grammar import _grammar, sentences
from chanlian.loaders.sheets.headers import read_synonyms, table_kinds
from chanlian.loaders.sheets.kind import near_header

if TYPE_CHECKING:
    pass

pytestmark = pytest.mark.core

FORMS = table_kinds(read_synonyms())

READ = {
    "supplies": {
        "seller": "供方 供货方 供货厂 供货单位名称 出货方 出货厂 卖方 卖家 卖的 售方 销售方名称 发货单位 供料方 供应端 上游厂家 跟谁买 从谁进货 谁供货 经销商 供货商名称 "
        "外地供应商 本地供应商 主要供应商 供应厂商 发货方 出货单位 vendor|Vendor Name|Supplier Name|supplier company|sold by|bought from|purchased from",
        "buyer": "需方 采购方 采购单位名称 进货方 收货厂 收货单位 买方 买家 买的 购方 购货单位 用货单位 外购企业 卖给谁 进货商 客户名称 主要客户 被调查企业 受访企业 样本企业 下游厂家 "
        "要货方 订购方 buyer company|Customer Name|sold to|purchaser|client name",
        "product": "产品 货品 货物 商品名称 物料 物料名称 料件 物资名称 品种 采购产品 采购物料 供货品种 供什么 买什么 进货品种 采购原料 所购物料 配套产品 竹品 纸料 木料 "
        "零部件名称 包装材料 辅料 主要零配件 外购件原料 Material|Goods|commodity|purchased goods|raw materials|component name",
        "value": "金额 总金额 货款 货值 价款 采购额 采购总额 采购金额 进货额 供货额 供货金额 供货总额 成交额 结算额 交易额 结算金额 往来金额 年供货额 年采购额 一年花多少 一年花费 年花费 年支出 "
        "2023年采购额 2023年货款 2023年度采购额 2023年成交 2022年进货额 2023年花费 2024年上半年采购额 外地采购额 累计采购额 合同金额 订单金额 合同额 计划采购额 预计采购额 目标采购额 实际采购额 "
        "采购费用 采购支出 进货款 采购额（万元） Amount|total amount|purchase amount|annual purchase amount|Line Amount|purchase value|annual value",
        "quantity": "数量 采购量 供货量 供量 年供量 年供货量 年采购量 采购数量 进货量 进货数量 一年买多少 年需求量 需求数量 销售量 2023年采购量 年购买量 Qty|quantity|purchase quantity|annual volume",
        "since": "起供 开始时间 供货开始时间 供货起始日期 合作开始时间 供货起始",
    },
    "firms": {
        "name": "企业 企业名称 单位名称 厂家 厂名 户名 社名 店名 公司名称 企业全称 单位（全称） 单位全称 企业名字 东家 业户 商户名称 加工户 用材户 用料单位 生产厂家名称 生产厂 加工企业 "
        "加工单位 制造企业名称 被调查企业 受访单位名称 规上企业 重点企业名称 骨干企业 龙头企业 外资企业名称 经营主体名称 主体名称 合作社名称 厂商名称 本企业 Company|firm name|Enterprise|Manufacturer|factory name|company full name|entity name",
        "credit_code": "信用代码 企业信用代码 USCC|credit code|Unified Social Credit Code|social credit code",
        "place": "所在地 所在 坐落 坐落地 坐落位置 座落 地点 属地 在哪 在哪里 企业所在地 所在县区 县区 落户地 企业坐落 坐落县 单位所在地 所在地区 地区 Region|location|County|District|area|place|where|city|Province",
        "park": "园区 所在园区 所属园区 入驻园区 落户园区 园区名称 所在开发区 开发区名称 工业园 经开区 归属园区 Park|industrial park|Park / Town|development zone",
        "products": "产品 主要产品 主打产品 主打产品及年产量 做什么 做什么产品 产什么 生产什么 生产的产品 做的玩具 产的酒 出产的茶 出什么货 生产品种 主要品种 加工品种 营业内容 主营 主营内容 "
        "经营品种 可生产产品 产品种类 自产产品 主做产品 Main products|products|Key products|product name|major products",
        "inputs": "原料 主要原料 用料 用什么料 坯釉用料 酿酒用料 橡胶及助剂用料 所用原料 需要的原料 要用的钢材 用的木料 进的箱子 主要用料 主要辅料 所需材料 生产用料 "
        "使用材料 外购原料 采购原料 耗用原料 原辅材料 主要零配件 Key materials|raw materials|Main inputs|materials|components used|main raw material",
        "industry": "行业 所属行业 企业行业 业态 Industry|sector",
        "capacity": "产能 年产能 设计产能 年设计产能 设计能力 生产能力 设计能力（千升） 加工能力 年加工能力 产能（万吨/年） 产能规模 capacity|annual capacity|design capacity|production capacity",
        "customers": "客户 主要客户 下游企业 采购商 主顾 下游配套企业 买家 Customers|main customers|buyers",
        "suppliers": "供应商 主要供应商 上游企业 供货商 上游配套企业 外地供应商 原料供应商 卖家 suppliers|Key suppliers|vendors",
        "byproducts": "副产品 副产 联产品 主要副产物 by-products",
        "wastes": "固废 废料 边角料 主要废弃物 solid waste",
    },
    "projects": {
        "name": "项目 项目名称 工程名称 投资项目 建设项目名称 签约项目名称 project|project name",
        "place": "建设地点 建在哪里 落地 落户地 选址地点 项目所在地 实施地点 落户园区 建设地址 项目坐落 落地园区 project location",
        "investors": "投资方 投资人 投资商 投资企业 投资单位 投资主体 谁投资 业主 业主单位 建设单位 客商 项目业主 Investor|investors|investor name",
        "planned": "总投资 计划投资 计划总投资 拟投资额 拟投资 投资总额 拟投 概算 概算投资 估算投资 预计总投资 planned investment|total investment",
        "contracted": "签约资金 签约金额 签约投资额 协议投资 协议资金 协议资金额 合同投资额",
        "paid": "到位资金 到账 到位 已到位 已到位资金 到位金额 累计到位资金 实际到位资金 实到资金 资金到位 到账资金 到资 到位投资 资金·已到位 paid in",
        "stage": "阶段 进展 项目进展 项目状态 建设进度 进度 项目进度 进行到哪一步 status|stage|project status",
        "products": "产品 主要产品 做什么产品 项目产品 生产产品 main products",
    },
    "agreements": {
        "name": "协议名称 协议 协议（备忘录） 备忘录 合同名称 协议书名称 协议全称 合作协议 agreement|agreement name|MOU",
        "signed": "签订时间 签署日 签署日期 签于 签约日期 签字日期 订立日期 signing date|signed date",
        "parties": "各方 双方 签约方 签约各方 签署各方 缔约方 合作方 甲方 乙方 parties|party A",
        "subject": "协议内容 合作内容 约定 合作事项 约定事项 content|subject",
    },
    "requests": {
        "name": "诉求 问题 困难 反映的困难 反映问题 存在的困难 企业诉求 企业困难 企业的困难 面临困难 遇到的问题 诉求内容 反映内容 堵点 problem|request|issue",
        "raised_by": "企业名称 反映单位 反映企业 提出单位 诉求单位 诉求企业名称 问题企业 公司 单位名称 company",
        "handled_by": "办理单位 承办部门 责任部门 牵头单位 对口部门 盯办单位 交办给 谁来办 谁负责 落实单位 解决部门 handled by|responsible department",
        "opened": "收到日期 受理时间 提出时间 登记日期 收集日期 反映日期 提交时间",
        "closed": "办结时间 解决时间 销号日期 实际办结时间",
        "result": "办理结果 办理情况 办到哪一步 处理结果 答复 办结结果 办理进展 result|outcome",
    },
    "produces": {
        "firm": "企业 生产企业 厂家 厂名 企业名称 加工户 单位名称 manufacturer",
        "product": "产品 品种 产品名称 生产品种 货品 生产产品 product",
        "capacity": "产能 设计产能 年产能 2023年产能 加工能力 设计能力 年加工能力 实际产能 capacity",
    },
    "consumes": {
        "firm": "企业 用料企业 用料单位 使用单位 企业名称 被调查企业 加工户",
        "product": "原料 原材料 用料 物料 所用原料 主要原料 原料名称 材料 辅料 raw material",
        "quantity": "用量 年用量 使用量 消耗量 耗用量 原料用量 2023年用量 需求量 年耗用量 年使用量",
    },
    "measures": {"responsible": "责任单位 牵头部门 落实单位 谁来牵头 谁负责 主责单位", "due": "时限 期限 完成时限 deadline"},
    "leaders": {"firm": "链主 链主企业 链上龙头 链主企业名称", "chain": "产业链 链条 链名 产业链名称"},
}  # fmt: skip
"""Headers of real practice by table and column: Chinese ones parted by blanks, English ones by strokes."""


def listed(texts: str) -> list[str]:
    chinese, *english = texts.split("|")
    first = [word for word in chinese.split(" ") if not word.isascii()]
    rest = " ".join(word for word in chinese.split(" ") if word.isascii())
    return [*first, *([rest] if rest else []), *english]


@pytest.mark.parametrize("table", READ)
def test_what_headers_are_read_as(table: str) -> None:
    wrong = {}
    for column, texts in READ[table].items():
        for header in listed(texts):
            found = FORMS[table].column(header)
            if found is None or found.name != column:
                wrong[header] = (column, found and found.name)
    assert wrong == {}


def test_the_list_is_long() -> None:
    assert sum(len(listed(texts)) for columns in READ.values() for texts in columns.values()) > 300


OPPOSITES = {
    "supplies": {
        "seller": "需方 采购方 买家 收货厂 承运方 供需方 供方所在地 供方联系人 供货时间 未供货企业 拟供货企业 备选供应商 淘汰供应商 供应商家数 供方负责人",
        "buyer": "供方 卖方 出货厂 供货单位 潜在客户 流失客户 客户数 采购时间 采购人 采购联系人 采购方地址 非采购单位",
        "value": "单价 不含税金额 欠款 未结金额 预付比例 采购占比 销售收入 2024年1-15月采购额 采购额增速 采购额同比 结算方式 结算周期 金额占比 成交率 退货额 罚款 未付货款 采购次数",
        "quantity": "采购额 库存量 退货量 供货率 数量占比 供应商数量占比 产量 采购批次 数量单位",
        "product": "产品单价 产品规格 产品数量 产品标准 副产品 资料 申报材料 附件材料 运输方式 产品型号 产品质量 替代产品",
    },
    "firms": {
        "suppliers": "上下游配套企业 上下游企业 下游配套企业 下游企业 供应商数量 拟引进供应商",
        "customers": "上下游配套企业 上游企业 客户数量 潜在客户 拟开拓客户 客户满意度 用户数",
        "products": "副产品 产品产值 主要产品产量 进口产品 替代产品 产品销路 停产产品 在研产品 拟生产产品 非主营产品 淘汰产品 产品商标 产品标准 做的事 紧缺产品",
        "inputs": "原料来源地 原料库存 原料价格 紧缺原料 替代原料 用料单位 申报材料 证明材料 资料 宣传材料 原料保障率 原料价格涨幅",
        "place": "产地 销售地区 销往地区 原料来源地 户籍所在地 拟迁入地 迁出地 投资方所在地 母公司所在地 供应商所在地 来源地",
        "capacity": "产能利用率 新增产能 淘汰产能 闲置产能 过剩产能 产能占比 在建产能 2023年产值 拟建产能 计划产能 产能缺口 产量",
        "name": "供应商名称 企业数 企业类型 企业个数 母公司 企业法人 单位 计量单位 主管单位 企业负责人 监管单位 企业性质 客户名称 未入统企业 退出企业",
    },
    "projects": {
        "paid": "未到位资金 资金到位率 到位率 拟到位资金 计划到位资金 2024年到位资金 应到位资金 到位资金占比 资金缺口 年内到位资金 本年到位资金 未到账 欠缴资金",
        "planned": "完成投资 累计完成投资 已完成投资 2024年计划投资 年度计划投资 投资强度 投资完成率 剩余投资 固定资产投资完成额 未完成投资",
        "contracted": "未签约资金 签约率 签约项目数 解约金额 拟签约金额",
        "investors": "建设内容 投资方式 拟投资方 投资方所在地 投资规模 退出投资方 投资金额",
        "place": "投资方所在地 客商所在地 建设内容 用地 建设时间",
        "stage": "存在问题 下阶段打算 进展缓慢原因",
    },
    "agreements": {
        "signed": "到期时间 终止日期 签约地点 未签原因 有效期 生效条件",
        "parties": "见证方 双方联系人 协议编号 第三方机构 非签约方 甲方联系人",
    },
    "requests": {
        "closed": "未办结原因 应办结时间 办结率 办结期限 是否办结 提出时间",
        "opened": "办结时间 解决时间 时限",
        "handled_by": "反映单位 交办时间 责任领导 未办理单位 办结时间",
        "raised_by": "承办单位 责任单位 解决部门 牵头部门",
    },
}  # fmt: skip
"""What each column must not be told from, though it begins or ends alike."""


@pytest.mark.parametrize("table", OPPOSITES)
def test_nothing_is_read_as_its_opposite(table: str) -> None:
    wrong = {}
    for column, texts in OPPOSITES[table].items():
        for header in texts.split():
            found = FORMS[table].column(header)
            if found is not None and found.name == column and found.role not in ("unread", "ignored"):
                wrong[header] = column
            assert near_header(header, FORMS[table]) not in ("下游配套企业", "到位资金", "上游配套企业") or header in (
                "下游配套企业",
                "上游配套企业",
            ), header
    assert wrong == {}


@pytest.mark.parametrize(
    ("table", "header", "says"),
    [
        ("supplies", "年供货额", {"basis": "annual"}),
        ("supplies", "年采购额（万元）", {"basis": "annual"}),
        ("supplies", "2023年采购额", {"basis": "annual", "period": "2023"}),
        ("supplies", "2024年上半年采购额", {"period": "2024-H1"}),
        ("supplies", "2024年1-6月采购额", {"period": "2024-H1"}),
        ("supplies", "2024年1-5月采购额", {"period": "2024-01/2024-05"}),
        ("supplies", "2024年前三季度采购额（万元）", {"period": "2024-01/2024-09"}),
        ("supplies", "累计采购额", {"basis": "cumulative"}),
        ("supplies", "合同金额", {"basis": "contract"}),
        ("supplies", "计划采购额", {"modality": "target"}),
        ("supplies", "预计采购额", {"modality": "forecast"}),
        ("supplies", "采购额", {}),
        ("produces", "2023年产能", {"period": "2023"}),
        ("consumes", "2023年用量", {"period": "2023"}),
        ("firms", "年产能", {}),
    ],
)
def test_what_a_header_says_of_its_amounts(table: str, header: str, says: dict[str, str]) -> None:
    column = FORMS[table].column(header)
    assert column is not None
    assert dict(column.says) == says


def test_the_grammar_names_columns_and_roles_that_there_are() -> None:
    grammar = _grammar()
    roles = {role for found in grammar.roles.values() for role in found} | {"period", "thing", "stuff", "pin"}
    for table, rows in grammar.tables.items():
        assert {role for row in rows for role in row} <= roles, table
        if table != "survey":
            assert {column.partition("_part")[0] for column in rows.values()} <= set(FORMS[table].by_name), table


@pytest.mark.parametrize(
    "text",
    [
        "",
        "—",
        "大" * 300,
        "供" * 39,
        "2023年",
        "()",
        "1,4-丁二醇（5万吨/年）",
        "年年年年年年年年年年年年年年年年年年年年年",
    ],
)
def test_any_text_is_looked_at_in_no_time(text: str) -> None:
    assert len(sentences(text)) <= 64


@pytest.mark.parametrize(
    ("header", "near"),
    [
        ("上下游配套企业", None),
        ("资金到位率", None),
        ("未到位资金", None),
        ("采购放", None),
        ("统一社会信用代吗", "统一社会信用代码"),
    ],
)
def test_a_hint_never_turns_a_header_round(header: str, near: str | None) -> None:
    table = "supplies" if header == "采购放" else "projects" if "资金" in header else "firms"
    assert near_header(header, FORMS[table]) == near
