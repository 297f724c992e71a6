"""Which part of a web page is the article, and what of it is only page furniture.

Government sites put the text into a container with one of a few well-known names; those
are preferred. Elsewhere the container is found by where the sentences are: text outside
links, in stretches long or punctuated enough to be prose.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from dataclasses import dataclass, field

from lxml import etree

# Elements whose text no reader sees as part of a page.
UNSEEN = frozenset(
    ("script", "style", "noscript", "template", "head", "svg", "select", "button", "textarea",
     "iframe", "object", "embed", "audio", "video", "canvas", "map")
)  # fmt: skip
_FURNITURE_TAGS = frozenset(("nav", "footer", "aside", "header", "form"))
# Names of article containers on government sites and their content systems, without - and _.
_ARTICLE_NAMES = re.compile(
    r"""(?x)
    zoom | zoomcon | ucapcontent | pagescontent | trseditor | trsueditor | trseditorview
    | articlecontent | articlecontentbody | articlecon | articlebody | articletext | contentarticle
    | artibody | articontent | newscontent | newstext | newsdetail | vsbcontent\d* | vnewscontent
    | wparticlecontent | xxgkcontent | detailcontent | detailcon | contenttext | contxt | contentmain
    | maintext | textcontent | zwcontent | zwnr | zhengwen | ewbarticleinfo | easysitenewstext
    | infocontent | viewcontent | txtcontent | printcontent | printarea
    """
)
_FURNITURE_NAMES = re.compile(
    r"""(?x)
    (?:^|[-_ ]) (?:
        share | bdshare\w* | bdsharebuttonbox | jiathis\w* | socialshare | breadcrumbs? | crumbs? | curb
      | position | location | weizhi | footer\w* | foot | bottom\w* | copyright | header\w* | head | topbar
      | nav | navbar | mainnav | menu | sidebar | toolbar | tools? | print | qrcode | ewm | sjbewm | ewmbox
      | pagination | pager | prevnext | related\w* | xggj | xgxw | infoxgxw | recommend\w* | comments?
      | login | search\w* | advert\w* | easybtn | modal | popup
    ) (?:$|[-_ ])
    """
)
_HIDING_STYLE = re.compile(r"(?i)display\s*:\s*none|visibility\s*:\s*hidden")
_PROSE = re.compile(r"[。；，、：！？,;]")
_PROSE_LENGTH = 15
_SCRAP_WORTH = 0.2  # of a short stretch without punctuation: a label, a menu entry
_FURNITURE_WORTH = 0.1
_NAMED_SHARE = 0.3  # of the page's prose that a well-known container must hold
_EQUAL_SHARE = 0.9
_DESCENT_SHARE = 0.6  # of the prose that a child must hold to be looked into instead
_SIBLING_SHARE = 0.2  # a sibling with as much prose is part of the article
_SHORT_FURNITURE = 200
_MENU_TAGS = frozenset(("div", "ul", "ol", "dl", "table", "p", "section"))
_MENU_LINKS = 5
_MENU_LINKED = 0.8  # share of a menu's text that is links
_MENU_ENTRY_LENGTH = 12  # characters of a menu entry, on average
_ATTACHMENT = re.compile(r"(?i)\.(?:docx?|wps|pdf|ofd|xlsx?|et|rtf|zip|rar|7z)(?:[?#].*)?$")
_CONTENT_TAGS = frozenset(
    ("p", "ul", "ol", "dl", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "span", "font", "a",
     "b", "strong", "em", "i", "u")
)  # fmt: skip


@dataclass(slots=True)
class PageMeasure:
    """Prose, text and linked text of every element of a page, in characters; which are hidden."""

    prose: dict[etree._Element, float] = field(default_factory=dict)
    text: dict[etree._Element, int] = field(default_factory=dict)
    linked: dict[etree._Element, int] = field(default_factory=dict)
    hidden: set[etree._Element] = field(default_factory=set)


def hides(element: etree._Element) -> bool:
    """Whether an element hides itself and what it holds."""
    return element.get("hidden") is not None or bool(_HIDING_STYLE.search(element.get("style", "")))


def measure_page(root: etree._Element) -> PageMeasure:
    """Measure all elements in one pass from the leaves up; hidden text counts for nothing."""
    measure = PageMeasure()
    elements = list(root.iter(etree.Element))
    for element in elements:
        if hides(element) or element.getparent() in measure.hidden:
            measure.hidden.add(element)
    for element in reversed(elements):
        if element.tag in UNSEEN or hides(element):
            measure.prose[element] = measure.text[element] = measure.linked[element] = 0
            continue
        stretches = [element.text, *(child.tail for child in element)]
        own = ["".join(stretch.split()) for stretch in stretches if stretch]
        text = sum(len(stretch) for stretch in own) + sum(measure.text[child] for child in _elements(element))
        linked = text if element.tag == "a" else sum(measure.linked[child] for child in _elements(element))
        prose = 0.0 if element.tag == "a" else sum(_worth(stretch) for stretch in own)
        prose += (
            0.0 if element.tag == "a" else sum(_prose_above(child, measure) for child in _elements(element))
        )
        measure.prose[element], measure.text[element], measure.linked[element] = prose, text, linked
    return measure


def choose_article(root: etree._Element, measure: PageMeasure) -> list[etree._Element]:
    """The elements that hold the article, in document order; at least one."""
    body = root.find("body")
    start = body if body is not None else root
    named = _named_containers(start, measure)
    if named:
        return named
    return [_densest(start, measure)]


def is_furniture(element: etree._Element, measure: PageMeasure, article_text: int) -> bool:
    """Whether an element within the article is a share bar, a breadcrumb, a menu or the like.

    Names alone prove little, so it must also be short, or a small part that is mostly links.
    """
    text = measure.text.get(element, 0)
    if text * 2 > article_text:
        return False
    if _has_furniture_name(element):
        return text <= _SHORT_FURNITURE or measure.linked[element] * 2 >= text
    return element.tag in _MENU_TAGS and _is_menu(element, measure)


def is_attachment(link: etree._Element) -> bool:
    """Whether a link leads to a file such as an annex."""
    return _ATTACHMENT.search(link.get("href", "")) is not None


def _is_menu(element: etree._Element, measure: PageMeasure) -> bool:
    """Many short links and hardly anything else; a list of annexes is none."""
    text, linked = measure.text.get(element, 0), measure.linked.get(element, 0)
    if not text or linked < _MENU_LINKED * text:
        return False
    links = list(element.iter("a"))
    if any(is_attachment(link) for link in links):
        return False
    return len(links) >= _MENU_LINKS and linked <= _MENU_ENTRY_LENGTH * len(links)


def _elements(element: etree._Element) -> Iterator[etree._Element]:
    return element.iterchildren(etree.Element)


def _worth(stretch: str) -> float:
    prose = len(stretch) >= _PROSE_LENGTH or _PROSE.search(stretch)
    return len(stretch) * (1.0 if prose else _SCRAP_WORTH)


def _prose_above(child: etree._Element, measure: PageMeasure) -> float:
    """What a child's prose is worth to its parent: little where it is page furniture."""
    return measure.prose[child] * (_FURNITURE_WORTH if _has_furniture_name(child) else 1.0)


def _has_furniture_name(element: etree._Element) -> bool:
    if element.tag in _FURNITURE_TAGS and element.tag != "form":
        return True
    names = f"{element.get('class', '')} {element.get('id', '')}".lower()
    return _FURNITURE_NAMES.search(names) is not None


def _is_named_article(element: etree._Element) -> bool:
    if element.tag in {"article", "main"} or element.get("itemprop", "").lower() == "articlebody":
        return True
    names = f"{element.get('class', '')} {element.get('id', '')}".lower().split()
    return any(_ARTICLE_NAMES.fullmatch(re.sub(r"[-_]", "", name)) for name in names)


def _named_containers(start: etree._Element, measure: PageMeasure) -> list[etree._Element]:
    """Well-known containers that hold enough of the page's prose, the innermost of nested ones.

    Further containers of the same name belong to the article however short they are.
    """
    named = [
        element
        for element in start.iter(etree.Element)
        if measure.prose[element] > 0 and _is_named_article(element) and element not in measure.hidden
    ]
    large = [element for element in named if measure.prose[element] >= _NAMED_SHARE * measure.prose[start]]
    outer = _without_equal_within(large, measure)
    names = {_name(element) for element in outer}
    alike = {element for element in named if element in outer or _name(element) in names}
    return [element for element in named if element in alike and _nearest(element, alike) is None]


def _without_equal_within(elements: list[etree._Element], measure: PageMeasure) -> set[etree._Element]:
    """The containers in which no other one holds nearly all of the prose."""
    kept = set(elements)
    among = frozenset(elements)
    for element in elements:
        around = _nearest(element, among)
        if around is not None and measure.prose[element] >= _EQUAL_SHARE * measure.prose[around]:
            kept.discard(around)
    return kept


def _nearest(element: etree._Element, among: Set[etree._Element]) -> etree._Element | None:
    """The innermost of the elements around this one."""
    return next((ancestor for ancestor in element.iterancestors() if ancestor in among), None)


def _name(element: etree._Element) -> tuple[str, str]:
    return str(element.tag), element.get("class", "") or element.get("id", "")


def _densest(start: etree._Element, measure: PageMeasure) -> etree._Element:
    """Go down as long as one child holds nearly all the prose and its siblings nearly none."""
    current = start
    while True:
        children = sorted(_elements(current), key=lambda child: -_prose_above(child, measure))
        if not children or measure.prose[current] == 0:
            return current
        best = children[0]
        share = _prose_above(best, measure)
        spread = len(children) > 1 and _prose_above(children[1], measure) >= _SIBLING_SHARE * share
        beside = any(_is_content(child, measure) for child in children[1:])
        if best.tag in _CONTENT_TAGS or spread or beside or share < _DESCENT_SHARE * measure.prose[current]:
            return current
        if best.tag == "table" and not is_layout_table(best, measure):
            return current
        current = best


def _is_content(element: etree._Element, measure: PageMeasure) -> bool:
    """Whether a sibling of the container is a heading or paragraph, which belongs to the article."""
    text = measure.text[element]
    if not text or element.tag not in _CONTENT_TAGS or _has_furniture_name(element):
        return False
    return measure.linked[element] * 2 < text


def is_layout_table(table: etree._Element, measure: PageMeasure) -> bool:
    """Whether a table only arranges the page: one cell holds nearly all of it."""
    cells = [cell for row in own_rows(table) for cell in row.iterchildren("td", "th")]
    most = max((measure.text.get(cell, 0) for cell in cells), default=0)
    return len(cells) <= 1 or (most > _SHORT_FURNITURE and most >= 0.8 * measure.text.get(table, 0))


def own_rows(table: etree._Element) -> Iterator[etree._Element]:
    """The rows of a table, without those of tables within it."""
    for child in _elements(table):
        if child.tag == "tr":
            yield child
        elif child.tag in {"thead", "tbody", "tfoot"}:
            yield from child.iterchildren("tr")
