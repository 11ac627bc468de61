"""The case file: which files there are, their pages as text, words and pictures, and searching them.

Files are of unknown origin: they are opened only in `imr_desktop.sandbox`.
"""

from imr_desktop.record.gather import gather
from imr_desktop.record.model import FileRead, PageImage, PageText, Word
from imr_desktop.record.pages import page_words, render_page
from imr_desktop.record.reader import Reader, SoFar, reading_sandbox
from imr_desktop.record.text import RecordText
