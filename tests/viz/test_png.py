"""Pictures as PNG: glyphs are really drawn, and what is missing is said in one line."""

from __future__ import annotations

import builtins
from typing import Any

import pytest
from abilities import NO_FONT

from chanlian.graph.errors import NoPicture
from chanlian.viz.pictures import png

needs_font = pytest.mark.skipif(png.check_png() is not None, reason=NO_FONT)
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 20"><text x="2" y="15" font-size="14" font-family="{}">{}</text></svg>'


@needs_font
def test_chinese_is_drawn_whatever_font_the_picture_names() -> None:
    pictures = {
        (family, text): png.picture_png(SVG.format(family, text), 120, lang="zh")
        for family in ("Segoe UI, sans-serif", "No Such Family, sans-serif", "serif")
        for text in ("", "产链", "链产")
    }
    for family in ("Segoe UI, sans-serif", "No Such Family, sans-serif", "serif"):
        assert len({pictures[family, text] for text in ("", "产链", "链产")}) == 3
    data = pictures["serif", "产链"]
    assert (int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big")) == (120, 40)


@needs_font
def test_what_is_no_picture_is_an_error() -> None:
    with pytest.raises(NoPicture, match="cannot be drawn"):
        png.picture_png("<p>", 10, lang="en")


def test_without_a_font_that_draws_chinese_a_line_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("resvg_py")
    png._font.cache_clear()
    monkeypatch.setattr(png, "FONTS", ("No Such Family",))
    error = png.check_png()
    png._font.cache_clear()
    assert error is not None
    assert "apt install fonts-noto-cjk" in error.text("en")
    assert "没有中文字体" in error.text("zh")


def test_without_the_extra_a_line_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *rest: Any, **more: Any) -> Any:
        if name == "resvg_py":
            raise ImportError(name)
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    error = png.check_png()
    assert error is not None
    assert "pip install 'chanlian[png]'" in error.text("zh")
