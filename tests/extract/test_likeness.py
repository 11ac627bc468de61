"""Two wordings of one treatment are known to be one; two treatments are never taken for one."""

import pytest

from imr_desktop.extract.likeness import same_request


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Botox masseters", "Chemodenervation of the masseter muscles"),
        ("CBT", "cognitive behavioral therapy, 6 sessions"),
        ("Sleep study, polysomnography in laboratory", "PSG"),
        ("Colace 100 mg", "docusate 100 mg"),
        ("Restasis", "cyclosporine eye drops"),
        ("Norco 10/325 mg #60", "hydrocodone/APAP 10-325 mg"),
        ("Voltaren gel 1%", "diclofenac sodium 1% topical gel"),
        ("L TKA", "left total knee arthroplasty"),
        ("(R) SI RFA", "Right sacroiliac joint radiofrequency ablation"),
        ("L4-5 ESI", "Epidural steroid injection at L4-L5"),
        ("L-spine MRI w/o contrast", "Magnetic resonance imaging, lumbar spine, without contrast"),
        ("EMG/NCV BLE", "Electromyography and nerve conduction study of the bilateral lower extremities"),
        ("OT 2x6", "Occupational therapy, 12 visits"),
        ("PT for the left knee", "Left knee physical therapy"),
        ("NMES (R) 2 EA", "NMES (R)"),
        ("ABC", "Ankle balance class"),  # initials that no list knows
    ],
)
def test_one_treatment_goes_by_many_names(one, other):
    assert same_request(one, other)
    assert same_request(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("gabapentin 300 mg capsule", "gabapentin 600 mg capsule"),
        ("Lyrica 75 mg", "pregabalin 150 mg"),
        ("Norco 5/325", "hydrocodone/APAP 10/325"),
        ("OxyContin 20 mg", "oxycodone 20 mg"),  # another release
        ("prednisone 10 mg", "prednisolone 10 mg"),
        ("Celexa 20 mg", "Celebrex 20 mg"),
        ("Restasis", "cyclosporine 100 mg capsule"),
        ("Voltaren gel 1%", "diclofenac 75 mg tablets"),
        ("PT 2x week for 6 weeks, left shoulder", "OT 2x week for 6 weeks, left shoulder"),
        ("PT/INR", "PT"),
        ("L TKA", "right total knee arthroplasty"),
        ("L TKA", "left total hip arthroplasty"),
        ("L4-5 TFESI", "L5-S1 TFESI"),
        ("lumbar ESI", "cervical ESI"),
        ("MBB L4-5", "facet RFA L4-5"),
        ("lateral branch block L5", "medial branch block L5"),
        ("CT lumbar spine without contrast", "MRI lumbar spine without contrast"),
        ("MRI lumbar spine with contrast", "MRI lumbar spine without contrast"),
        ("EMG bilateral LE", "NCV bilateral LE"),
        ("level 2 sleep study", "level 3 sleep study"),
        ("lumbar laminectomy L4", "lumbar laminotomy L4"),
        ("SI joint injection", "SI joint fusion"),
        ("SCS trial", "SCS permanent implant"),
        ("removal of spinal cord stimulator", "spinal cord stimulator"),
        ("assistant surgeon for left TKA", "left total knee arthroplasty"),
        ("cold therapy unit after left TKA", "L TKA"),
        ("TENS unit rental", "TENS unit purchase"),
        ("SCS", "Sacral canal study"),  # initials that a list knows are of no other words
    ],
)
def test_two_treatments_stay_two(one, other):
    assert not same_request(one, other)
    assert not same_request(other, one)
