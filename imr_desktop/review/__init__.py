"""What the reviewer can do: the command line and the window both call this and nothing below it.

`Services` holds one typed service for each role (vault, cases, record, intake, checking, signing, exchange), each made on
first use.
"""

from imr_desktop.review.services import Services
