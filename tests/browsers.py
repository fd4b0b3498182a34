"""Pages opened in headless Chromium, and what is asked of each."""

import base64
import hashlib
import io
import os
import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path

import pytest
from pypdf import PdfReader
from selenium import webdriver
from selenium.common.exceptions import WebDriverException
from selenium.webdriver.support.ui import WebDriverWait

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
WIDTHS = (360, 768, 1280)
# Beyond this, what a screenshot shows is cut off.
TALLEST = 16_000
A4 = {"paperWidth": 8.27, "paperHeight": 11.69}
AXE = "axe-core@4.14.1"
AXE_SHA256 = "e6b0ce02b84d892e2e33e403485e7f3d6c29e2be6df65daf44d89ba564139745"
# What lies within a frame that scrolls may be wider than it.
OVERFLOWING = """
const wide = document.documentElement.clientWidth;
return [...document.body.querySelectorAll("*")]
  .filter(e => e.getBoundingClientRect().right > wide + 1 && !e.closest(".frame, .skip, pre, svg"))
  .filter(e => e.getClientRects().length)
  .map(e => `${e.tagName} ${e.id || e.className}: ${e.getBoundingClientRect().right}`);
"""


def start():
    """Start Chromium, or skip the test where it or its driver is not there."""
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    driver = shutil.which("chromedriver")
    if not browser or not driver:
        pytest.skip("No browser to open pages in: Debian's packages chromium, chromium-driver.")
    options = webdriver.ChromeOptions()
    options.binary_location = browser
    options.add_argument("--headless=new")
    options.add_argument("--hide-scrollbars")
    options.add_argument("--disable-dev-shm-usage")
    if os.geteuid() == 0:
        # Chromium's sandbox refuses to be started by root, as tests in a container are.
        options.add_argument("--no-sandbox")
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    try:
        return webdriver.Chrome(options, webdriver.ChromeService(driver))
    except WebDriverException as error:
        # A container can forbid what a browser does; that says nothing of the pages.
        pytest.skip(f"The browser is installed but does not start: {error.msg}")


def fetch_axe(folder):
    """Return the script of axe-core, fetched by npm once; skip where that cannot be done."""
    path = Path(folder, f"{AXE}.min.js")
    if not path.exists():
        if not shutil.which("npm"):
            pytest.skip("No npm to fetch axe-core with, which looks for barriers in a page.")
        # Workers may fetch it at the same time, so each in a folder of its own.
        with tempfile.TemporaryDirectory(dir=folder) as own:
            script = Path(own, "script")
            script.write_bytes(_unpacked(own))
            script.replace(path)
    return path.read_text(encoding="utf-8")


def _unpacked(folder):
    command = ["npm", "pack", "--silent", AXE]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    if done.returncode:
        pytest.skip(f"npm could not fetch {AXE}: {done.stderr.strip()[-200:]}")
    packed = Path(folder, done.stdout.strip()).read_bytes()
    assert hashlib.sha256(packed).hexdigest() == AXE_SHA256
    with tarfile.open(fileobj=io.BytesIO(packed)) as package:
        return package.extractfile("package/axe.min.js").read()


class Page:
    """A page in the browser.

    Parameters
    ----------
    driver : selenium.webdriver.Chrome
    path : Path
    name : str
        Of its screenshots.
    pictures : Path
        Folder for the screenshots.
    """

    def __init__(self, driver, path, name, pictures):
        self.driver, self.name, self.pictures = driver, name, pictures
        self.driver.get_log("browser")
        self.resize(1280)
        self.colours("light")
        self.driver.get(Path(path).resolve().as_uri())

    def run(self, script, *arguments):
        """Run JavaScript in the page and return what it returns."""
        return self.driver.execute_script(script, *arguments)

    def wait(self, script, seconds=20):
        """Wait until JavaScript returns something true."""
        return WebDriverWait(self.driver, seconds, 0.05).until(lambda _: self.run(script))

    def find(self, selector):
        """Return the elements that a CSS selector names."""
        return self.driver.find_elements("css selector", selector)

    def one(self, selector):
        """Return the only element that a CSS selector names."""
        (element,) = self.find(selector)
        return element

    def resize(self, width, height=900):
        """Set the size of the window in pixels."""
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)

    def colours(self, scheme):
        """Ask for light or dark, and for a page that does not glide where it is sent."""
        asked = {"prefers-color-scheme": scheme, "prefers-reduced-motion": "reduce"}
        features = [{"name": name, "value": value} for name, value in asked.items()]
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})

    def paper(self):
        """Lay the page out as on A4, between the margins of its style."""
        self.resize(round(96 * 184 / 25.4))
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})

    def console(self):
        """Return what the page said of warnings and errors since last asked."""
        return [e["message"] for e in self.driver.get_log("browser") if e["level"] != "INFO"]

    def overflowing(self):
        """Return what reaches beyond the right edge of the window."""
        return self.run(OVERFLOWING)

    def barriers(self, axe):
        """Return what axe-core finds serious or critical: rule, and the elements."""
        if not self.run("return typeof axe === 'object'"):
            self.run(axe)
        found = self.driver.execute_async_script(
            "const done = arguments[0]; axe.run(document).then(r => done(r.violations))"
        )
        return [
            (rule["id"], [node["html"][:200] for node in rule["nodes"]])
            for rule in found
            if rule["impact"] in ("serious", "critical")
        ]

    def printed(self):
        """Return the pages of the page as printed on A4."""
        pdf = self.driver.execute_cdp_cmd("Page.printToPDF", {"preferCSSPageSize": True, **A4})
        content = base64.b64decode(pdf["data"])
        Path(self.pictures, f"{self.name}.pdf").write_bytes(content)
        return PdfReader(io.BytesIO(content)).pages

    def photograph(self, label):
        """Keep a picture of the whole page."""
        height = self.run("return document.documentElement.scrollHeight")
        width = self.run("return innerWidth")
        self.resize(width, min(height, TALLEST))
        self.driver.save_screenshot(str(Path(self.pictures, f"{self.name}_{label}.png")))
        self.resize(width)
