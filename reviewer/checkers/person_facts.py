"""Facts that describe a person (身份事项), and the parts in a procedure that the law protects.

It is no checker itself: `reviewer.checkers.profile` joins them with names.
"""

from __future__ import annotations

import re

# Those whom the law protects by their part in a procedure: the name alone exposes them.
_WHO = r"(?:信访|上访|来访|来信|来电|复议申请|举报|投诉|反映|控告|检举|留言|诉求|爆料)(?:人|者|群众|人员)?"
_KIND = (
    r"(?:业主|村民|居民|市民|职工|员工|家长|商户|农户|农民工|老人|老党员|党员|学生|教师|干部|"
    r"[退离]休(?:教师|干部|职工|工人|人员|老师))"
)
PROTECTED = re.compile(
    # 我叫张三，电话……: a citizen's own letter.
    r"(?:我叫|本人叫|我的名字[叫是]|我是[\u4e00-\u9fff]{2,8}的)$|"
    rf"{_WHO}(?:代表)?(?:姓名|名称)?(?:系|为|是)?(?:[\u4e00-\u9fff]{{0,8}}{_KIND})?[：:（(\s]{{0,2}}$|"
    rf"(?:署名|落款)(?:为|是|人)?[：:\s“]{{0,2}}{_KIND}?$|网友[：:\s]{{0,2}}$|"
    # 网友“江边老树”，真名张三: the pen name between is of no account.
    r"(?:信访|举报|投诉|留言|网)[人者友][^，。]{0,14}[，（(]?(?:真名|实名|本名|真实姓名)[：:为是]{0,2}$"
)
_NUMERAL = "一二三四五六七八九十"
BORN = re.compile(
    r"(?:19|20)\d{2}年\s?\d{1,2}月(?:\s?\d{1,2}日)?\s?(?:出?生(?![产活育态效])|[，,])|出生于|生于|"
    r"(?:19|20)\d{2}年(?:出?生(?![产活育态效])|生人)|(?:19|20)\d{2}[-./]\d{1,2}[-./]\d{1,2}(?:出?生|[，,])"
)
AGE = re.compile(rf"[，,、（(\s](?:现年|年仅|时年)?(?:\d{{2}}|[{_NUMERAL}]{{2,3}})\s?岁(?!以)")
ORIGIN = re.compile(
    r"籍贯|祖籍|[\u4e00-\u9fff]{2,6}[省市县区]人(?![民才员大口均])|户籍地|"
    r"(?:香港|澳门|台湾|外国|[\u4e00-\u9fff]国)(?:居民|籍)|国籍|[\u4e00-\u9fff]{2,6}籍(?=[，,、）)留教工华男女])"
)
SEX = re.compile(r"[，,、（(\s][男女](?=[，,、；;)）\s])")
PEOPLE = re.compile(
    r"[，,、\s](?:汉|回|满|蒙古|壮|苗|维吾尔|藏|彝|土家|朝鲜|哈萨克|侗|瑶|白|傣|布依|畲|黎|哈尼|傈僳|仡佬|羌)族"
)
SCHOOLING = re.compile(
    r"(?:文盲|小学|初中|高中|中专|大专|本科|硕士|大学)(?:文化|学历|毕业|程度)|务农|无业|打工|待业|下岗|农民(?=[，,；;。）)])|"
    r"[退离]休(?:教师|医生|职工|工人|干部|人员)|(?:原|系|任职于|就职于|工作于|供职于)[\u4e00-\u9fff]{2,14}?(?:职工|员工|工人|教师|医生|护士|司机|会计|公司|厂|店|学校|医院)|"
    r"留学生|(?:出租车|货车|网约车|公交车?)?司机|个体户|[在于][\u4e00-\u9fff]{2,10}(?:经营|开(?!展|发|会|始|放))[\u4e00-\u9fff]{1,6}"
)
# Two of these beside a name describe a person, if one of the first three is among them.
DESCRIPTIONS = (BORN, AGE, ORIGIN, SEX, PEOPLE, SCHOOLING)
# 任前公示, 任免, 简历 of officials: the law asks to publish them.
IN_OFFICE = re.compile(
    r"拟任|现任(?!职于)|任命|免去|任职(?!于)|任免|拟提名|提名为|候选人|代表人选|委员人选|拟聘任?|拟录用|烈士|革命|先烈|故居|院士|曾任|当选|"
    r"就义|牺牲|字[\u4e00-\u9fff]{1,3}，|1[0-8]\d\d年|19[0-3]\d年[^，。]{0,8}生|诗人|文学家|思想家|名臣|先贤|宗师|明[朝末清代]|清[朝末代]|民国|抗[日战]|红军|长征"
)
DISCLOSURE_REQUEST = re.compile(
    r"[你您]们?(?:反映|提出)的|收悉|答复如下|信息公开|公开申请|申请公开|获取.{0,12}信息|"
    r"[你您]们?.{0,14}(?:来信|来电|来访|留言|反映|提交|申请|投诉|举报|咨询|求助)"
)
REPLY_BEGINS = re.compile(
    r"(?:同志|先生|女士|等\d*人)?\s*[：:]\s*(?:\n\s*)?(?:你|您|经查|关于|[本我]\S{1,4}于|来信|来电|来访|现就)"
)
# 张三举报某砂场: who accuses is protected, wherever the word stands.
ACCUSES = re.compile(
    r"[）)]?(?:等\d*人)?(?:于[^，。；]{2,12}?)?(?:向[^，。；]{1,14}?)?(?:实名|联名|多次|来信|来电|电话|书面|当面|匿名)?"
    r"(?:举报|检举|控告|投诉|反映|上访|信访)(?!人|者|电话|中心|热线|局|办|制度|件|投诉|平台|渠道|机制|站)"
)
APPLICANT = re.compile(r"申请人[：:\s]{0,2}$")
