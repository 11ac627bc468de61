"""Files in files: mails, archives and PDFs with attachments, opened in the limited process; each part a file of its own.

`opening` runs there and answers what a file holds (`Contents`) and a part's bytes in pieces; `parts` is the program's side.
"""
