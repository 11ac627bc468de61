"""Import policy: no field of a file speaks for the reviewer, and no new field of a case is forgotten."""

from __future__ import annotations

import typing
from datetime import UTC, datetime

import msgspec
from case_strategies import cases
from hypothesis import given, settings

from imr_desktop.case import fields, incoming, model
from imr_desktop.case.model import Acknowledgement, Attestation, AuditHead, Case, RulePacks, SignedLetter, Struct
from imr_desktop.paths import resource

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
KINDS = [kind for kind in vars(model).values() if isinstance(kind, type) and issubclass(kind, Struct) and kind is not Struct]


def test_a_field_nobody_described_is_left_behind():
    class Wider(Case, frozen=True):
        remark: str = ""

    come = incoming.admit(Wider("c", summary="new", remark="new")).case
    assert (come.summary, come.remark) == ("new", "")


@settings(deadline=None, max_examples=60)
@given(cases(signed=True))
def test_nothing_of_the_reviewer_comes_in(case):
    case = msgspec.structs.replace(case, audit_head=AuditHead(3, "a"))
    come = incoming.admit(case).case
    assert (come.attestations, come.acknowledgements, come.signed, come.searches) == ((), (), (), ())
    assert (come.rule_packs, come.audit_head) == (None, None)
    assert all(document.opened is None and document.relevant is None for document in come.documents)
    for new, old in zip(come.items, case.items, strict=True):
        assert (new.decision, new.end_state, new.answers, new.preliminary_views) == (None, None, (), ())
        assert new.source_decision == (old.decision or old.source_decision)
        assert (new.title, new.rationale, new.sources) == (old.title, old.rationale, old.sources)
    assert (come.summary, come.findings, come.facts, come.files) == (case.summary, case.findings, case.facts, case.files)
    assert incoming.admit(come) == (come, ())


@settings(deadline=None, max_examples=60)
@given(cases(signed=True))
def test_what_is_adopted_is_the_work_and_no_statement(case):
    own = incoming.adopt(case)
    assert [item.decision for item in own.items] == [item.decision for item in case.items]
    assert own.searches == case.searches
    assert (own.attestations, own.acknowledgements, own.signed) == ((), (), ())
    assert all(document.opened is None for document in own.documents)


def test_what_is_left_out_is_said():
    case = Case(
        "c",
        attestations=(Attestation("own_judgment", NOW),),
        signed=(SignedLetter("a.pdf", "0", NOW),),
        acknowledgements=(Acknowledgement("absence", "x", NOW), Acknowledgement("dates", "x", NOW)),
        resolutions=(model.Resolution("age", "48", "Her birthday", NOW),),
        items=(model.DisputedItem("i", "MRI", decision="Upheld"),),
        rule_packs=RulePacks("1", "2"),
    )
    said = " ".join(incoming.admit(case).left_out)
    for words in ("1 decision:", "1 statement:", "2 acknowledgements:", "1 choice between", "signed"):
        assert words in said
    assert incoming.admit(Case("c")).left_out == ()


def test_every_kind_of_the_schema_is_described():
    schema = msgspec.json.decode(resource("schema", "case.schema.json").read_bytes())
    assert set(schema["$defs"]) <= {kind.__name__ for kind in KINDS if fields.of(kind)}
    assert typing.get_type_hints(Case).keys() == set(Case.__struct_fields__)
