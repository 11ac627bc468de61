"""Files of every kind, made here."""

from __future__ import annotations

import io
import zipfile

import pytest

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


@pytest.fixture
def word():
    """Make a Word document of a body and further parts (``header``, ``footnotes`` …, each the root's content)."""

    def make(body: str, **parts: str) -> bytes:
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("[Content_Types].xml", "<Types/>")
            archive.writestr(
                "_rels/.rels",
                f'<Relationships xmlns="{_RELATIONS}">'
                f'<Relationship Id="r1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
            )
            archive.writestr("word/document.xml", f"<w:document {W} {R}><w:body>{body}</w:body></w:document>")
            linked = "".join(f'<Relationship Id="{name}" Type="{_OFFICE}/{name}" Target="{name}.xml"/>' for name in parts)
            archive.writestr("word/_rels/document.xml.rels", f'<Relationships xmlns="{_RELATIONS}">{linked}</Relationships>')
            for name, content in parts.items():
                archive.writestr(f"word/{name}.xml", f"<w:{name} {W} {R}>{content}</w:{name}>")
        return buffer.getvalue()

    return make


def zipped(**members: str | bytes) -> bytes:
    """An archive of named members, ``__`` standing for a slash."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/"), content)
    return buffer.getvalue()
