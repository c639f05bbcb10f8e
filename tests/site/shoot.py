"""Screenshots of a built site for looking at: `python -m tests.site.shoot [--english] SITE OUT PATH…`."""

from __future__ import annotations

import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.site.server import serving

FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip


def shoot(site: Path, out: Path, paths: list[str], *, english: bool = False) -> None:
    """Desktop, phone and dark pictures of each path; `english` turns the switch on first."""
    out.mkdir(parents=True, exist_ok=True)
    with serving(site) as base, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        for path in paths:
            for name, width, scheme in (
                ("desktop", 1280, "light"),
                ("phone", 390, "light"),
                ("dark", 1280, "dark"),
            ):
                page = browser.new_page(
                    viewport={"width": width, "height": 900},
                    color_scheme=scheme,  # type: ignore[arg-type]
                )
                if english:
                    page.add_init_script("localStorage.setItem('mingzhang.english', '1')")
                page.goto(base + path)
                page.wait_for_timeout(900 if english else 300)
                label = path.strip("/").replace("/", "_") or "home"
                page.screenshot(path=str(out / f"{label}-{name}.png"), full_page=True)
                page.close()
        browser.close()


if __name__ == "__main__":
    arguments = [argument for argument in sys.argv[1:] if argument != "--english"]
    site_folder, pictures, *wanted = arguments
    shoot(Path(site_folder), Path(pictures), wanted or ["/"], english="--english" in sys.argv)
