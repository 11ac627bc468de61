"""PDF files with pdfium and pikepdf. Runs in the limited process.

`document` opens them, `reading` makes pages of text, `page` one of them: from characters (`words`), what is drawn
(`objects`), fields and notes (`layers`), in reading order (`order`).
"""

from imr_desktop.record.pdf.document import open_document
from imr_desktop.record.pdf.reading import read
