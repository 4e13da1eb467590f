"""A picture as PNG, without a browser: by resvg, which is an extra, with a Chinese font of the system.

resvg leaves out in silence what no font draws, so fonts are tried first: one counts only if two
different characters of Chinese come out as two different marks.
"""

from __future__ import annotations

from functools import cache
from typing import Any, Final

from ...graph.errors import NoPicture

FONTS: Final = (
    "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Source Han Sans CN", "Microsoft YaHei", "PingFang SC", "HarmonyOS Sans SC",
    "WenQuanYi Micro Hei", "WenQuanYi Zen Hei", "SimHei", "Heiti SC", "Hiragino Sans GB", "STHeiti", "Droid Sans Fallback", "Noto Serif CJK SC",
    "Source Han Serif SC", "SimSun", "Songti SC", "FangSong", "KaiTi", "AR PL UMing CN", "AR PL UKai CN", "Unifont",
)  # fmt: skip
"""Families that draw Chinese, the plain ones first; those of Windows, macOS and Linux."""
_TRIED: Final = ("产", "链")


def picture_png(svg_text: str, width: int, *, lang: str) -> bytes:
    """A picture of that many pixels across; the same picture and fonts give the same bytes.

    Texts whose fonts are not here, or that name none, are drawn in the Chinese font that was found.

    Raises
    ------
    NoPicture
        Where the package or a Chinese font is missing, or the picture cannot be drawn.
    """
    draw, font = _drawing(), _font()
    if font is None:
        raise NoPicture(
            "no Chinese font is here, so no PNG is made; install one (Debian: apt install fonts-noto-cjk)",
            "本机没有中文字体，未生成 PNG 图片；请安装一种（Debian：apt install fonts-noto-cjk）",
        )
    try:
        return _drawn(draw, svg_text, font, width, lang)
    except (ValueError, RuntimeError) as error:
        raise NoPicture(f"the picture cannot be drawn as PNG ({error})", f"图片无法转为 PNG（{error}）") from error


def check_png() -> NoPicture | None:
    """What keeps PNG from being made here, if anything does."""
    try:
        picture_png('<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>', 1, lang="zh")
    except NoPicture as error:
        return error
    return None


def _drawing() -> Any:
    try:
        from resvg_py import svg_to_bytes
    except ImportError as error:
        raise NoPicture(
            "PNG needs the extra png, so none is made: pip install 'chanlian[png]'",
            "生成 PNG 图片需要安装扩展，本次未生成：pip install 'chanlian[png]'",
        ) from error
    return svg_to_bytes


@cache
def _font() -> str | None:
    """A family of this system that draws Chinese."""
    draw = _drawing()
    for family in FONTS:
        blank, *drawn = (
            _drawn(draw, _SAMPLE.format(family=family, text=text), family, 32, "zh") for text in ("", *_TRIED)
        )
        if blank not in drawn and drawn[0] != drawn[1]:
            return family
    return None


_SAMPLE: Final = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="32" height="32">'
    '<text x="2" y="26" font-size="26" font-family="{family}">{text}</text></svg>'
)


def _drawn(draw: Any, svg: str, font: str, width: int, lang: str) -> bytes:
    families = {f"{kind}_family": font for kind in ("font", "serif", "sans_serif", "monospace")}
    return bytes(draw(svg_string=svg, width=width, background="#ffffff", languages=[lang], **families))
