"""Pages in HTML: how they look, their headings, notes and tables. Nothing in them is fetched from anywhere."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from khalkhin.foreign_text import in_html
from khalkhin.translation import language

STYLE = """
body{background:#f4ecd8;color:#2c2620;font:16px/1.5 Georgia,serif;max-width:56rem;margin:2rem auto;padding:0 1rem}
h1,h2{font-weight:bold;line-height:1.2} h2{border-bottom:1px solid #b8a884;margin-top:2.2rem}
table{border-collapse:collapse;margin:1rem 0} td,th{padding:.2rem .8rem;text-align:left;border-bottom:1px solid #dccfae}
td{vertical-align:top} td.n,th.n{text-align:right}
.days{display:grid;grid-template-columns:1fr 1fr;gap:1rem} .days p{margin:0}
img{max-width:100%;height:auto;border:1px solid #dccfae} .dim{color:#7a7264}
.happened{color:#2c2620} .turned{color:#8a5a14} .prevented{color:#7a2018}
"""


def whole_page(title: str, body: str, style: str = "") -> str:
    """A page of a body in HTML; `style` is added to that of all pages."""
    return (
        f'<!doctype html>\n<html lang="{language()}"><head><meta charset="utf-8"><title>{in_html(title)}</title>'
        f"<style>{STYLE}{style}</style></head>\n<body>\n{body}\n</body></html>\n"
    )


def head(text: str) -> str:
    return f"<h2>{in_html(text)}</h2>"


def note(text: str) -> str:
    return f'<p class="dim">{in_html(text)}</p>'


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table whose first column is text and whose others are figures; its cells are HTML."""

    def cells(tag: str, row: Sequence[object]) -> str:
        return "".join(f"<{tag}{' class=n' if i else ''}>{c}</{tag}>" for i, c in enumerate(row))

    lines = [f"<tr>{cells('th', head)}</tr>", *(f"<tr>{cells('td', row)}</tr>" for row in rows)]
    return f"<table>{''.join(lines)}</table>"
