"""Runs one public tool for personal data over texts, within the tool's own environment.

Stands alone: it imports nothing of the project. Texts come as JSON lines on stdin; the answer
is one JSON object with the seconds taken and, for each text, places and our kinds.
"""

from __future__ import annotations

import importlib
import json
import re
import sys
import tempfile
import time
from collections.abc import Callable

Find = Callable[[str], list[tuple[int, int, str]]]

_KINDS = {
    "person.phone": "PHONE|MOBILE|TEL|手机",
    "person.email": "EMAIL|MAIL",
    "person.bank_card": "CREDIT|BANK|CARD|ACCOUNT|IBAN|CARD_NUMBER",
    "person.id_number": "RRN|CN_ID|ID_CARD|NATIONAL|RESIDENT|ID_NUM|CITIZEN|IDNUM|ID$|SSN",
    "person.vehicle_plate": "PLATE|VEHICLE|LICENSE_P|CAR_",
    "person.document_number": "PASSPORT|PERMIT|DRIVER",
    "person.address": "ADDR|LOC$|LOCATION|ADD$",
}
# Order matters: CN_ID_CARD is no bank card.
_ORDER = (
    *("person.email", "person.phone", "person.document_number", "person.id_number"),
    *("person.vehicle_plate", "person.address", "person.bank_card"),
)
_CHINESE = {
    "CN_ID": r"(?<!\d)[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])\d{3}[\dXx](?!\d)",
    "CN_PHONE": r"(?<!\d)1[3-9]\d{9}(?!\d)",
    "CN_BANK": r"(?<!\d)62\d{14,17}(?!\d)",
    "CN_PLATE": r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z]·?[A-Z0-9]{5,6}",
}


def kind_of(name: str) -> str:
    """Our kind for a tool's name of one, or the name where it is none of ours."""
    return next((kind for kind in _ORDER if re.search(_KINDS[kind], name.upper())), name)


def presidio(*, chinese: bool) -> Find:
    """presidio-analyzer with its predefined recognisers and an empty pipeline, which needs no download."""
    analyzer = importlib.import_module("presidio_analyzer")
    engines = importlib.import_module("presidio_analyzer.nlp_engine")
    spacy = importlib.import_module("spacy")
    folder = tempfile.mkdtemp()
    spacy.blank("en").to_disk(folder)
    engine = engines.SpacyNlpEngine(models=[{"lang_code": "en", "model_name": folder}])
    engine.load()
    tool = analyzer.AnalyzerEngine(nlp_engine=engine, supported_languages=["en"])
    for name, pattern in _CHINESE.items() if chinese else ():
        patterns = [analyzer.Pattern(name=name, regex=pattern, score=0.9)]
        tool.registry.add_recognizer(analyzer.PatternRecognizer(supported_entity=name, patterns=patterns))

    def find(text: str) -> list[tuple[int, int, str]]:
        return [(each.start, each.end, each.entity_type) for each in tool.analyze(text, language="en")]

    return find


def privyscope() -> Find:
    """Privyscope with its pack for simplified Chinese."""
    engine = importlib.import_module("privyscope").Privyscope.regex_only(lang="zh-Hans")

    def find(text: str) -> list[tuple[int, int, str]]:
        return [(each.start, each.end, each.label) for each in engine.redact(text).detected_spans]

    return find


def jionlp() -> Find:
    """Jionlp's extractors, which give values with offsets."""
    jio = importlib.import_module("jionlp")
    extractors = {
        "PHONE": jio.extract_phone_number,
        "EMAIL": jio.extract_email,
        "ID_CARD": jio.extract_id_card,
        "PLATE": getattr(jio, "extract_motor_vehicle_licence_plate", None),
    }

    def find(text: str) -> list[tuple[int, int, str]]:
        found = []
        for name, extract in extractors.items():
            for each in extract(text, detail=True) if extract else ():
                start, end = each["offset"]
                found.append((start, end, name))
        return found

    return find


def scrubadub() -> Find:
    """Scrubadub with its default detectors."""
    scrubber = importlib.import_module("scrubadub").Scrubber()

    def find(text: str) -> list[tuple[int, int, str]]:
        return [(each.beg, each.end, each.type) for each in scrubber.iter_filth(text)]

    return find


def datafog() -> Find:
    """Datafog's regular expressions."""
    tool = importlib.import_module("datafog")

    def find(text: str) -> list[tuple[int, int, str]]:
        return [(each.start, each.end, each.type) for each in tool.scan(text).entities]

    return find


TOOLS: dict[str, Callable[[], Find]] = {
    "presidio": lambda: presidio(chinese=False),
    "presidio-chinese": lambda: presidio(chinese=True),
    "privyscope": privyscope,
    "jionlp": jionlp,
    "scrubadub": scrubadub,
    "datafog": datafog,
}


def main() -> None:
    """Read, run, answer."""
    find = TOOLS[sys.argv[1]]()
    texts = [json.loads(line) for line in sys.stdin]
    find(texts[0])
    start = time.perf_counter()
    found = [find(text) for text in texts]
    seconds = time.perf_counter() - start
    places = [[(start, end, kind_of(str(name))) for start, end, name in each] for each in found]
    sys.stdout.write("\n@@" + json.dumps({"seconds": seconds, "found": places}) + "\n")


if __name__ == "__main__":
    main()
