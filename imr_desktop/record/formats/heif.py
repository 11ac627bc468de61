"""HEIC pictures, as phones take them: what opens them is given to Pillow when this is loaded, before the process is confined.

The library unpacks in a thread beside the one that waits for it. Where none may be made (the layers of this system do not
count threads apart from processes) it would wait for ever: that is tried before.
"""

from __future__ import annotations

import threading

import pi_heif

pi_heif.register_heif_opener(thumbnails=False, depth_images=False, aux_images=False, decode_threads=0)

UNABLE = "is a HEIC picture, which cannot be unpacked on this computer; save it as JPEG or PDF and drop that"


def can_unpack() -> bool:
    """Whether this process may make a thread."""
    tried = threading.Thread(target=int)
    try:
        tried.start()
    except RuntimeError:
        return False
    tried.join()
    return True
