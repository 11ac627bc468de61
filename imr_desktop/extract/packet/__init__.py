"""A record as a whole: what contradicts, what is missing, what happened when."""

from imr_desktop.extract.packet.chronology import Event as Event
from imr_desktop.extract.packet.chronology import undated as undated
from imr_desktop.extract.packet.conflicts import Conflict as Conflict
from imr_desktop.extract.packet.conflicts import ConflictValue as ConflictValue
from imr_desktop.extract.packet.index_pages import IndexHeld as IndexHeld
from imr_desktop.extract.packet.index_pages import indexes_held as indexes_held
from imr_desktop.extract.packet.misread import Misread as Misread
from imr_desktop.extract.packet.missing import Missing as Missing
from imr_desktop.extract.packet.overview import Overview as Overview
from imr_desktop.extract.packet.overview import overlook as overlook
from imr_desktop.extract.packet.overview import requested_on as requested_on
