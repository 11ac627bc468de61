"""A process that will have no files loads all that reading requests ever opens before it gives them up."""

import subprocess
import sys

READ_WITHOUT_FILES = """
import sys
from imr_desktop.extract.requests.ready import read_words
from imr_desktop.extract.requests.reading import papers_found

letter = "Utilization review determination\\n1. Acupuncture, 12 visits\\n2. Knee brace\\n\\n" \\
    "The acupuncture is modified to 6 visits. The brace is certified for a rental of 30 days.\\n"
read_words()
sys.addaudithook(lambda event, args: event == "open" and sys.exit(f"opened {args[0]}"))
found = {one.title.split(",")[0]: one.allowed for one in papers_found("ur determination", [letter])}
print(found["Acupuncture"])
"""


def test_a_letter_is_read_without_files():
    done = subprocess.run([sys.executable, "-c", READ_WITHOUT_FILES], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "6.0\n"), done.stderr
