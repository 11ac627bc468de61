"""B-LT and B-LTA: exactly what `determine` writes behind a signature is VALID, and proves the time; anything else is not."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from determination_support import PASSPHRASE, examine, make_case
from msgspec.structs import replace
from other_keys import Office
from signed_bytes import flipped
from tampering import AFTER
from time_stamp_authority import served

from imr_desktop.determination import SigningKey, agreement, behind, evidence, pades, render, revocation, sign, time_stamps
from imr_desktop.determination.long_term import LongTerm
from imr_desktop.determination.verify import verify

DOES_NOT_HOLD = "What stands behind the signature"
FOREIGN = "added to the file after signing"
UPDATES = [kind for kind, (_, words) in AFTER.items() if words == FOREIGN][::2]


@pytest.fixture(scope="module")
def key(office):
    return SigningKey.load(office.places.key.with_name("r.p12"), PASSPHRASE)


@pytest.fixture(scope="module")
def files(office, authority, unsigned, key):
    with served(authority) as url:
        wishes = {level: LongTerm.of(level, url, [office.places.crl]) for level in ("B-T", "B-LT", "B-LTA")}
        return {level: sign(unsigned, dataclasses.replace(key, long_term=wish)) for level, wish in wishes.items()}


@pytest.fixture(scope="module")
def lt(files):
    return files["B-LT"]


@pytest.fixture(scope="module")
def lta(files):
    return files["B-LTA"]


@pytest.fixture
def pages_agree(monkeypatch):
    """The pages are those of the signed revision all along, and need not be made again for each of many files."""
    monkeypatch.setattr(agreement, "compare", lambda asked: agreement.Compared(True))


def der(certificate):
    return certificate.public_bytes(Encoding.DER)


def ends(pdf):
    """Where each revision ends."""
    found, place = [], pdf.find(b"%%EOF\n")
    while place >= 0:
        found.append(place + 6)
        place = pdf.find(b"%%EOF\n", place + 1)
    return found


@pytest.fixture
def judged(office, authority):
    def report(pdf, now=None, crl=None):
        made = examine(pdf, der(office.certificate), now, crl, der(authority.root))
        assert made.reasons
        assert all(reason.isprintable() and reason.endswith(".") for reason in made.reasons)
        return made

    return report


@pytest.mark.parametrize("level", ["B-T", "B-LT", "B-LTA"])
def test_each_level_is_valid_and_its_time_is_proven(files, judged, level):
    report = judged(files[level])
    assert report.verdict == "valid"
    assert report.covers_whole_file
    assert any("Proven to have been signed by" in reason for reason in report.reasons)
    assert not any("no time stamp" in reason for reason in report.reasons)
    assert any("over the whole file" in reason for reason in report.reasons) is (level == "B-LTA")
    assert any("that the file carries" in reason for reason in report.reasons) is (level != "B-T")


def test_through_the_real_processes(lta, office, authority, tmp_path):
    file, root = tmp_path / "letter.pdf", tmp_path / "tsa.der"
    file.write_bytes(lta)
    root.write_bytes(der(authority.root))
    report = verify(file, office.places.root, tsa=root)
    assert report.verdict == "valid"
    assert any("Proven to have been signed by" in reason for reason in report.reasons)


@pytest.mark.parametrize("level", ["B-T", "B-LT", "B-LTA"])
def test_without_the_authoritys_root_nothing_is_proven_and_no_stamp_is_denied(files, office, level):
    report = examine(files[level], der(office.certificate))
    assert report.verdict == "valid"
    assert any("no root vouches for that authority" in reason for reason in report.reasons)
    assert not any("no time stamp" in reason for reason in report.reasons)
    assert examine(files[level], None).verdict == "cannot tell"
    assert examine(files[level], Office().root).verdict == "not valid"


@pytest.mark.parametrize(("level", "step"), [("B-LT", 131), ("B-LTA", 257)])
def test_no_bit_behind_the_signature_can_be_changed_unseen(files, judged, pages_agree, level, step):
    pdf = files[level]
    for place in range(ends(pdf)[1], len(pdf), step):
        assert judged(flipped(pdf, place, 1 << place % 8)).verdict == "not valid", place


@pytest.mark.parametrize("kind", UPDATES)
def test_what_another_adds_behind_the_evidence(lt, judged, kind, pages_agree):
    change, _ = AFTER[kind]
    assert judged(change(lt)).verdict == "not valid"


@pytest.mark.parametrize("words", [b"/OpenAction 12 0 R\n", b"/Lang (fr)\n", b"/PageMode /UseOutlines\n"])
def test_something_else_inside_the_revision_of_the_evidence(lt, judged, monkeypatch, words):
    signed, parts, before = lt[: ends(lt)[1]], stored(lt), behind._before_end
    monkeypatch.setattr(behind, "_before_end", lambda body, more: before(body, more + words))
    forged = signed + behind.store(signed, *parts)
    monkeypatch.undo()
    report = judged(forged)
    assert report.verdict == "not valid"
    assert any(FOREIGN in reason for reason in report.reasons)


def stored(pdf):
    made = behind.read(behind.Written(pdf))
    return made.certificates, made.lists


def test_a_page_drawn_anew_inside_the_revision_of_the_evidence(lt, lta, judged, monkeypatch):
    """The widget's page and the evidence's own objects are written anew there, so an overlay could hide among them."""
    signed, (certificates, lists) = lt[: ends(lt)[1]], stored(lt)
    whole = behind._revision

    def overlaid(written, objects):
        page = behind._page(written, behind.sequence(written.chain("AcroForm", "Fields"))[0])
        drawn = max(objects) + 1
        objects[drawn] = behind._stream(b"0 g 72 600 300 40 re f")
        body = objects.get(page) or written.raw(page)
        objects[page] = behind.re.sub(rb"/Contents (\d+ 0 R)", rb"/Contents [ \1 %d 0 R ]" % drawn, body)
        return whole(written, objects)

    monkeypatch.setattr(behind, "_revision", overlaid)
    forged = signed + behind.store(signed, certificates, lists)
    proven = lta[: ends(lta)[2]]
    stamped, _ = behind.stamp(proven, 2000)
    monkeypatch.undo()
    for pdf in (forged, proven + stamped):
        assert judged(pdf).verdict == "not valid"
        assert examine(pdf, None).verdict == "not valid"


def with_store(lt, certificates, lists):
    signed = lt[: ends(lt)[1]]
    return signed + behind.store(signed, certificates, lists)


def test_what_does_not_belong_into_the_store(lt, judged, office, pages_agree):
    certificates, lists = stored(lt)
    stranger = Office()
    foreign = revocation.new_list(stranger.certificate, stranger.key, 1, [])
    kinds = {
        "a stranger's certificate": ([*certificates, stranger.root], lists),
        "no certificate": ([*certificates, b"junk"], lists),
        "something behind a certificate": ([certificates[0] + b"junk", *certificates[1:]], lists),
        "a certificate twice": ([*certificates, certificates[0]], lists),
        "a certificate as a list": (certificates, [*lists, certificates[0]]),
        "a stranger's list": (certificates, [*lists, foreign]),
        "a stranger's certificate and list": ([*certificates, stranger.root], [foreign]),
        "something behind a list": (certificates, [lists[0] + b"junk"]),
    }
    for kind, (ones, others) in kinds.items():
        report = judged(with_store(lt, ones, others))
        assert report.verdict == "not valid", kind
        assert any(DOES_NOT_HOLD in reason for reason in report.reasons), kind


def test_less_in_the_store_is_no_forgery(lt, judged):
    assert judged(with_store(lt, *stored(lt))).verdict == "valid"
    assert judged(with_store(lt, stored(lt)[0], [])).verdict == "valid"
    assert judged(lt[: ends(lt)[1]]).verdict == "valid"


def test_the_store_of_another_letter(lta, lt, judged, key, office, authority):
    """A store may be put behind another letter of the same key: it says the same there. A time stamp may not."""
    with served(authority) as url:
        wish = LongTerm.of("B-LTA", url, [office.places.crl])
        other = sign(render(replace(make_case(), number="CM26-0099999")), dataclasses.replace(key, long_term=wish))
    moved = other[: ends(other)[2]] + lta[ends(lta)[2] :]
    assert judged(moved).verdict == "not valid"
    assert judged(lt[: ends(lt)[1]] + lta[ends(lta)[1] :]).verdict == "not valid"


@pytest.fixture
def restamped(lta, authority):
    """Stamps a file that ends with a store as anybody can, who asks the authority."""

    def stamp(pdf):
        with served(authority) as url:
            return evidence._stamped(pdf, time_stamps.Authority(url, datetime.now(UTC)))

    return stamp


def test_a_second_time_stamp_over_the_file(lta, lt, restamped, judged, pages_agree, monkeypatch):
    assert judged(restamped(lt)).verdict == "valid"
    monkeypatch.setattr(behind, "_FIELDS", behind.re.compile(rb"/Fields \[ (?:\d+ 0 R )+(?=\])"))
    assert judged(restamped(lta)).verdict == "not valid"


def test_a_time_stamp_over_a_doctored_file_proves_nothing(lt, restamped, judged):
    for forged in (flipped(lt, 4000), with_store(lt, [*stored(lt)[0], Office().root], stored(lt)[1])):
        assert judged(restamped(forged)).verdict == "not valid"


def test_a_key_lost_later_takes_nothing_from_a_proven_letter(lta, office, key, judged, authority):
    later = datetime.now(UTC).replace(microsecond=0) + timedelta(days=9)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(revocation, "_now", lambda: later)
        entry = revocation.entry(key.certificate.serial_number, "lost")
        crl = revocation.new_list(office.certificate, office.private, 9, [entry])
    assert judged(lta, later, crl).verdict == "valid"
    assert examine(lta, der(office.certificate), later, crl).verdict == "cannot tell"


def test_it_stays_valid_when_every_key_has_expired(lta, judged):
    report = judged(lta, datetime.now(UTC) + timedelta(days=20 * 365))
    assert report.verdict == "valid"
    assert any("expired since" in reason for reason in report.reasons)


def test_a_carried_list_that_names_the_signer(lt, office, key, judged):
    """Who holds a withdrawn key can sign, and carry the office's own list; it counts as if it were given."""
    entry = revocation.entry(key.certificate.serial_number, "lost", datetime.now(UTC) - timedelta(hours=1))
    crl = revocation.new_list(office.certificate, office.private, 7, [entry])
    report = judged(with_store(lt, stored(lt)[0], [crl]))
    assert report.verdict == "not valid"
    assert any("withdrew" in reason for reason in report.reasons)


def test_a_letter_without_a_time_stamp_may_carry_a_store(lt, unsigned, key, judged):
    plain = pades.certify(unsigned, key, datetime.now(UTC).replace(microsecond=0))
    certificates, lists = stored(lt)
    root = [one for one in certificates if one in [der(issuer) for issuer in key.chain]]
    report = judged(plain + behind.store(plain, root, lists))
    assert report.verdict == "valid"
    assert any("no time stamp proves it" in reason for reason in report.reasons)
    report = judged(plain + behind.store(plain, certificates, lists))
    assert report.verdict == "not valid"
