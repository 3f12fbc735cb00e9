"""The few plain pages that are shown before, or instead of, the page: each whole in itself."""

from __future__ import annotations

import html
from urllib.parse import quote


def plain_page(title: str, text: str) -> str:
    """A page of a sentence, with the way back to the first."""
    back = '<a href="/">Explore</a>, <a href="/play">Play</a>, <a href="/exercise">Exercise</a>'
    return page(title, f"<h1>{html.escape(title)}</h1><p>{html.escape(text)}</p><p>{back}</p>")


def form(wanted: str, trouble: str) -> str:
    """Where the class code is entered; ``wanted`` is where it leads."""
    said = f'<p role="alert" class="trouble">{html.escape(trouble)}</p>' if trouble else ""
    return page(
        "Class code",
        f"""<h1>tightrope</h1>
<p>What-if reasoning about a small energy exporter between Moscow, Brussels, Washington and Ankara.</p>
<form method="post" action="/enter?next={quote(wanted, safe="")}">
<label for="code">Class code</label>
<input id="code" name="code" autocomplete="off" autocapitalize="characters" spellcheck="false" required autofocus>
{said}<button>Enter</button></form>
<p>The code is on the lecturer's screen, where the page was started.</p>""",
    )


def page(title: str, body: str) -> str:
    """A page of its own, which loads nothing."""
    return f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{html.escape(title)}</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><style>
body{{font:18px/1.5 system-ui,sans-serif;max-width:30rem;margin:12vh auto 0;padding:0 1rem;color:#1a1a1a}}
input{{font:inherit;font-size:1.6rem;letter-spacing:.2em;width:100%;padding:.4rem;text-transform:uppercase}}
label{{font-weight:600}}
button{{font:inherit;margin-top:1rem;padding:.6rem 1.4rem;background:#117733;color:#fff;border:0;border-radius:6px}}
.trouble{{color:#9c1c1c;font-weight:600}}input,button{{box-sizing:border-box}}</style></head>
<body><main>{body}</main></body></html>"""
