"""HTML and Markdown as plain text."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui_exam.formats.markup import html_text, markdown_text
from tui_exam.vietnamese.text import clean


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>Một</p><p>Hai</p>", "Một\nHai"),
        ("<p>Một</p>\n\n   <p>Hai</p>", "Một\nHai"),
        ("Một<br>Hai<br/>Ba", "Một\nHai\nBa"),
        ("<p>Một</p><p><br></p><p>Hai</p>", "Một\n\nHai"),
        ("<ul><li>a</li><li>b</li></ul>", "- a\n- b"),
        ("Xếp:<ol><li>a<li>b</ol>xong", "Xếp:\n1. a\n2. b\nxong"),
        ("<ol><li>a<ul><li>b</li></ul></li><li>c</li></ol>", "1. a\n- b\n2. c"),
        ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a | b\nc"),
        ("m<sup>2</sup>, CO<sub>2</sub>, x<sup>ab</sup>", "m², CO₂, x^(ab)"),
        ("<b>đậm</b> <i>nghiêng</i>", "đậm nghiêng"),
        ("a &lt; b &amp;&amp; c&nbsp;&gt; d &#227;", "a < b && c > d ã"),
        ("<a href='https://gov.vn'>Cổng</a>", "Cổng (https://gov.vn)"),
        ("<a href='javascript:alert(1)'>Bấm</a>", "Bấm"),
        ("a<script>alert('x')</script>b<style>p{}</style>c", "abc"),
        ("a<!-- bí mật <b> -->b", "ab"),
        ("nếu x<y thì z>t", "nếu x<y thì z>t"),
        ("1 < 2 và 3 > 2", "1 < 2 và 3 > 2"),
        ("<o:p></o:p>Word<span lang=VI>ngữ</span>", "Wordngữ"),
        ("<pre>  a\n    b</pre>", "a\nb"),
    ],
)
def test_structure_is_kept_and_markup_is_not(markup: str, text: str) -> None:
    assert html_text(markup).text == text


@pytest.mark.parametrize(
    ("markup", "name"),
    [
        ('<img src="a/b.png">', "b.png"),
        ('<img alt="Sơ đồ" src="x">', "Sơ đồ"),
        ("<IMG SRC=x.gif>", "x.gif"),
        ("<object data='h.svg'></object>", "h.svg"),
        ("<img>", "không tên"),
    ],
)
def test_pictures_are_named(markup: str, name: str) -> None:
    shown = html_text(f"a {markup} b")
    assert shown.pictures == (name,)
    assert f"[hình: {name}]" in shown.text


def test_line_breaks_count_in_moodles_own_format_only() -> None:
    assert html_text("a\nb &amp;", breaks=True).text == "a\nb &"
    assert html_text("a\nb &amp;").text == "a b &"


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("# Đề\n**đậm** và *nghiêng*", "Đề\nđậm và nghiêng"),
        ("2 * 3 * 4", "2 * 3 * 4"),
        ("[Cổng](https://gov.vn)", "Cổng (https://gov.vn)"),
        ("- a\n- b", "- a\n- b"),
        ("`ls`", "ls"),
    ],
)
def test_markdown_loses_its_marks(markup: str, text: str) -> None:
    assert markdown_text(markup).text == text


def test_pictures_of_markdown_are_named() -> None:
    assert markdown_text("![Sơ đồ](a.png)").pictures == ("Sơ đồ",)


@settings(max_examples=300, deadline=None)
@given(st.text(st.sampled_from("<>/!-&;=\"'abpliu \n\t*_[]()`#\x1b\u202ex"), max_size=60))
def test_whatever_comes_in_what_comes_out_is_clean(text: str) -> None:
    for shown in (html_text(text), html_text(text, breaks=True), markdown_text(text)):
        assert clean(shown.text, multiline=True) == shown.text
        assert shown.text == shown.text.strip()


@pytest.mark.parametrize(
    "piece",
    [
        *("<", "<a", "<a ", "<!--", "<a b", '<a b="', "&", "&lt", "<td>", "<li>", "<pre>"),
        *("<sup>", "**", "[", "[a](", "![", "`", "*a", "<a href='", "<script>", "a=", "<!"),
    ],
)
def test_no_text_takes_long_however_broken(piece: str) -> None:
    text = piece * (60_000 // len(piece))
    begin = time.perf_counter()
    html_text(text)
    markdown_text(text)
    assert time.perf_counter() - begin < 2
