"""The frame of every page: the banner of the training, headings, forms, security headers."""

from __future__ import annotations

from typing import Final

from fastapi.responses import HTMLResponse

from desktop_app.sandbox.web.markup import Markup, joined, tag, void

STYLE: Final = """
:root { color-scheme: light dark; --accent: #1f5fae; --line: #8a94a0; --soft: #eef2f7; }
@media (prefers-color-scheme: dark) {
  :root { --accent: #8cb8f2; --line: #6b7683; --soft: #22272e; } }
* { box-sizing: border-box; }
body { margin: 0; font: 16px/1.5 system-ui, "DejaVu Sans", sans-serif; }
header { background: #7a4b00; color: #fff; padding: 8px 24px; }
main { max-width: 760px; margin: 24px auto; padding: 0 24px; }
h1 { font-size: 26px; } h2 { font-size: 20px; margin-top: 32px; }
label { display: block; margin: 12px 0 4px; }
input, select, textarea { font: inherit; width: 100%; max-width: 420px; padding: 8px;
  border: 1px solid var(--line); border-radius: 6px; }
button { font: inherit; padding: 8px 20px; border: 1px solid var(--line); border-radius: 6px;
  margin: 12px 8px 12px 0; cursor: pointer; }
button.primary { background: #1f5fae; border-color: #1f5fae; color: #fff; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
section, details { border: 1px solid var(--line); border-radius: 6px; padding: 8px 16px;
  margin: 16px 0; }
table { border-collapse: collapse; width: 100%; }
td, th { text-align: left; vertical-align: top; padding: 4px 12px 4px 0; }
.fault { border-left: 4px solid #b3261e; background: var(--soft); padding: 8px 16px; }
.muted { opacity: .75; } a { color: var(--accent); }
"""
_HEADERS: Final = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; "
    # Chromium applies it to where a form's answer leads, too: the program waits on a port.
    "form-action 'self' http://127.0.0.1:*; frame-ancestors 'none'; base-uri 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


def page(
    title: str, *body: str, status: int = 200, refresh_seconds: int = 0, headline: str = ""
) -> HTMLResponse:
    """Return a whole page; with ``refresh_seconds`` the browser reads it again by itself."""
    head = [void("meta", charset="utf-8"), tag("title", title)]
    head.append(void("meta", name="viewport", content="width=device-width, initial-scale=1"))
    if refresh_seconds:
        head.append(void("meta", http_equiv="refresh", content=str(refresh_seconds)))
    head.append(void("link", rel="stylesheet", href="/style.css"))
    banner = tag("header", headline or "Учебный портал: всё на этих страницах ненастоящее")
    content = tag("main", tag("h1", title), *body)
    html = joined(tag("head", *head), tag("body", banner, content))
    whole = f"<!doctype html>{tag('html', html, lang='ru')}"
    return HTMLResponse(whole, status, headers=_HEADERS)


def form(action: str, *children: str, token: str = "") -> Markup:
    """Return a form that is posted; ``token`` proves that a page of ours sent it."""
    hidden = (void("input", type="hidden", name="token", value=token),) if token else ()
    return tag("form", *hidden, *children, method="post", action=action)


def field(name: str, label: str, kind: str = "text", **attributes: str | bool) -> Markup:
    """Return an input with its label."""
    return joined(
        tag("label", label, for_=name), void("input", id=name, name=name, type=kind, **attributes)
    )


def hidden(name: str, value: str) -> Markup:
    """Return a value that a form carries along."""
    return void("input", type="hidden", name=name, value=value)


def button(label: str, name: str = "", value: str = "", *, primary: bool = False) -> Markup:
    """Return a button that sends its form."""
    attributes: dict[str, str | bool] = {"type": "submit"}
    if name:
        attributes |= {"name": name, "value": value}
    if primary:
        attributes["class_"] = "primary"
    return tag("button", label, **attributes)


def fault(text: str) -> Markup:
    """Return what is wrong, to stand above a form; nothing for an empty text."""
    return tag("p", text, class_="fault", role="alert") if text else Markup()
