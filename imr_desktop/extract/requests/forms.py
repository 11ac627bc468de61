"""The forms of clauses that decide, over the signs of their words (`signs`), and what each decides."""

from __future__ import annotations

import re
from typing import NamedTuple

from imr_desktop.extract.requests.words import Verdict

_VERDICTS: dict[str, Verdict] = {"G": "certified", "R": "denied", "M": "modified", "W": "deferred"}
LIST, _BEGINS = r"N(?:[&n]{1,3}N){0,11}", r"(?<![^&t:;s])"
_OBJECT = rf"(?:{LIST}(?=[&y):]|\Z)|N)(?!&?[bcw:(])"
"""What is decided behind the verb: no more of it than is not another verb's own."""
_AUX = "[bcnf]{0,4}[bc][bcnf]{0,4}"
_PRED = rf"{_AUX}(?:G[bc]{{1,3}})?(?P<v>[GRMWuv])(?:d{{0,2}}(?P<noun>[grm]))?"
FORMS = tuple(
    map(
        re.compile,
        (
            # "no authorization for A is given", "denial of A is upheld"
            rf"(?P<n>(?<![^&t:;])n[bc]{{0,3}})?(?P<g>[grm])(?P<s>{LIST})(?P<p>{_PRED})",
            # "authorization is given for A"
            rf"(?P<g>[grm])(?P<p>{_AUX}(?P<v>[GR]))(?P<s>{_OBJECT})",
            # "I recommend denial of A and approval of B"
            rf"(?<![^&t:;sGb])(?P<g>[grm])(?P<s>{LIST})(?=[&;y]|\Z)",
            # "approval is refused", of what the sentence before spoke of
            rf"{_BEGINS}(?P<g>g)(?P<p>{_AUX}(?P<v>[GRW]))(?!N)",
            # "A, which is denied"
            rf"(?P<s>N)&?w(?P<p>{_PRED})",
            # "neither A nor B is approved", "only A is approved"
            rf"{_BEGINS}(?P<o>o)?(?P<n>n)?(?P<s>{LIST})(?P<o2>o)?(?P<p>{_PRED})",
            # "we approve A", "we approve only A"
            rf"{_BEGINS}(?P<p>[bcn]{{0,4}}(?P<v>[GRM]))(?P<o>o)?(?P<s>{_OBJECT})",
            # "we cannot find A to be necessary"
            rf"{_BEGINS}(?P<p>[bcn]{{0,4}}f)(?P<s>{LIST})(?P<p2>[bcn]{{0,4}})(?P<v>[GR])",
            # "denied is A"
            rf"{_BEGINS}(?P<p>n?(?P<v>[GRMW]))b(?P<s>{_OBJECT})",
            # "nor is B", "as is B"
            rf"(?P<same>[ns])&?[bc]{{0,3}}(?P<s>{LIST})(?=[&;y]|\Z)",
            # "A is", "B is not"
            rf"{_BEGINS}(?P<n>n)?(?P<s>{LIST})(?P<p>b[bn]{{0,3}})(?P<same>)(?=[&;y)]|\Z)",
            # "denied: A, B"
            rf"{_BEGINS}(?P<p>n?(?P<v>[GRMW]))x?:(?P<s>{LIST})(?!&?[bcw(:])",
            # "A (denied)", "A: denied"
            r"(?P<s>N)(?:\(|&?:)(?P<p>[bcnf]{0,4}(?P<v>[GRMW]))[dkxu]{0,8}(?=[&;y)N]|\Z)",
            # "A denied; B approved"
            rf"{_BEGINS}(?P<s>{LIST})&?(?P<p>n?(?P<v>[GRMW]))(?=[;y]|&?\Z)",
            # "…, and is denied"
            rf"(?<=&)(?P<s>)(?P<p>{_PRED})",
        ),
    )
)
"""How signs stand where they decide: ``s`` is of what, ``v`` the verb, ``g`` and ``noun`` the noun of a decision, ``same``
where both are left out, ``o`` an "only". A negation counts in ``p``, the predicate, and in ``n`` and ``s``, at the names."""
_ONE_DECISION = re.compile(r"[xdkbcnf&]{0,12}?(?P<p>[bcnf]{0,4}(?P<v>[GRMW]))[xdk]{0,3}:?")


class Made(NamedTuple):
    """A decision's verb, and whether it is denied: what "is not" behind it leaves out."""

    verb: str
    negated: bool

    @property
    def verdict(self) -> Verdict | None:
        """What it decides."""
        if self.negated:
            return "denied" if self.verb == "G" else None
        return _VERDICTS.get(self.verb)


def made_by(part: dict[str, str | None], before: Made | None) -> Made | None:
    """What a form decides; `before` is the decision that it may leave out."""
    denied = ["n" in "".join(part.get(name) or "" for name in names) for names in (("p", "p2"), ("n", "s"))]
    negated = denied[0] != denied[1]
    same = part.get("same")
    if same is not None:
        if before is None or same == "s":
            return before
        if same == "" and before.verb == "R" and negated:  # "A is denied but B is not"
            return Made("G", negated=False)
        return Made(before.verb, negated=same == "n" or negated)
    noun, verb = part.get("g") or part.get("noun"), part.get("v") or ""
    if noun is None:
        return Made(verb, negated)
    if verb in ("R", "v") or negated:
        return None if noun == "m" or (noun == "r" and verb != "v") else Made("R" if noun == "g" else "G", negated=False)
    return Made({"g": "G", "r": "R", "m": "M"}[noun], negated=False)


def head_decides(text: str) -> Verdict | None:
    """What a line decides that leads to a list and names nothing."""
    made = _ONE_DECISION.fullmatch(text)
    return Made(made["v"], negated="n" in made["p"]).verdict if made else None
