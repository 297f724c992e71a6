"""Names of persons (姓名) in a stretch of a view: surname, given name, and words that border them.

Chinese text has no word borders, so a surname alone proves nothing (高血压, 方案). A name
counts where both its ends are borders: punctuation, the role before it (当事人, 学生) or
the verb after it (患, 就读, 反映). Where a fact has been found beside it, that is enough.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from reviewer.language.surnames import COMPOUND_SURNAMES, ORDINARY_BEGINNINGS, SURNAMES

_HAN = "\u4e00-\u9fff"
_SINGLE = "".join(sorted(SURNAMES))
_COMPOUND = "|".join(COMPOUND_SURNAMES)
_MASK = "*＊×✕●○〇◯＿Xx"

# Words that stand right before a name.
ROLES = (
    *("当事人", "申请人", "被申请人", "申请执行人", "被执行人", "信访人", "上访人", "来访人", "来信人"),
    *("举报人", "投诉人", "反映人", "控告人", "检举人", "留言人", "诉求人", "求助人", "患者", "病人", "伤者"),
    *("死者", "逝者", "感染者", "学生", "考生", "幼儿", "儿童", "孤儿", "女童", "男童", "少年", "未成年人"),
    *("户主", "业主", "村民", "居民", "职工", "员工", "教师", "工人", "老人", "老党员", "监护人", "家长"),
    *(
        "经营者",
        "驾驶员",
        "驾驶人",
        "司机",
        "车主",
        "持证人",
        "参保人",
        "领款人",
        "权利人",
        "被害人",
        "受害人",
    ),
    *("嫌疑人", "被告人", "罪犯", "违法行为人", "违法嫌疑人", "被处罚人", "被征收人", "证人", "代理人"),
    *("丈夫", "妻子", "配偶", "儿子", "女儿", "父亲", "母亲", "祖母", "祖父", "爷爷", "奶奶", "兄长", "其兄"),
    *(
        "其子",
        "其女",
        "其父",
        "其母",
        "其妻",
        "其夫",
        "低保户",
        "贫困户",
        "脱贫户",
        "五保户",
        "残疾人",
        "对象",
    ),
    *("人员", "分子", "姓名", "我叫", "我是", "本人", "名叫", "化名", "真名", "原名", "男子", "女子", "群众"),
    *(
        "同学",
        "队员",
        "党员",
        "积极分子",
        "战士",
        "军人",
        "护士",
        "医生",
        "租户",
        "租客",
        "住户",
        "乘客",
        "顾客",
    ),
    *("消费者", "劳动者", "农民工", "务工人员", "家庭", "贫困学生", "小学生", "中学生", "初中生", "高中生"),
    *("大学生", "女生", "男生", "申报人", "推荐人", "报名人", "联系人", "户名", "被监护人", "被救助人"),
)
_ROLE = "|".join(sorted(ROLES, key=len, reverse=True))

# Words that stand right after a name: two characters prove more than one, which may belong to the name.
_AFTER = "|".join(
    (
        *(
            "同志",
            "先生",
            "女士",
            "老人",
            "老师",
            "因病",
            "因患",
            "患有",
            "身患",
            "罹患",
            "确诊",
            "感染",
            "处于",
        ),
        *(
            "就读",
            "曾因",
            "曾经",
            "曾于",
            "现居",
            "现住",
            "现年",
            "已于",
            "已被",
            "自述",
            "自称",
            "反映",
            "提出",
        ),
        *(
            "提交",
            "来电",
            "来信",
            "来访",
            "名下",
            "身份",
            "居住",
            "夫妇",
            "夫妻",
            "本人",
            "一家",
            "家庭",
            "户籍",
        ),
        *(
            "涉嫌",
            "驾驶",
            "申请",
            "通过",
            "系某",
            "系离",
            "出生",
            "离异",
            "丧偶",
            "刑满",
            "投诉",
            "举报",
            "要求",
        ),
        *(
            "去世",
            "表示",
            "认为",
            "独自",
            "参加",
            "享受",
            "领取",
            "获得",
            "报名",
            "毕业",
            "担任",
            "工作",
            "体检",
        ),
        *(
            "检测",
            "接受",
            "进行",
            "殴打",
            "盗窃",
            "吸食",
            "吸毒",
            "酒后",
            "系精",
            "系我",
            "系该",
            "所在",
            "今年",
        ),
        *(
            "目前",
            "于20",
            "于19",
            "被诊",
            "被判",
            "等人",
            "等四",
            "等三",
            "等二",
            "的父",
            "的母",
            "的孙",
            "的儿",
        ),
        *(
            "的女",
            "的家",
            "的身",
            "的手",
            "的银",
            "的社",
            "的住",
            "的病",
            "向我",
            "向本",
            "在我",
            "在本",
            "住院",
        ),
        *(
            "母亲",
            "父亲",
            "监护",
            "由其",
            "每月",
            "实施",
            "违反",
            "未按",
            "未经",
            "拒不",
            "之子",
            "之女",
            "之妻",
        ),
        *(
            "手术",
            "怀孕",
            "流产",
            "术后",
            "诊断",
            "复查",
            "病情",
            "残疾",
            "肢体",
            "视力",
            "精神",
            "智力",
            "听力",
        ),
    )
)
_AFTER_ONE = "系患因于与和及等的在被曾现将已自诉为是住户所向未经正属持有其家每无不以从对到由说称男女任"

_NAME = re.compile(
    rf"""
    (?:(?<=[^{_HAN}])|(?<![\s\S])|(?P<role>{_ROLE}))
    (?P<name>
        (?P<masked>
            (?:{_COMPOUND}|[{_SINGLE}])(?:某{{1,2}}[{_HAN}]?(?=[^{_HAN}]|{_AFTER}|[{_AFTER_ONE}]|$)|某{{1,2}}|[{_MASK}]{{1,2}}[{_HAN}]?)
        )
      | [{_HAN}]{{1,8}}·[{_HAN}]{{1,10}}
      | (?:{_COMPOUND})[{_HAN}]{{1,2}}?(?=[^{_HAN}]|$|{_AFTER}|[{_AFTER_ONE}])
      | [{_SINGLE}]
        (?: [{_HAN}]{{1,2}}(?=[^{_HAN}]|$)
          | [{_HAN}]{{1,2}}?(?={_AFTER})
          | [{_HAN}]{{1,2}}(?=[{_AFTER_ONE}])
        )
    )
    """,
    re.VERBOSE,
)
_MIDDLE_NAMES = re.compile(rf"[{_HAN}]{{2,8}}·[{_HAN}]{{2,10}}")
# A surname and two characters that are a word of documents rather than a name.
_NO_NAMES = re.compile(
    r"""
      .*(?:[省市县区镇乡村局委办厅处科院校所站厂店会组部队法令条款项章节表件号率费税款额证书]|公司|小学|中学|银行|街道|社区)$
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A person's name, as a view range.

    Attributes:
        start: Its first character.
        end: The offset after its last.
        masked: True where it is hidden in part: 张某, 李某某, 王*, 赵XX.
        role: Offset of the role word before it (当事人), or `start` without one.
    """

    start: int
    end: int
    masked: bool
    role: int


def names_in(view: str, start: int, end: int) -> Iterator[Name]:
    """Names between two offsets, in text order; what stands beyond them borders nothing.

    Args:
        view: The folded text.
        start: Offset of the first character that may belong to a name.
        end: Offset after the last.
    """
    text = view[start:end]
    for match in _NAME.finditer(text):
        name = match["name"]
        masked = match["masked"] is not None
        if not masked and not _is_name(name):
            continue
        begin = start + match.start("name")
        role = start + match.start() if match["role"] else begin
        yield Name(start=begin, end=start + match.end("name"), masked=masked, role=role)


def _is_name(name: str) -> bool:
    if "·" in name:
        return _MIDDLE_NAMES.fullmatch(name) is not None
    return name[:2] not in ORDINARY_BEGINNINGS and _NO_NAMES.match(name) is None
