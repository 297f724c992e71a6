"""Writes the sample draft; needs python-docx (extra ``dev``): ``python -m corpora.samples.write``.

The county, its companies and its people are invented, their numbers too; check digits are
valid, or else no rule would look at them. Problems of all four families are planted, each
beside a lawful clause in similar words, as real drafts have them.
"""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from pathlib import Path

from docx import Document
from docx.document import Document as Draft
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.text.paragraph import Paragraph

from corpora.samples import SAMPLE

HEADER = "内部资料 注意保存"
TITLE = "云岭县支持产业高质量发展若干措施"
NUMBER = "云政规〔2026〕3号"
# Chapter headings begin with 第…章; all else is running text.
CLAUSES = (
    "第一章　总则",
    "第一条　为优化营商环境，促进各类企业公平参与竞争，根据《中华人民共和国中小企业促进法》"
    "《优化营商环境条例》等规定，结合本县实际，制定本措施。",
    "第二条　本措施所称企业，是指依法设立、从事生产经营活动的各类企业。扶持政策面向全部企业公开，"
    "不区分所有制形式、注册地和规模，本措施另有规定的除外。",
    "第三条　各乡镇、各部门不得限定企业使用指定单位的商品和服务，不得要求企业在本县设立分支机构，"
    "不得限制外地企业参加本县招标投标活动。",
    "第二章　扶持政策",
    "第四条　对年度缴纳增值税、企业所得税超过一百万元的企业，按照其形成的县级地方财力贡献的50%给予奖励，"
    "单个企业每年最高不超过三百万元。",
    "第五条　对将注册地迁入本县并承诺五年内不迁出的企业，一次性给予二百万元落户奖励。",
    "第六条　对首次纳入规模以上统计库的工业企业，一次性给予二十万元奖励。",
    "第七条　企业完成节能改造并通过验收的，每节约一吨标准煤给予三百元补助。申报条件、标准和程序向社会公开，"
    "符合条件的企业均可申报。",
    "第八条　县级政府投资项目在同等条件下应当优先采购本县企业生产的水泥、管材等产品。",
    "第九条　县属国有企业组织招标时，投标人应当在本县注册成立分公司。"
    "评标办法见附件1。",
    "第十条　申报扶持资金所需的审计报告，统一委托云岭诚正会计师事务所有限公司出具。",
    "第十一条　县住房和城乡建设局建立工程服务机构名录库，未列入名录库的机构不得承接本县政府投资项目。"
    "入库机构应当缴纳五万元诚信保证金。",
    "第三章　监督管理",
    "第十二条　在本县从事家政服务的企业，应当向县商务局申领家政服务经营许可证，取得许可后方可开展经营活动。",
    "第十三条　企业提供虚假材料骗取扶持资金的，由县财政局追回资金，并处一万元以上五万元以下罚款。"
    "涉嫌犯罪的，依法移送司法机关。",
    "第十四条　食品生产企业违反食品安全管理规定的，由市场监督管理部门依照"
    "《中华人民共和国食品安全法》的规定予以处罚。",
    "第十五条　经营者办理农贸市场摊位登记，应当提交户籍所在地村（居）民委员会出具的无违法犯罪记录证明。",
    "第十六条　县人民政府与企业签订的投资协议，应当符合《中华人民共和国合同法》的规定；"
    "涉及行政许可的，按照《中华人民共和国行政许可法》第九十条的规定办理。",
    "第十七条　扶持资金的使用情况涉及国家秘密、商业秘密和个人隐私的，按照有关规定办理。",
    "第四章　附则",
    "第十八条　本措施由县发展和改革局负责解释。政策咨询可拨打12345政务服务便民热线，"
    "或者联系经办人林晓岚（手机13912345678）。",
)  # fmt: skip
CRITERIA = (
    ("评分因素", "分值", "评分标准"),
    ("技术方案", "60", "方案完整、可行的，得36至60分"),
    ("企业业绩", "20", "近三年在本县承担过同类项目的，每项加5分，最高20分"),
    ("售后服务", "20", "在本县设有服务网点的得20分，在省内其他地区设有服务网点的得5分"),
)
RECIPIENTS = (
    ("序号", "姓名", "身份证号码", "银行卡号", "奖励金额"),
    ("1", "欧阳书渝", "530102199003072214", "6217000010001234569", "20万元"),
    ("2", "林晓岚", "53010219880716382X", "6228480010012345673", "10万元"),
)
_WRITTEN = datetime(2026, 11, 2, 9, 0, 0)
_ZIP_TIME = (2026, 11, 2, 9, 0, 0)


def write_sample(path: Path = SAMPLE) -> None:
    """Write the draft; the same script gives the same bytes."""
    draft = Document()
    _set_up(draft)
    _add(draft, TITLE, size=22, centred=True)
    _add(draft, "（送审稿）", centred=True)
    _add(draft, NUMBER, centred=True)
    for clause in CLAUSES:
        chapter = clause.startswith("第") and "章　" in clause[:5]
        _add(draft, clause, bold=chapter, centred=chapter, indented=not chapter)
    _add(draft, "云岭县人民政府", right=True)
    _add(draft, "2026年11月2日", right=True)
    _add(draft, "附件1　评标办法（节选）")
    _add_table(draft, CRITERIA)
    _add(draft, "附件2　首批奖励对象公示名单")
    _add_table(draft, RECIPIENTS)
    path.write_bytes(_packed(draft))


def _set_up(draft: Draft) -> None:
    style = draft.styles["Normal"]
    style.font.name, style.font.size = "FangSong", Pt(16)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), "仿宋")
    section = draft.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.header.paragraphs[0].text = HEADER
    properties = draft.core_properties
    properties.author = "云岭县发展和改革局"
    properties.title = TITLE
    properties.created = properties.modified = _WRITTEN


def _add(
    draft: Draft,
    text: str,
    *,
    size: int = 16,
    bold: bool = False,
    centred: bool = False,
    right: bool = False,
    indented: bool = False,
) -> Paragraph:
    paragraph = draft.add_paragraph()
    run = paragraph.add_run(text)
    run.bold = bold
    run.font.size = Pt(size)
    if centred or right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if centred else WD_ALIGN_PARAGRAPH.RIGHT
    if indented:
        paragraph.paragraph_format.first_line_indent = Pt(2 * size)
    return paragraph


def _add_table(draft: Draft, rows: tuple[tuple[str, ...], ...]) -> None:
    table = draft.add_table(rows=0, cols=len(rows[0]), style="Table Grid")
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text


def _packed(draft: Draft) -> bytes:
    """The file with one time for all members, so that it does not change from run to run."""
    saved, packed = io.BytesIO(), io.BytesIO()
    draft.save(saved)
    with zipfile.ZipFile(saved) as source, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            info = zipfile.ZipInfo(name, _ZIP_TIME)
            info.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(info, source.read(name))
    return packed.getvalue()


if __name__ == "__main__":
    write_sample()
