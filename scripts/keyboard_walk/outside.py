"""What lies outside of the window: the telephone, the operator, the browser, the token in hand."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import requests
from selenium import webdriver
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.wait import WebDriverWait

from desktop_app.composition import build_services
from desktop_app.sandbox.training_logins import TrainingLogin, training_logins
from desktop_app.services.training import TrainingState

_SECONDS = 30
_MOST_STOPS = 60


class Outside:
    """The training portal of one state folder, seen from outside of the program."""

    def __init__(self, home: Path) -> None:
        self._services = build_services(home)
        self.training = self._services.training

    @property
    def state(self) -> TrainingState:
        """The running training portal."""
        state = self.training.state()
        assert state is not None
        return state

    @property
    def pin(self) -> str:
        """PIN of every training token."""
        return self.state.people[0].pin

    def scenario(self, name: str) -> None:
        """Play a scenario."""
        self.training.scenario(name)

    def code(self, number: int) -> str:
        """Return the newest code on a person's telephone or in the mailbox."""
        page = self._visitor(number).get(f"{self.state.web_url}/person", timeout=_SECONDS)
        found = re.findall(r"Код: (\d{6})", page.text)
        if not found:
            raise LookupError(page.text)
        return str(found[0])

    def decide(self, choice: str, comment: str = "") -> None:
        """Have the operator decide all that waits and can be decided so."""
        visitor = self._visitor(13)
        url = f"{self.state.web_url}/operator"
        page = visitor.get(url, timeout=_SECONDS).text
        for action, inside in re.findall(
            r'<form[^>]*action="(/operator/[^"]+)"(.*?)</form>', page, re.S
        ):
            token = re.search(r'name="token"[^>]*value="([^"]+)"', inside)
            if f'value="{choice}"' in inside and token is not None:
                form = {"choice": choice, "comment": comment, "token": token[1]}
                answer = visitor.post(f"{self.state.web_url}{action}", data=form, timeout=_SECONDS)
                answer.raise_for_status()

    def close(self) -> None:
        """Stop and remove the training portal."""
        self.training.reset()
        self._services.close()

    def _visitor(self, number: int) -> requests.Session:
        known = login_of(number)
        session = requests.Session()
        session.trust_env = False
        form = {"login": known.email, "password": known.password}
        session.post(f"{self.state.web_url}/sign-in", data=form, timeout=_SECONDS)
        return session


def login_of(number: int) -> TrainingLogin:
    """Return the login of a training person, counted from 1."""
    return training_logins()[number - 1]


class Browser:
    """A real browser without a picture, used by keys alone."""

    def __init__(self, address: str) -> None:
        options = webdriver.ChromeOptions()
        options.binary_location = shutil.which("chromium") or ""
        for flag in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"):
            options.add_argument(flag)
        service = webdriver.ChromeService(executable_path=shutil.which("chromedriver"))
        self._driver = webdriver.Chrome(options, service)
        self._driver.get(address)

    def fill(self, name: str, text: str) -> None:
        """Reach a field by Tab and type."""
        self._reach(lambda at: at.get_attribute("name") == name, name).send_keys(text)

    def press(self, label: str) -> None:
        """Reach a button by Tab and press Return."""
        self._reach(lambda at: at.text.strip() == label, label).send_keys(Keys.ENTER)

    def wait(self, text: str) -> None:
        """Wait until the page shows a text."""
        WebDriverWait(self._driver, _SECONDS).until(lambda driver: text in driver.page_source)

    def close(self) -> None:
        """Close it."""
        self._driver.quit()

    def _reach(self, is_it: object, what: str) -> WebElement:
        assert callable(is_it)
        for _ in range(_MOST_STOPS):
            at = self._driver.switch_to.active_element
            if is_it(at):
                return at
            at.send_keys(Keys.TAB)
        raise LookupError(what)
