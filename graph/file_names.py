"""Names of files as people read them: in whatever encoding an archive left them, and with no character that is none."""

from __future__ import annotations

import os
import unicodedata


def is_utf8(text: str) -> bool:
    """Whether a text is one of characters alone: no byte that is no UTF-8, no half of a character.

    >>> is_utf8("企业.csv"), is_utf8(os.fsdecode("企业.csv".encode("gb18030")))
    (True, False)
    """
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def readable(name: str) -> str:
    """A name or path as a person reads it.

    What is no UTF-8 is read as GB18030, the encoding of names in Chinese archives; what is no character in it
    either, and what would move the cursor of a terminal, is marked.

    >>> readable(os.fsdecode("数据/".encode() + "企业.csv".encode("gb18030"))), readable(os.fsdecode(b"a\\xff.csv"))
    ('数据/企业.csv', 'a\ufffd.csv')
    """
    text = name if is_utf8(name) else "/".join(_text(part) for part in _bytes(name).split(b"/"))
    return "".join(char if char.isprintable() else "\ufffd" for char in text)


def _bytes(name: str) -> bytes:
    try:
        return os.fsencode(name)
    except UnicodeEncodeError:  # no bytes of a file's name, but halves of characters
        return name.encode("utf-8", "replace")


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
