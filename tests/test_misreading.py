"""What is typed is what is read: the proof compares a text with the page that shows it, and knows no renderer (R15)."""

import ast
import re
import sys
import types
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from lxml import html
from markdown_it import MarkdownIt

from prakat import product
from prakat.item.misreading import Misreading, misreading_in, misreading_of_words
from prakat.item.proofreader import ATTRIBUTES
from prakat.site.item_page import FRAMES

READ = {
    "nothing": ("", ""),
    "white space": (" \n\t\n", "\n"),
    "paragraphs": ("หนึ่ง\n\nสอง", "<p>หนึ่ง</p>\n<p>สอง</p>"),
    "line breaks": ("หนึ่ง  \nสอง\r\nสาม", "<p>หนึ่ง<br>\nสอง<br>\nสาม</p>"),
    "spaces that collapse": ("ก  ข\tค \n", "<p>ก  ข ค</p>"),
    "zero width space": ("ก\u200bข", "<p>กข</p>"),
    "numbers": ("๑. ก\n๑.๑ ข\n(๑) ค\n1) ง", "<p>๑. ก<br>๑.๑ ข<br>(๑) ค<br>1) ง</p>"),
    "list of numbers": (
        "๓. ก\n\n๑) ข",
        '<ol class="typed" role="list"><li><p><span class="number">๓.</span> ก</p></li>'
        '<li><span class="number">๑)</span> ข</li></ol>',
    ),
    "heading": ("## เรื่อง ##\nก", "<h2>เรื่อง</h2><p>ก</p>"),
    "heading with an anchor": ("# เรื่อง", '<h2 id="เรื่อง">เรื่อง</h2>'),
    "bullets": ("- ก\n* ข\n+ ค", "<ul><li>ก</li></ul><ul><li>ข</li></ul><ul><li><p>ค</p></li></ul>"),
    "nested bullets": ("- ก\n  - ข\n\nค", "<ul><li>ก<ul><li>ข</li></ul></li></ul><p>ค</p>"),
    "bullet of a number": ("- ๒ ฉบับ", "<ul><li>๒ ฉบับ</li></ul>"),
    "quotation": ("> ก\n> ข\n>\n> ค\n\nง", "<blockquote><p>ก<br>ข</p><p>ค</p></blockquote><p>ง</p>"),
    "sign behind a quotation": ("> ก\n>\n> 60 ปี", "<blockquote><p>ก</p></blockquote><p>&gt;<br>&gt; 60 ปี</p>"),
    "bullets in a quotation": ("> - ก\n> - ข", "<blockquote><ul><li>ก</li><li>ข</li></ul></blockquote>"),
    "sign in a quotation": ("> ก\n>60 ปี", "<blockquote><p>ก<br>&gt;60 ปี</p></blockquote>"),
    "code": ("```py\nx = 1\n\n  *y*\n```", "<pre><code class='language-py'>x = 1\n\n  *y*\n</code></pre>"),
    "code of tildes": ("~~~\n```\n~~~~", "<pre><code>```\n</code></pre>"),
    "code in a line": ("`` a`b ``\\*", "<p><code>a`b</code>*</p>"),
    "spaces in code": ("` ก ` ข", "<p><code> ก </code> ข</p>"),
    "space behind a time in code": (
        "`08.30 น. `ก",
        '<p><code><span class="whole">08.30 น.</span> </code>ก</p>',
    ),
    "strong": ("ให้**ยื่น**ภายใน", "<p>ให้<strong>ยื่น</strong>ภายใน</p>"),
    "strong in a Latin word": ("a**b**c", "<p>a<strong>b</strong>c</p>"),
    "emphasis": ("*ก* (_ข_) ***ค***", "<p><em>ก</em> (<em>ข</em>) <strong>ค</strong></p>"),
    "emphasis behind a star": ("\\**ก*", "<p>*<em>ก</em></p>"),
    "marks beside each other": ("*ก*_", "<p><em>ก</em>_</p>"),
    "stars as text": ("**ก** *ข* 5*2*3", "<p>**ก** *ข* 5*2*3</p>"),
    "escape": ("\\*ก\\* \\- \\\\ C:\\temp \\", "<p>*ก* - \\\\ C:\\temp \\</p>"),
    "entity": ("&amp; &lt;b&gt; <b>", "<p>&amp;amp; &amp;lt;b&amp;gt; &lt;b&gt;</p>"),
    "link": ("ดู [ข้อ **๑**](a_b.pdf)", '<p>ดู <a href="a_b.pdf">ข้อ <strong>๑</strong></a></p>'),
    "link with brackets": ("[ก](<ข ค>) [ง](a(ฉ))", '<p><a href="%E0%B8%82%20ค">ก</a> <a href="a(ฉ)">ง</a></p>'),
    "escape in a target": ("[ก](a\\_b)", '<p><a href="a_b">ก</a></p>'),
    "sign in a target": ("[ก](?a&amp;b)", '<p><a href="?a&b">ก</a></p>'),
    "title": (
        "[ก](a \"ข ค\")ง [จ](b 'ฉ' )",
        "<p><a href='a'>ก</a> \"ข ค\"ง <a href='b'>จ</a> 'ฉ'</p>",
    ),
    "space at the end of a link": (
        "[ก ](a)ข [ค ](b)",
        '<p><a href="a">ก </a>ข <span class="dead-link">ค </span></p>',
    ),
    "spaces that do not break": (
        "# ) #\u00a0\n|ก|\n\u00a0-|\u00a0",
        "<h2>)</h2><table><thead><tr><th>ก</th></tr></thead></table>",
    ),
    "link over lines": ("[ก\nข](\na\n)", '<p><a href="a">ก<br>ข</a></p>'),
    "link that leads nowhere": ("[ก](b)", '<p><span class="dead-link">ก</span></p>'),
    "address": (
        "www.a.example a@b.example https://a.example/ก 0 4231 5555",
        '<p><a href="http://www.a.example">www.a.example</a> <a href="mailto:a@b.example">a@b.example</a> '
        '<a href="https://a.example/%E0%B8%81">https://a.example/ก</a> <a href="tel:042315555">0 4231 5555</a></p>',
    ),
    "Thai number": ("โทร ๐ ๔๒๓๑ ๕๕๕๕", '<p>โทร <a href="tel:042315555">๐ ๔๒๓๑ ๕๕๕๕</a></p>'),
    "address in brackets": ("<https://a.example>", '<p><a href="https://a.example">https://a.example</a></p>'),
    "address that leads nowhere": (
        "<ftp://a.example> ftp://b.example",
        '<p><span class="dead-link">ftp://a.example</span> <span class="dead-link">ftp://b.example</span></p>',
    ),
    "picture": ("ก ![แผน*ที่*](a.png)ข", '<p>ก <img src="a.png" alt="แผนที่">ข</p>'),
    "picture that is not there": ("![แผนที่](a.png)", '<p><span class="dead-link">แผนที่</span></p>'),
    "gallery": (
        "![ก](a.png)\n![ข](b.png) ![ค](c.png)\n\nง",
        '<div class="gallery"><a class="picture" href="a.png"><img src="a.png" alt="ก"></a>'
        '<a class="picture" href="b.png"><img src="b.png" alt="ข"></a>'
        '<a class="picture" href="c.png"><img src="c.png" alt="ค"></a></div><p>ง</p>',
    ),
    "table": (
        "| ก | ข |\n|---|:-:|\n| ค \\| ง | `จ\\|ฉ` |\n| | ช | ซ |",
        "<div class='table' tabindex='0'><table><thead><tr><th>ก</th><th class='center'>ข</th><th></th></tr></thead>"
        "<tbody><tr><td>ค | ง</td><td><code>จ|ฉ</code></td><td></td></tr><tr><td></td><td>ช</td><td>ซ</td></tr>"
        "</tbody></table></div>",
    ),
    "table without outer pipes": (
        "ก|ข\n-|-\nค|ง",
        "<table><thead><tr><th>ก</th><th>ข</th></tr></thead><tbody><tr><td>ค</td><td>ง</td></tr></tbody></table>",
    ),
    "table of tabs": (
        "หัว\n\nก\tข\tค\n\t\tง\nจ\t\t",
        "<p>หัว</p><table><thead><tr><th>ก</th><th>ข</th><th>ค</th></tr></thead><tbody>"
        "<tr><td></td><td></td><td>ง</td></tr><tr><td>จ</td><td></td><td></td></tr></tbody></table>",
    ),
    "table of tabs that looks drawn": (
        "ก\\|\tข\n-|\nค\tง",
        "<table><thead><tr><th>ก|</th><th>ข</th></tr></thead><tbody><tr><td>-|</td><td></td></tr><tr><td>ค</td><td>ง</td></tr></tbody>"
        "</table>",
    ),
    "hyphens between tabs": (
        "ก|\tข\n---\nค\tง",
        "<table><thead><tr><th>ก|</th><th>ข</th></tr></thead><tbody><tr><td>---</td><td></td></tr><tr><td>ค</td><td>ง</td></tr></tbody>"
        "</table>",
    ),
    "bars between tabs": (
        "ก|\tข\n-|ค\tง",
        "<table><thead><tr><th>ก|</th><th>ข</th></tr></thead><tbody><tr><td>-|ค</td><td>ง</td></tr></tbody></table>",
    ),
    "short row": (
        "|ก|ข|ค|\n|-|-|-|\n|ง",
        "<table><thead><tr><th>ก</th><th>ข</th><th>ค</th></tr></thead><tbody><tr><td>ง</td><td colspan='2'></td></tr>"
        "</tbody></table>",
    ),
    "whole dates": ("วันที่ 1 มกราคม 2570", '<p><span class="whole">วันที่ 1 มกราคม 2570</span></p>'),
    "as typed": ("1. *ก*\n\n| ข", '<pre class="as-typed">1. *ก*\n\n| ข</pre>'),
}
"""Typed, and a page that says all of it."""


@pytest.mark.parametrize(("typed", "shown"), READ.values(), ids=READ)
def test_what_is_read_as_it_was_typed_is_no_difference(typed: str, shown: str) -> None:
    assert misreading_in(typed, shown) is None


CHANGED = {
    "generated numbers": ("1. ก\n2. ข", "<ol><li>ก</li><li>ข</li></ol>", Misreading(0, "1.␣ก↵2.␣ข", "กข")),
    "numbers beside their text": ("1. ก", "<ol><li><span class='number'>1.</span> ก</li></ol>"),
    "number that is counted": ("1. ก", "<ol class='typed'><li>1. ก</li></ol>"),
    "number behind its text": ("ก 1.", "<ol class='typed'><li>ก <span class='number'>1.</span></li></ol>"),
    "number apart from its text": ("1. ก", "<ol class='typed'><li><span class='number'>1.</span> <p>ก</p></li></ol>"),
    "lost sentence": ("[หมายเหตุ]: ก\n\nข", "<p>ข</p>", Misreading(0, "[หมายเหตุ]:␣ก↵↵ข", "ข")),
    "lost end": ("ก\n\nข", "<p>ก</p>", Misreading(2, "ข", "")),
    "invented end": ("ก", "<p>กข</p>", Misreading(0, "ก", "กข")),
    "other number": ("ก\nข้อ ๓ และ", "<p>ก<br>ข้อ ๔ และ</p>", Misreading(1, "ข้อ␣๓␣และ", "กข้อ␣๔␣และ")),
    "Thai digit": ("ข้อ ๓", "<p>ข้อ 3</p>"),
    "entity": ("&amp;", "<p>&amp;</p>"),
    "joined words": ("ก ข", "<p>กข</p>", Misreading(0, "ก␣ข", "กข")),
    "split word": ("กข", "<p>ก ข</p>"),
    "lost line break": ("ก\nข", "<p>ก\nข</p>", Misreading(1, "ก↵ข", "ก␣ข")),
    "joined lines": ("ก\nข", "<p>กข</p>"),
    "invented line break": ("ก ข", "<p>ก<br>ข</p>"),
    "invented paragraph": ("กข", "<p>ก</p><p>ข</p>"),
    "heading without a space": ("#ก", "<h2>ก</h2>"),
    "heading of another level": ("### ก", "<h2>ก</h2>"),
    "heading in a line": ("ข # ก", "<p>ข</p><h2>ก</h2>"),
    "empty heading": ("#\n\nก", "<h2></h2><p>ก</p>"),
    "end of a heading without a space": ("# ก#", "<h2>ก</h2>"),
    "heading beside the title": ("# ก", "<h1>ก</h1>"),
    "heading that rose": ("# ก", "<h3>ก</h3>"),
    "blank to write on": ("__/__", "<p><strong>/</strong></p>"),
    "quoted sum": ("> .05", "<blockquote><p>.05</p></blockquote>"),
    "quoted amount": ("> - 5", "<blockquote><p>- 5</p></blockquote>"),
    "added sum": ("+ ก 5 บาท", "<ul><li>ก 5 บาท</li></ul>"),
    "underlined heading": ("ก\n---", "<h2>ก</h2>"),
    "rule": ("ก\n\n***", "<p>ก</p><hr>"),
    "page number as a bullet": ("- ๒ -", "<ul><li>๒ -</li></ul>"),
    "bullet in a line": ("ก - ข", "<p>ก</p><ul><li>ข</li></ul>"),
    "bullet without a space": ("-5", "<ul><li>5</li></ul>"),
    "sum as a bullet": ("+ 66", "<ul><li>66</li></ul>"),
    "bullet of signs": ("* **", "<ul><li>**</li></ul>"),
    "empty bullet": ("- ก\n- ", "<ul><li>ก</li><li></li></ul>"),
    "numbered entry of no list": ("1. ก", "<li><span class='number'>1.</span> ก</li>"),
    "entry of no list": ("- ก", "<li>ก</li>"),
    "entry in its sibling": ("- ก\n- ข", "<ul><li>ก<ul><li>ข</li></ul></li></ul>"),
    "clause of another": (
        "(๑) ก\n๒. ข",
        "<ol class='typed'><li><span class='number'>(๑)</span> ก<ol class='typed'><li><span class='number'>๒.</span> ข"
        "</li></ol></li></ol>",
    ),
    "entry in one further right": ("- ก\n\t- ข\n   - ค", "<ul><li>ก<ul><li>ข<ul><li>ค</li></ul></li></ul></li></ul>"),
    "quotation of a quotation": (">>ดู", "<blockquote><blockquote><p>ดู</p></blockquote></blockquote>"),
    "age as a quotation": ("> 60 ปี", "<blockquote><p>60 ปี</p></blockquote>"),
    "sign without a space": (">ก", "<blockquote><p>ก</p></blockquote>"),
    "empty quotation": ("> ก\n\nข", "<blockquote></blockquote><p>ก<br>ข</p>"),
    "words of a fence": ("``` ตามข้อ ๓\nก\n```", "<pre><code>ก</code></pre>"),
    "fence that nothing closes": ("```\nก", "<pre><code>ก</code></pre>"),
    "shorter fence": ("````\nก\n```", "<pre><code>ก</code></pre>"),
    "empty fence": ("```\n```", "<pre><code></code></pre>"),
    "fence in a line": ("ก ```\nข\n```", "<p>ก</p><pre><code>ข</code></pre>"),
    "escape in code": ("`\\*`", "<p><code>*</code></p>"),
    "fewer backticks": ("``ก`", "<p><code>ก</code></p>"),
    "code of no backticks": ("ก", "<p><code>ก</code></p>"),
    "fence of two": ("``\nก\n``", "<pre><code>ก\n</code></pre>"),
    "lines of code in one": ("`ก\nข`", "<p><code>ก ข</code></p>"),
    "empty code": ("``ก", "<p><code></code>ก</p>"),
    "star after a number": ("๔๙*ก*", "<p>๔๙<em>ก</em></p>"),
    "star after a word": ("ก*ข*", "<p>ก<em>ข</em></p>"),
    "star before a word": ("*ก*ข", "<p><em>ก</em>ข</p>"),
    "star before a mark": ("*ก*่", "<p><em>ก</em>่</p>"),
    "line to write on": ("__ชื่อ____", "<p><strong>ชื่อ</strong>__</p>"),
    "warning": ("*****สามารถ*****", "<p>**<em><strong>สามารถ</strong></em>**</p>"),
    "longer run": ("*****สามารถ***", "<p>**<strong>สามารถ</strong></p>"),
    "four": ("****ก***", "<p><strong>*ก</strong></p>"),
    "product": ("2**3**2", "<p>2<strong>3</strong>2</p>"),
    "product of products": ("ก**3**2", "<p>ก<strong>3</strong>2</p>"),
    "power": ("x**2**", "<p>x<strong>2</strong></p>"),
    "star around a number": ("*5*", "<p><em>5</em></p>"),
    "three and one": ("***ก*", "<p><strong>ก</strong></p>"),
    "two for one": ("**ก**", "<p><em>ก</em></p>"),
    "star before a space": ("** ก**", "<p><strong>ก</strong></p>"),
    "star after a space": ("**ก **", "<p><strong>ก </strong></p>"),
    "star over lines": ("**ก\nข**", "<p><strong>ก<br>ข</strong></p>"),
    "star over paragraphs": ("*ก\n\nข*", "<p><em>ก</em></p><p>ข</p>"),
    "underscores in a word": ("ก__ข__ค", "<p>ก<strong>ข</strong>ค</p>"),
    "unlike marks": ("*_ก", "<p><strong>ก</strong></p>"),
    "empty emphasis": ("**", "<p><em></em></p>"),
    "two backslashes": ("\\\\", "<p>\\</p>"),
    "backslash before a letter": ("C:\\temp", "<p>C:temp</p>"),
    "backslash at an end": ("ก\\\nข", "<p>ก<br>ข</p>"),
    "struck": ("~~ก~~", "<p><del>ก</del></p>"),
    "other target": ("[ก](a.pdf)", '<p><a href="b.pdf">ก</a></p>'),
    "clause in brackets": ("[ก](๒)", '<p><a href="๒">ก</a></p>'),
    "words in a target": ("[ก](a ข)", '<p><a href="a">ก</a></p>'),
    "no target": ("[ก](a", '<p><a href="a">ก</a></p>'),
    "lost end of a title": ('[ก](a "ข")ค', '<p><a href="a">ก</a> "ข"</p>'),
    "reference": ("[ก][๑]", '<p><a href="b">ก</a></p>'),
    "title of a link": ('[ก](a "ข้อ ๓")', '<p><a href="a" title="ข้อ ๓">ก</a></p>'),
    "empty link": ("ก[](a)", '<p>ก<a href="a"></a></p>'),
    "address that leads elsewhere": ("www.a.example", '<p><a href="http://b.example">www.a.example</a></p>'),
    "number that dials another": ("042315555", '<p><a href="tel:042315556">042315555</a></p>'),
    "number that dials a part of it": ("0 4231 5555", '<p><a href="tel:5">0 4231 5555</a></p>'),
    "sum that dials": ("ราคา 1,669 บาท", '<p><a href="tel:1669">ราคา 1,669 บาท</a></p>'),
    "words that dial": ("โทร 1669", '<p><a href="tel:1669">โทร 1669</a></p>'),
    "number with letters that dials": ("1669ก", '<p><a href="tel:1669">1669ก</a></p>'),
    "number that dials nothing": ("(", '<p><a href="tel:">(</a></p>'),
    "word that leads to a site": ("ก", '<p><a href="https://ก">ก</a></p>'),
    "word that leads to its like": ("ก", '<p><a href="ก">ก</a></p>'),
    "word that leads to a mailbox": ("ก", '<p><a href="mailto:ก">ก</a></p>'),
    "mailbox that leads to a site": ("a@b.example", '<p><a href="https://a@b.example">a@b.example</a></p>'),
    "mailbox of another": ("a@b.example", '<p><a href="mailto:c@b.example">a@b.example</a></p>'),
    "half a bracket": ("<https://a.example", '<p><a href="https://a.example">https://a.example</a></p>'),
    "other description": ("![แผนที่](a.png)", '<p><img src="a.png" alt="แผน"></p>'),
    "other picture": ("![แผนที่](a.png)", '<p><img src="b.png" alt="แผนที่"></p>'),
    "picture from nowhere": ("ก", '<p>ก<img src="b.png" alt=""></p>'),
    "picture that joins": ("ก ![ข](a.png)", '<p>ก<img src="a.png" alt="ข"></p>'),
    "gallery that shows a picture twice": (
        "![ก](a.png)",
        '<a class="picture" href="a.png"><img src="a.png" alt="ก"><img src="a.png" alt="ก"></a>',
    ),
    "gallery that says more": ("![ก](a.png)", '<a class="picture" href="a.png">ข<img src="a.png" alt="ก"></a>'),
    "gallery that leads elsewhere": ("![ก](a.png)", '<a class="picture" href="b.png"><img src="a.png" alt="ก"></a>'),
    "words beside a gallery": ("![ก](a.png)ข", '<a class="picture" href="a.png"><img src="a.png" alt="ก"></a>ข'),
    "hidden": ("ก ข", "<p>ก <span hidden>ข</span></p>"),
    "hidden by a class": ("ก ข", '<p>ก <span class="hidden">ข</span></p>'),
    "hidden by a style": ("ก ข", '<p>ก <span style="display: none">ข</span></p>'),
    "folded": ("ก ข", "<details><summary>ก</summary> ข</details>"),
    "script": ("ก ข", "<p>ก</p><script> ข</script>"),
    **{
        f"attribute {each}": ("ก", f"<p {each}>ก</p>")
        for each in (
            "dir='rtl'",
            "aria-label='ข'",
            "title='ข'",
            "onclick='ข'",
            "role='none'",
            "class='whole'",
            "lang='en'",
        )
    },
    "sources of a picture": ("![ก](a.png)", '<p><img src="a.png" srcset="b.png" alt="ก"></p>'),
    "link that tells another": ("[ก](a)", '<p><a href="a" ping="b">ก</a></p>'),
    "table that is none": ("|ก|\n|-|", "<table role='presentation'><thead><tr><th>ก</th></tr></thead></table>"),
    "table with other words": (
        "|ก|\n|-|",
        "<div aria-label='ราคา 900'><table><thead><tr><th>ก</th></tr></thead></table></div>",
    ),
    "comment": ("ก ข", "<p>ก<!-- ข --></p>"),
    "lost cell": (
        "|ก|ข|\n|-|-|\n|ค|ง|จ|",
        "<table><thead><tr><th>ก</th><th>ข</th></tr></thead><tbody><tr><td>ค</td><td>ง</td></tr></tbody></table>",
        Misreading(2, "|ค|ง|จ|", "กขคง"),
    ),
    "invented column": (
        "|ก|\n|-|\n|ข|",
        "<table><thead><tr><th>ก</th><th></th></tr></thead><tbody><tr><td>ข</td><td></td></tr></tbody></table>",
    ),
    "invented cell": (
        "|ก|ข|\n|-|-|\n|ค|ง|",
        "<table><thead><tr><th>ก</th><th>ข</th></tr></thead><tbody><tr><td>ค</td><td>ง</td><td></td></tr></tbody></table>",
    ),
    "invented cell of tabs": ("ก\tข", "<table><tbody><tr><td>ก</td><td>ข</td><td></td></tr></tbody></table>"),
    "lost empty cell of tabs": (
        "ก\tข\nค\t",
        "<table><thead><tr><th>ก</th><th>ข</th></tr></thead><tbody><tr><td>ค</td></tr></tbody></table>",
    ),
    "cell that fills up twice": (
        "|ก|ข|ค|\n|-|-|-|\n|ง|",
        "<table><thead><tr><th>ก</th><th>ข</th><th>ค</th></tr></thead><tbody><tr><td>ง</td><td></td><td></td></tr>"
        "</tbody></table>",
    ),
    "cell over two columns": (
        "|ก|ข|\n|-|-|\n|ค|ง|",
        "<table><thead><tr><th>ก</th><th>ข</th></tr></thead><tbody><tr><td colspan='2'>ค</td><td>ง</td></tr></tbody>"
        "</table>",
    ),
    "words in what fills up": (
        "|ก|ข|\n|-|-|\n|ค|",
        "<table><thead><tr><th>ก</th><th>ข</th></tr></thead><tbody><tr><td>ค</td><td>ง</td></tr></tbody></table>",
    ),
    "code in what fills up": (
        "|ก|ข|\n|-|-|\n|ค|",
        "<table><thead><tr><th>ก</th><th>ข</th></tr></thead><tbody><tr><td>ค</td><td><code>ง</code></td></tr></tbody>"
        "</table>",
    ),
    "cell over two rows": ("|ก|\n|-|", "<table><thead><tr><th rowspan='2'>ก</th></tr></thead></table>"),
    "cell of the head in the body": (
        "|ก|\n|-|\n|ข|",
        "<table><thead><tr><th>ก</th></tr></thead><tbody><tr><th>ข</th></tr></tbody></table>",
    ),
    "head that is none": ("|ก|\n|-|", "<table><thead><tr><td>ก</td></tr></thead></table>"),
    "picture in a cell that fills up": (
        "|ก|ข|\n|-|-|\n|ค|\n![ง](a.png)",
        "<table><thead><tr><th>ก</th><th>ข</th></tr></thead><tbody><tr><td>ค</td>"
        "<td><img src='a.png' alt='ง'></td></tr></tbody></table>",
    ),
    "moved cell": ("|ก||ข|\n|-|-|-|", "<table><thead><tr><th>ก</th><th>ข</th><th></th></tr></thead></table>"),
    "cells in one": ("|ก|ข|\n|-|-|", "<table><thead><tr><th>ก ข</th><th></th></tr></thead></table>"),
    "cell of two": ("|กข|\n|-|", "<table><thead><tr><th>ก</th><th>ข</th></tr></thead></table>"),
    "words in a cell that fills up": (
        "|ก|ข|\n|-|-|\n|ค|\nง",
        "<table><thead><tr><th>ก</th><th>ข</th></tr></thead><tbody><tr><td>ค</td><td>ง</td></tr></tbody></table>",
    ),
    "rows in one": (
        "|ก|\n|-|\n|ข|\n|ค|",
        "<table><thead><tr><th>ก</th></tr></thead><tr><td>ข</td><td>ค</td></tr></table>",
    ),
    "hyphens below no header": ("|ก|\n\nข\n|-|", "<table><tr><th>ก</th></tr></table><p>ข</p>"),
    "empty table in a line": ("ข|||\n|-|-|", "<p>ข</p><table><thead><tr><th></th><th></th></tr></thead></table>"),
    "words behind hyphens": ("|ก|\n|-|ข", "<table><thead><tr><th>ก</th></tr></thead></table><p>ข</p>"),
    "table in a line": ("ข|ก|\n|-|", "<p>ข</p><table><thead><tr><th>ก</th></tr></thead></table>"),
    "rows of tabs in one": (
        "ก\tข\nค\tง",
        "<table><thead><tr><th>ก</th><th>ข</th><th>ค</th><th>ง</th></tr></thead></table>",
    ),
    "moved cell of tabs": ("ก\t\tข", "<table><thead><tr><th>ก</th><th>ข</th><th></th></tr></thead></table>"),
    "tabs in one": ("ก\tข", "<table><thead><tr><th>ก ข</th></tr></thead></table>"),
    "list of footnotes": ("ก[^1]\n\n[^1]: ข", "<p>ก<sup>1</sup></p><ol><li>ข</li></ol>"),
    "as typed, changed": ("1. *ก*", '<pre class="as-typed">1. ก</pre>'),
}
"""Typed, and a page that says something else; and what is said of it, where that is worth a look."""


@pytest.mark.parametrize("case", CHANGED.values(), ids=CHANGED)
def test_what_is_read_otherwise_is_a_difference(case: tuple[str, str] | tuple[str, str, Misreading]) -> None:
    found = misreading_in(case[0], case[1])
    assert found
    if len(case) == 3:
        assert found == case[2]


def changed_pages(page: str) -> Iterator[tuple[str, str]]:
    """Each way in which a fault may change a page: what was done, and the page after it."""
    for match in re.finditer(r"(?<=>)[^<>]+(?=<)", f"<div>{page}</div>"):
        first = match.start() - len("<div>")
        for at in range(max(first, 0), first + len(match[0])):
            yield from _changed_letter(page, at)
    for match in re.finditer(r"<(\w+)[^>]*>.*?</\1>", page, re.DOTALL):
        start, end = match.span()
        if html.fromstring(f"<div>{match[0]}</div>").text_content().strip():
            yield "dropped", page[:start] + page[end:]
            yield "twice", page[:end] + page[start:]
            yield "hidden", page[:start] + f"<{match[1]} hidden" + page[start + len(match[1]) + 1 :]
            yield "moved to the end", page[:start] + page[end:] + match[0]
    for match in re.finditer(r"<br>", page):
        yield "line break lost", page[: match.start()] + " " + page[match.end() :]
        yield "line break lost without a space", page[: match.start()] + page[match.end() :].lstrip()
    for match in re.finditer(r"(?<=[^>]</th>)<th(?=[^<>]*>[^<])|(?<=[^>]</td>)<td(?=>[^<])", page):
        yield "cells joined", page[: match.start() - len("</th>")] + " " + page[page.index(">", match.end()) + 1 :]
    yield "numbered", page.replace("<ul>", "<ol>").replace("</ul>", "</ol>")
    yield "invented end", f"{page}<p>๑</p>"
    yield "invented beginning", f"<p>๑</p>{page}"
    yield "rule", f"{page}<hr>"


def _changed_letter(page: str, at: int) -> Iterator[tuple[str, str]]:
    letter, after = page[at], page[at + 1 : at + 2]
    if "&" in page or letter.isspace():
        return
    yield "removed", page[:at] + page[at + 1 :]
    yield "doubled", page[:at] + letter + page[at:]
    if after not in ("<", letter) and not after.isspace():
        yield "swapped", page[:at] + after + letter + page[at + 2 :]
        yield "parted", page[: at + 1] + " " + page[at + 1 :]
    if letter.isdecimal():
        yield "another digit", page[:at] + str((int(letter) + 1) % 10) + page[at + 1 :]
        yield "another script", page[:at] + chr(ord(letter) ^ ord("0") ^ ord("๐")) + page[at + 1 :]


@pytest.mark.parametrize("case", READ)
def test_every_change_of_a_page_is_found(case: str) -> None:
    typed, page = READ[case]
    same = "".join(page.split())
    for done, changed in changed_pages(page):
        if "".join(changed.split()) != same or done in ("parted", "line break lost without a space"):
            assert misreading_in(typed, changed), (done, changed)


def test_theme_hides_and_counts_nothing_of_what_the_proof_takes_as_seen() -> None:
    classes = "|".join(each["class"].pattern for each in ATTRIBUTES.values() if "class" in each)
    css = (product.part("theme") / "assets/css/site.css").read_text(encoding="utf-8")
    rules = re.findall(r"([^{}]+)\{([^{}]*)\}", css)
    hiding = [
        each for each, style in rules if re.search(r"display: none|visibility: |clip-path|content: [^;]*counter", style)
    ]
    assert any(".hidden" in each for each in hiding)
    for selector in hiding:
        assert not re.search(rf"\.(?:text|{classes})(?![\w-])", selector), selector
    for selector in ",".join(hiding).split(","):
        last = re.split(r"[ >+~]+", selector.strip())[-1]
        assert FRAMES.isdisjoint(re.findall(r"\.([\w-]+)", last)) or "::" in last, selector
    (numbers,) = [style for selector, style in rules if selector.strip().endswith("\n.typed")]
    assert "list-style: none" in numbers


@pytest.mark.parametrize(
    ("typed", "shown", "found"),
    [
        ("ปี  2569", "<h1>ปี <span class='whole'>2569</span></h1>", None),
        ("ปี 2569", "<h1>ปี 2570</h1>", Misreading(0, "ปี␣2569", "ปี␣2570")),
        ("ปี 2569", "<h1>ปี</h1>", Misreading(0, "ปี␣2569", "ปี")),
        ("ปี 2569", "<h1>ปี <span hidden>2569</span></h1>", Misreading(0, "ปี␣2569", "")),
        ("ปี 2569", "<h1>ปี <script>2569</script></h1>", Misreading(0, "ปี␣2569", "")),
        ("*ปี*", "<h1><em>ปี</em></h1>", Misreading(0, "*ปี*", "")),
    ],
)
def test_title_has_no_markup(typed: str, shown: str, found: Misreading | None) -> None:
    assert misreading_of_words(typed, html.fromstring(shown)) == found


STANDARD = {
    "list": "3. ก\n5. ข",
    "lheading": "ก\n---",
    "hr": "***",
    "reference": "[หมายเหตุ]: ก",
    "entity": "&amp;",
    "blockquote": ">>ดู",
    "heading": "#",
    "table": "|ก|ข|\n|-|-|\n|ค|ง|จ|",
    "escape": "\\\\",
    "fence": "```\nก",
    "emphasis": "5*2*3",
    "link": '[ก](a "ข")',
    "image": '![ก](a.png "ข")',
}


def test_line_breaks_of_a_renderer_that_are_none_are_found() -> None:
    assert misreading_in("ก\nข", MarkdownIt("zero", {"breaks": True}).enable("newline").render("ก\nข")) is None
    assert misreading_in("ก\nข", MarkdownIt("zero").enable("newline").render("ก\nข"))


@pytest.mark.parametrize(("rule", "typed"), STANDARD.items(), ids=STANDARD)
def test_each_rule_of_common_markdown_that_would_change_a_text_is_found(rule: str, typed: str) -> None:
    plain = MarkdownIt("zero", {"breaks": True}).enable("newline")
    assert misreading_in(typed, plain.render(typed)) is None
    kept = plain.enable([rule, *(["balance_pairs"] if rule == "emphasis" else [])])
    assert misreading_in(typed, kept.render(typed))


ROOM = Path(sys.modules[Misreading.__module__].__file__ or "").parent
PARTS = ("typed_text", "proofreader", "block_readings", "inline_readings", "misreading")
Proof = Callable[[str, str], object]


def proof_of(trees: dict[str, ast.Module]) -> Proof:
    """`misreading_in` of a proof with other sources."""
    for name in PARTS:
        source = ast.unparse(trees[name]).replace(
            "from prakat.item import typed_text", "import other_typed_text as typed_text"
        )
        for part in PARTS:
            source = source.replace(f"prakat.item.{part}", f"other_{part}")
        made = sys.modules[f"other_{name}"] = types.ModuleType(f"other_{name}")
        exec(compile(source, name, "exec"), made.__dict__)
    found: Proof = made.misreading_in
    return found


def trees() -> dict[str, ast.Module]:
    return {name: ast.parse((ROOM / f"{name}.py").read_text(encoding="utf-8")) for name in PARTS}


def tells_right(proof: Proof) -> bool:
    try:
        return not any(proof(*each) for each in READ.values()) and all(proof(*each[:2]) for each in CHANGED.values())
    except (AttributeError, IndexError, TypeError):
        return False


def weaker() -> Iterator[tuple[str, str, int, int]]:
    """Each refusal of the proof, and each condition of one: module, what it is, and numbers."""
    for name in PARTS[:-1]:
        nodes = list(ast.walk(trees()[name]))
        loops = {inner for each in nodes if isinstance(each, ast.While) for inner in ast.walk(each)}
        tests = [each.test for each in nodes if isinstance(each, ast.If) and isinstance(each.body[-1], ast.Raise)]
        conditions = {inner for test in tests for inner in ast.walk(test) if isinstance(inner, ast.BoolOp)}
        for index, each in enumerate(nodes):
            if isinstance(each, ast.Raise) and isinstance(each.exc, ast.Call) and each not in loops:
                yield name, f"{each.lineno}: {ast.unparse(each)}", index, 0
            if isinstance(each, ast.BoolOp) and each in conditions - loops:
                for number, value in enumerate(each.values):
                    yield name, f"{each.lineno}: {ast.unparse(value)}", index, number


@pytest.mark.parametrize(("name", "what", "index", "number"), list(weaker()))
def test_no_refusal_of_the_proof_and_no_condition_of_one_can_go(name: str, what: str, index: int, number: int) -> None:
    changed = trees()
    nodes = list(ast.walk(changed[name]))
    node = nodes[index]
    if isinstance(node, ast.BoolOp):
        del node.values[number]
    for parent in nodes:
        for _, value in ast.iter_fields(parent):
            if isinstance(value, list) and isinstance(node, ast.Raise) and node in value:
                value[value.index(node)] = ast.copy_location(ast.Pass(), node)
    assert not tells_right(proof_of(changed)), f"{name}.py:{what}"


LENIENT = (
    ("BULLET", r"(?![^\n]*[ \t]\1[ \t]*(?:\n|\Z))", ""),
    ("BULLET", r"(?![^\n]*\d)", ""),
    ("BULLET", r"(?=[^\n]*[^\W_])", ""),
    ("BULLET", r"[ \t](?=[^\n]*[^\W_])", r"(?=[^\n]*[^\W_])"),
    ("QUOTE", r"(?![ \t]*(?:[\d>=+.$<\u0e3f\u2265\u2264]|-(?![ \t]+[^\W\d_])|\n|\Z))", ""),
    ("QUOTE", r"|-(?![ \t]+[^\W\d_])", ""),
    ("_SAID", r"[^\W_]", ""),
    ("QUOTE", r">[ \t]", ">"),
    ("HEADING_END", r"[ \t]+#", "#"),
    ("OPENING_FENCE", "[A-Za-z0-9_-]{0,20}", r"[^\n]*"),
    ("OPENING_FENCE", "{3,}", "{2,}"),
    ("ESCAPE", r"(?=[!-/:-@\[\]^-`{-~])", ""),
    ("_SECOND_LINE", r"(?=\n|\Z)", ""),
    ("LINK_END", r"[ \t]*\)", r"[^)]*\)"),
    ("_EMPHASIS", r"(?!\1)", ""),
    ("_BAR", r"(?<!\\)", ""),
    ("_MEANT", "[A-Za-z#/]", ""),
    ("_LETTER", r"[^\W\d_]", ""),
)
"""A condition of the dialect, and what stands in its place."""


@pytest.mark.parametrize(("name", "old", "new"), LENIENT)
def test_no_condition_of_the_dialect_can_go(name: str, old: str, new: str) -> None:
    proof = proof_of(trees())
    assert tells_right(proof)
    dialect = sys.modules["other_typed_text"].__dict__
    assert old in dialect[name].pattern
    dialect[name] = re.compile(dialect[name].pattern.replace(old, new))
    assert not tells_right(proof)
