"""The checks before signing: what must be fixed, what is to be considered, where it stands, and the fix.

    problems = run(case, Context(today=…, identity=…, record=…, reports=…))
    open_problems = blocking(problems, case.acknowledgements)
    case = apply_fix(case, problems[0])

A new check is one generator function under `@check` in a module of `checks/`, with examples in its docstring.
"""

from imr_desktop.preflight.absence_phrases import absence_claims
from imr_desktop.preflight.fixes import apply_fix
from imr_desktop.preflight.needs import not_run
from imr_desktop.preflight.others import OtherItem, Others, decided_items
from imr_desktop.preflight.problem import Context, NotRun, Problem, SetDate
from imr_desktop.preflight.registry import all_checks
from imr_desktop.preflight.runner import blocking, covers, run, run_checks
from imr_desktop.preflight.search_claim import search_for_claim
