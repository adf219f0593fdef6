import shutil

import pytest

READY_MS = 20_000


@pytest.fixture(scope="session")
def browser():
    playwright = pytest.importorskip("playwright.sync_api", reason="pip install playwright")
    path = shutil.which("chromium") or shutil.which("google-chrome")
    if not path:
        pytest.skip("there is no Chromium; apt-get install chromium")
    with playwright.sync_playwright() as engine:
        chromium = engine.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield chromium
        chromium.close()


class Opened:
    """A page that was opened from disk without a network, and what it complained of."""

    def __init__(self, browser, path, html, **context):
        path.write_text(html, encoding="utf-8")
        self.address = path.as_uri()
        self.context = browser.new_context(
            **({"viewport": {"width": 1200, "height": 800}, "reduced_motion": "reduce"} | context)
        )
        self.page = self.context.new_page()
        self.complaints = []
        self.page.on(
            "console", lambda line: self.complaints.append(line.text) if line.type in ("error", "warning") else None
        )
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", self._request)
        self.open()

    def _request(self, request):
        if request.url.split("#")[0] != self.address:
            self.complaints.append(f"asked for {request.url[:200]}")

    def open(self, fragment=""):
        self.page.goto("about:blank")
        self.page.goto(self.address + fragment)
        self.page.wait_for_selector("html.gm-ready", state="attached", timeout=READY_MS)

    def scene(self, expression):
        """Value of a JavaScript expression in `map` and `scene`."""
        code = f"const map = window[document.querySelector('.folium-map').id], scene = map.geomap; return {expression};"
        return self.page.evaluate(f"() => {{ {code} }}")

    def look(self, latitude, longitude, zoom):
        self.scene(f"void map.setView([{latitude}, {longitude}], {zoom}, {{ animate: false }})")


@pytest.fixture(scope="module")
def opened(browser, tmp_path_factory):
    """Opens pages; at the end none may have complained."""
    pages = []

    def opener(html, **context):
        pages.append(Opened(browser, tmp_path_factory.mktemp("page") / "map.html", html, **context))
        return pages[-1]

    yield opener
    for page in pages:
        page.context.close()
        assert page.complaints == []
