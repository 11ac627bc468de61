"""The determination: the letter as data, the PDF, its signature, and the check of a signed file.

Importing this package loads none of ReportLab, pikepdf, pyHanko, cryptography or pdfium; the functions load what they need.
"""

from imr_desktop.determination.identity import outgoing_identity
from imr_desktop.determination.images import LetterImage, letter_sandbox, page_count, page_image, page_images
from imr_desktop.determination.keys import NewKey, new_key, new_passphrase
from imr_desktop.determination.letter import build_letter
from imr_desktop.determination.outgoing import Attachment, file_name, letter_data, outgoing_case, short_digest
from imr_desktop.determination.render import render
from imr_desktop.determination.sign import sign
from imr_desktop.determination.signing_key import SigningKey
from imr_desktop.determination.verdict import VerifyReport, spaced
from imr_desktop.determination.verify import attached_data, carries_signature, verify, verify_data
from imr_desktop.determination.wording import wording
