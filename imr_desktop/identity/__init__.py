"""Who the reviewer is, and where a text says so: what must never go out (Labor Code 4610.6(f))."""

from imr_desktop.identity.model import OFFICE_SIGNS, Entry, Identity, OfficeSigns, ReviewerIdentity, lines
