"""Names of files that are no UTF-8, as archives of Chinese systems leave them when they are unpacked elsewhere."""

from __future__ import annotations

import os
import unicodedata


def is_utf8(name: str) -> bool:
    """Whether the bytes of a name are characters, all of them.

    >>> is_utf8("企业.csv"), is_utf8(os.fsdecode("企业.csv".encode("gb18030")))
    (True, False)
    """
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def readable(name: str) -> str:
    """A name or path as a person reads it: what is no UTF-8 is read as GB18030, and if it is none, its bytes are marked.

    >>> readable(os.fsdecode("数据/".encode() + "企业.csv".encode("gb18030"))), readable(os.fsdecode(b"a\\xff.csv"))
    ('数据/企业.csv', 'a\ufffd.csv')
    """
    if is_utf8(name):
        return name
    return "/".join(_text(part) for part in os.fsencode(name).split(b"/"))


def _text(raw: bytes) -> str:
    for encoding in ("utf-8", "gb18030"):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        # bytes that pass as GB18030 and are none mostly land where it has no characters
        if all(unicodedata.category(char) not in ("Co", "Cn") for char in text):
            return text
    return raw.decode("utf-8", "replace")
