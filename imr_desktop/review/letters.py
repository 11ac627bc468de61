"""Keys and letters by themselves, without a case or a vault: making a key, drawing a letter, verifying a signed file."""

from imr_desktop.determination import (
    LetterImage,
    NewKey,
    SigningKey,
    VerifyReport,
    attached_data,
    carries_signature,
    new_key,
    new_passphrase,
    page_images,
    spaced,
    verify,
    verify_data,
)
