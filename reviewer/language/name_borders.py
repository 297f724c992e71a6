"""Words that border a person's name in Chinese text, and characters that no name has."""

from __future__ import annotations

# Right before a name: what the person is.
_ROLES = (
    "当事人 妇女 本名 患儿 幼童 学童 孩童 男孩 女孩 少女 青年 之子 之女 长子 次子 长女 次女 孙子 孙女 "
    "外孙 养子 养女 弟弟 妹妹 哥哥 姐姐 侄子 外甥 婴儿 新生儿 女婴 男婴 孩子 双胞胎 兄弟 姐妹 姐弟 "
    "兄妹 男方 女方 帮教对象 帮扶对象 死者 被询问人 受送达人 委托人 报案人 租客 申请人 被申请人 "
    "申请执行人 被执行人 信访人 上访人 来访人 来信人 举报人 投诉人 反映人 控告人 检举人 留言人 诉求人 "
    "求助人 患者 病人 伤者 逝者 感染者 学生 考生 幼儿 儿童 孤儿 女童 男童 少年 未成年人 户主 业主 "
    "村民 居民 职工 员工 教师 工人 老人 老党员 监护人 家长 经营者 驾驶员 驾驶人 司机 车主 持证人 "
    "参保人 领款人 权利人 被害人 受害人 嫌疑人 被告人 罪犯 违法行为人 违法嫌疑人 被处罚人 被征收人 "
    "证人 代理人 丈夫 妻子 配偶 儿子 女儿 父亲 母亲 祖母 祖父 爷爷 奶奶 兄长 其兄 其子 其女 其父 其母 "
    "其妻 其夫 低保户 贫困户 脱贫户 五保户 残疾人 对象 人员 分子 姓名 我叫 我是 本人 名叫 化名 真名 "
    "原名 男子 女子 群众 同学 队员 党员 积极分子 战士 军人 护士 医生 租户 住户 乘客 顾客 消费者 "
    "劳动者 农民工 务工人员 家庭 贫困学生 小学生 中学生 初中生 高中生 大学生 女生 男生 申报人 推荐人 "
    "原告 被告 第三人 上诉人 被上诉人 签领人 领取人 借款人 担保人 欠款人 承租人 出租人 转让人 受让人 死者 "
    "报名人 联系人 户名 被监护人 被救助人"
)
ROLES = tuple(_ROLES.split())

# Right after a name: the verb or noun that goes on. Two characters, so that none is taken for a part of it.
_FOLLOWERS = (
    "突发 突患 突然 查出 被查 所患 不慎 驾车 持刀 醉酒 因故 因工 病故 病逝 住在 家住 户口 在校 年仅 "
    "时年 现患 经诊 经医 多次 长期 因涉 诉称 同志 先生 女士 老人 老师 因病 因患 患有 身患 罹患 确诊 "
    "感染 处于 就读 曾因 曾经 曾于 现居 现住 现年 已于 已被 自述 自称 反映 提出 提交 来电 来信 来访 "
    "名下 身份 居住 夫妇 夫妻 本人 一家 家庭 户籍 涉嫌 驾驶 申请 通过 系某 系离 出生 离异 丧偶 刑满 "
    "投诉 举报 要求 去世 表示 认为 独自 参加 享受 领取 获得 报名 毕业 担任 工作 体检 检测 接受 进行 "
    "殴打 盗窃 吸食 吸毒 酒后 系精 系我 系该 所在 今年 目前 于20 于19 被诊 被判 等人 等四 等三 等二 "
    "的父 的母 的孙 的儿 的女 的家 的身 的手 的银 的社 的住 的病 向我 向本 在我 在本 住院 母亲 父亲 "
    "监护 由其 每月 实施 违反 未按 未经 拒不 之子 之女 之妻 手术 怀孕 流产 术后 诊断 复查 病情 残疾 "
    "肢体 视力 精神 智力 听力"
)
FOLLOWERS = tuple(_FOLLOWERS.split())

# Single characters that go on after a name; weaker, because a given name may end in one.
SINGLE_FOLLOWERS = (
    "系患因于与和及等的在被曾现将已自诉为是住户所向未经正属持有其家每无不以从对到由说"
    "称男女任本近昨去又也均还都就仍再则该此把"
)

# Forms of address stand in for the given name: 严老伯, 葛奶奶, 李先生.
ADDRESSES = (
    *(
        "科长",
        "副科长",
        "处长",
        "副处长",
        "局长",
        "副局长",
        "主任",
        "副主任",
        "书记",
        "副书记",
        "所长",
        "站长",
    ),
    *("队长", "校长", "院长", "经理", "科员", "干事"),
    *("先生", "女士", "小姐", "老伯", "大爷", "大妈", "大娘", "大叔", "阿姨", "奶奶", "爷爷", "老汉"),
    *("老师", "师傅", "同学", "同志", "老太", "婆婆", "大姐", "大哥", "医生"),
)

# Function words and verbs that nobody is named with: 投诉人和与, 监护人代未, 侵吞牟取不.
NEVER_GIVEN = frozenset(
    "的了不与及或于所场取匿留找等未被把让将须按其各该此项款第构阅律病症费率"
    "使用给对从到在是而但则即由因就都也还又再喉查拒幼婴"
)

# Verbs and prepositions that end right before a name: 认定贺小军同志, 由张大山照料, 与李四发生争执.
CONNECTORS = frozenset("对向由经为将与和及是给被让请据到找按因定意予如有送查称叫对于同跟会")

# 孩子叫张三: what follows is a name, whoever the person is.
NAMING_VERBS = frozenset("叫")

# The last character of many words for a person: 欠款人, 举报者, 营业员.
PERSON_SUFFIXES = frozenset("人者员孩妇童")
