"""Requests for treatment as the papers of a dispute list them: the application, utilization review's letter, the RFA."""

from imr_desktop.extract.requests.holding import Together as Together
from imr_desktop.extract.requests.holding import held_together as held_together
from imr_desktop.extract.requests.model import Request as Request
from imr_desktop.extract.requests.proposing import request_proposals as request_proposals
from imr_desktop.extract.requests.reading import foresee_requests as foresee_requests
from imr_desktop.extract.requests.reading import papers_found as papers_found
from imr_desktop.extract.requests.reading import requests_in as requests_in
from imr_desktop.extract.requests.track import drawn_track as drawn_track
