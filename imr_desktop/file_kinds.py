"""The kinds of files there are: which can be read, by what, and what is said of the others.

The one table that reading, gathering and the window's words go by. A file's kind is what is in it, never its name
(`imr_desktop.record.formats.detect`, in the limited process).
"""

from __future__ import annotations

from typing import NamedTuple


class Kind(NamedTuple):
    """One kind of file. `reader` names the module whose ``read(file) -> Parsed`` takes it apart in the limited process.

    `label` is the kind in a file's line (``Word document``), `one` in a sentence (``a Word document``), `group` in lists of
    what can be read. Where there is no reader, `advice` is what to do about such a file, after "cannot be read here; ".
    """

    label: str
    one: str
    endings: tuple[str, ...] = ()
    reader: str = ""
    group: str = ""
    advice: str = ""

    @property
    def wrong(self) -> str:
        """Half a sentence for a file that cannot be read: what it is and what to do."""
        return f"is {self.one}, which cannot be read here; {self.advice}"


_FORMATS = "imr_desktop.record.formats."
_PDF = "ask the sender for the record as PDF"
_PICTURES = _FORMATS + "pictures"

PDF = Kind("PDF", "a PDF", (".pdf",), "imr_desktop.record.pdf", "PDF")
DOCX = Kind("Word document", "a Word document", (".docx", ".docm", ".dotx"), _FORMATS + "docx", "Word")
RTF = Kind("RTF", "an RTF document", (".rtf",), _FORMATS + "rtf", "RTF")
ODT = Kind("OpenDocument text", "an OpenDocument text", (".odt", ".ott", ".fodt"), _FORMATS + "odt", "OpenDocument")
HTML = Kind("web page", "a web page", (".html", ".htm", ".xhtml"), _FORMATS + "html", "web page")
CCDA = Kind("clinical document", "a clinical document (C-CDA)", (".xml", ".cda", ".ccda"), _FORMATS + "ccda", "C-CDA")
HL7 = Kind("HL7 message", "an HL7 message", (".hl7",), _FORMATS + "hl7", "HL7")
XML = Kind("XML", "an XML file", (), _FORMATS + "xml")
TIFF = Kind("TIFF", "a TIFF picture", (".tif", ".tiff"), _PICTURES, "picture")
JPEG = Kind("JPEG", "a JPEG picture", (".jpg", ".jpeg", ".jpe"), _PICTURES, "picture")
PNG = Kind("PNG", "a PNG picture", (".png",), _PICTURES, "picture")
HEIC = Kind("HEIC", "a HEIC picture", (".heic", ".heif"), _PICTURES, "picture")
BMP = Kind("BMP", "a BMP picture", (".bmp", ".dib"), _PICTURES, "picture")
GIF = Kind("GIF", "a GIF picture", (".gif",), _PICTURES, "picture")
WEBP = Kind("WebP", "a WebP picture", (".webp",), _PICTURES, "picture")
TEXT = Kind("text", "a text file", (".txt", ".text", ".csv", ".log", ".json"), _FORMATS + "plain", "text")

# Files in files: `imr_desktop.record.containers` opens them
MAIL = Kind("mail", "a mail", (".eml", ".mht", ".mhtml"), group="mail", advice="save its attachments and drop them")
MSG = Kind("Outlook message", "an Outlook message", (".msg",), group="mail", advice="save its attachments and drop them")
ZIP = Kind("ZIP archive", "a ZIP archive", (".zip",), group="ZIP", advice="unpack it and drop the files in it")

DOC = Kind("old Word document", "an old Word document (DOC)", (".doc", ".dot"), advice="save it as PDF or DOCX and drop that")
SHEET = Kind("workbook", "a workbook of tables", (".xls", ".xlsx", ".xlsm", ".ods"), advice="print it to a PDF and drop that")
SLIDES = Kind("presentation", "a presentation", (".ppt", ".pptx", ".odp"), advice="print it to a PDF and drop that")
WPD = Kind("WordPerfect document", "a WordPerfect document", (".wpd",), advice="save it as PDF or DOCX and drop that")
PAGES = Kind("iWork document", "an Apple iWork document", (".pages", ".numbers"), advice="export it as PDF and drop that")
EPUB = Kind("e-book", "an e-book", (".epub",), advice=_PDF)
XPS = Kind("XPS document", "an XPS document", (".xps", ".oxps"), advice="print it to a PDF and drop that")
DRAWING = Kind("OpenDocument drawing", "an OpenDocument drawing", (".odg", ".odf"), advice="export it as PDF and drop that")
POSTSCRIPT = Kind("PostScript", "a PostScript file", (".ps", ".eps"), advice="print it to a PDF and drop that")
DJVU = Kind("DjVu", "a DjVu document", (".djvu", ".djv"), advice=_PDF)
FDF = Kind("form data", "the data of a PDF form without the form", (".fdf", ".xfdf"), advice="ask for the filled form itself")
SVG = Kind("SVG", "a vector drawing", (".svg",), advice="print it to a PDF and drop that")
OTHER_PICTURE = Kind(
    "picture", "a picture of a kind", (".jp2", ".jxl", ".avif", ".psd"), advice="save it as PNG or PDF and drop that"
)
DICOM = Kind("DICOM image", "a medical image (DICOM)", (".dcm", ".dicom"), advice="view it elsewhere and ask for its report")
AUDIO = Kind("sound recording", "a sound recording", (".wav", ".mp3", ".m4a", ".wma", ".ogg"), advice="ask for a transcript")
VIDEO = Kind(
    "video", "a video", (".mp4", ".mov", ".avi", ".wmv", ".mkv"), advice="watch it elsewhere or ask for a transcript"
)
TNEF = Kind("winmail.dat", "a mail's winmail.dat (TNEF)", (".dat", ".tnef"), advice="ask for the attachments as PDF")
ARCHIVE = Kind(
    "archive",
    "an archive other than ZIP",
    (".rar", ".7z", ".gz", ".tar", ".cab"),
    advice="unpack it and drop the files in it",
)
JSON = Kind("JSON", "a file of data (JSON)", (), advice=_PDF)
PROGRAM = Kind(
    "program", "a program or shortcut", (".exe", ".dll", ".lnk", ".com"), advice="leave it alone; ask for the record"
)
DATABASE = Kind("database", "a database", (".db", ".sqlite", ".mdb", ".accdb"), advice=_PDF)
PACKAGE = Kind("package", "a package of this program", (), advice="drop it on its own")
LOCKED = Kind("locked document", "a document locked by a password", (), advice="ask for a copy without one, as PDF")
OLE = Kind("old Office file", "an old Office file", (), advice="print it to a PDF and drop that")
UNKNOWN = Kind("unknown", "of a kind that is not known", (), advice="save it as a PDF and drop that")

KINDS = (
    *(PDF, DOCX, RTF, ODT, HTML, CCDA, HL7, XML, TIFF, JPEG, PNG, HEIC, BMP, GIF, WEBP, MAIL, MSG, ZIP, TEXT),
    *(DOC, SHEET, SLIDES, WPD, PAGES, EPUB, XPS, DRAWING, POSTSCRIPT, DJVU, FDF, SVG, OTHER_PICTURE, DICOM, AUDIO, VIDEO),
    *(TNEF, ARCHIVE, JSON, PROGRAM, DATABASE, PACKAGE, LOCKED, OLE, UNKNOWN),
)
READERS = tuple(kind for kind in KINDS if kind.reader)
"""The kinds that can be read. The window's process never imports the readers."""

OPENED = tuple(kind for kind in KINDS if kind.reader or kind in (MAIL, MSG, ZIP))
"""Those that can be read, or opened for the files in them (`imr_desktop.record.containers`)."""

ENDINGS = tuple(ending for kind in OPENED for ending in kind.endings)
_BY_ENDING = {ending: kind for kind in KINDS for ending in kind.endings}


def named(ending: str) -> Kind | None:
    """The kind that files with this ending usually are."""
    return _BY_ENDING.get(ending.lower())


def labels(last: str) -> str:
    """What can be read, in words, `last` before the last of them: ``PDF, Word and text``."""
    *others, end = dict.fromkeys(kind.group for kind in OPENED if kind.group)
    return f"{', '.join(others)} {last} {end}" if others else end
