"""Fax-grade pictures of pages: coarse, skewed, speckled, with drop-outs."""

from __future__ import annotations

import io
import random

import numpy as np
import pypdfium2
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from .sheet import HIGH, WIDE


def scanned(data: bytes, seed: int, fine: float = 1.0) -> bytes:
    """The file with every page as a picture; `fine` is the part of pages faxed at 204 x 196 dpi, the rest 204 x 98."""
    rng = random.Random(seed)
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(WIDE, HIGH), invariant=1)
    document = pypdfium2.PdfDocument(data)
    document.init_forms()
    for index in range(len(document)):
        picture = document[index].render(scale=204 / 72, grayscale=True).to_pil()
        canvas.drawImage(ImageReader(_worn(picture, rng, rng.random() < fine)), 0, 0, WIDE, HIGH)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _worn(picture: Image.Image, rng: random.Random, fine: bool) -> Image.Image:
    picture = picture.rotate(rng.uniform(-0.9, 0.9), fillcolor=255, resample=Image.Resampling.BILINEAR)
    noise = np.random.default_rng(rng.randrange(10**6))
    if not fine:
        picture = picture.resize((picture.width, picture.height // 2)).resize(picture.size, Image.Resampling.NEAREST)
    page = np.array(picture, dtype=np.int16)
    page += noise.normal(0, 18, page.shape).astype(np.int16)
    black = page < rng.randrange(120, 165)
    black |= noise.random(page.shape) < 0.0012  # speckle
    black &= noise.random(page.shape) > 0.012  # drop-outs in strokes
    if rng.random() < 0.3:  # a thin white line where the scanner's glass was dirty
        at = rng.randrange(black.shape[1])
        black[:, at : at + 1] = False
    return Image.fromarray(~black).convert("1")
