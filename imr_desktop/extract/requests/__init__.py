"""Requests for treatment as the papers of a dispute list them: the application, utilization review's letter, the RFA."""

from imr_desktop.extract.requests.proposing import request_proposals as request_proposals
