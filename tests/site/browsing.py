"""A real browser for tests, and pages that remember what went wrong on them."""

from __future__ import annotations

from typing import Any, Literal

from playwright.sync_api import Browser, Page

Until = Literal["load", "networkidle"]


class Watched:
    """A page that remembers what went wrong on it and whom it asked."""

    def __init__(self, browser: Browser, base: str, **options: Any) -> None:
        self.context = browser.new_context(**options)
        self.page: Page = self.context.new_page()
        self.base = base
        self.problems: list[str] = []
        self.foreign: list[str] = []
        self.page.on("console", lambda message: self._said(message.type, message.text))
        self.page.on("pageerror", lambda error: self.problems.append(str(error)))
        self.page.on("request", lambda request: self._asked(request.url))
        self.page.on(
            "response",
            lambda answer: answer.status < 400 or self.problems.append(f"{answer.status} {answer.url}"),
        )
        self.page.on("requestfailed", lambda request: self._failed(request.url, request.failure or ""))

    def _said(self, kind: str, text: str) -> None:
        if kind in {"error", "warning"}:
            self.problems.append(text)

    def _failed(self, url: str, why: str) -> None:
        if "ERR_ABORTED" not in why:  # the reader went on to another page meanwhile
            self.problems.append(f"failed: {url} {why}")

    def _asked(self, url: str) -> None:
        if not url.startswith((self.base, "data:", "blob:")):
            self.foreign.append(url)

    def open(self, path: str, *, until: Until = "networkidle") -> Page:
        """The page, when its scripts have fetched what they want, or when it is `until`."""
        self.page.goto(f"{self.base}{path}", wait_until=until)
        return self.page
