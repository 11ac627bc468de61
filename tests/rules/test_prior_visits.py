"""Earlier visits count where they were given, for the kind of treatment and the part of the body that is asked for."""

import pytest

from imr_desktop.rules.evidence import CaseEvidence
from imr_desktop.rules.expression import Known

THERAPY, CHIROPRACTIC, ACUPUNCTURE = "Physical therapy 2 x 6, lumbar spine", "Chiropractic care x 12", "Acupuncture x 6, neck"
BOTH = "Care so far included 18 chiropractic visits and six physical therapy visits."


@pytest.fixture
def visits(packs, make_case):
    def said(key, title, summary):
        case = make_case(title, summary=summary)
        return CaseEvidence(case, packs.phrases, packs.inputs, {}).of(key, case.items[0]).known

    return said


@pytest.mark.parametrize(
    ("title", "summary", "count"),
    [
        (THERAPY, BOTH, 6),
        (CHIROPRACTIC, BOTH, 18),
        (ACUPUNCTURE, BOTH, None),
        (THERAPY, "He attended six visits of PT in May.", 6),
        (THERAPY, "Care so far has included PT x 8 and heat.", 8),
        (THERAPY, "Previously treated with ten (10) sessions of physiotherapy.", 10),
        (THERAPY, "She completed 6 of 6 visits of physical therapy for the left shoulder.", None),
        (THERAPY, "A request for 12 sessions of physical therapy was denied.", None),
        (THERAPY, "Utilization review certified 6 sessions of physical therapy.", None),
        (THERAPY, "The plan includes 8 more sessions of physical therapy.", None),
        (THERAPY, "The guideline supports 10 visits of physical therapy.", None),
        (THERAPY, "Before the injury he attended 9 visits of physical therapy.", None),
        (THERAPY, "PT reports that she attended church.", None),
        (THERAPY, "He has not had any physical therapy.", 0),
        (ACUPUNCTURE, "She underwent 6 acupuncture treatments last fall.", 6),
    ],
)
def test_how_many_were_given(visits, title, summary, count):
    known = visits("visits.prior", title, summary)
    assert (known.value if known else None) == count


def test_at_least_so_many_is_a_lower_bound(visits):
    said = "Treatment to date has included at least 4 sessions of physical therapy."
    assert visits("visits.prior", THERAPY, said) == Known(4, at_least=True)


def test_two_numbers_for_one_kind_settle_nothing(visits):
    assert visits("visits.prior", THERAPY, "She completed 6 visits of PT. He completed 9 visits of PT.") is None


@pytest.mark.parametrize(
    ("title", "summary", "before"),
    [
        (THERAPY, "Treatment to date has included medication, physical therapy and a brace.", True),
        (THERAPY, "Treatment to date has included medication and a brace.", None),
        (THERAPY, "Treatment included chiropractic care.", None),
        (THERAPY, "Physical therapy was recommended.", None),
        (THERAPY, "He has never had physical therapy.", False),
        (f"Additional {THERAPY}", "", True),
    ],
)
def test_whether_there_was_such_treatment(visits, title, summary, before):
    known = visits("visits.before", title, summary)
    assert (known.value if known else None) is before
