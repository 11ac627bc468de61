"""The requests in the papers of files that were taken in, for window and command line."""

from imr_desktop.extract.requests import Request as Request
