"""The single-document kinds of files, each read by a module of its own in the limited process; PDFs have their own room."""
