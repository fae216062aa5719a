"""«Войти через Госуслуги» as a person does it: the command, a real browser, the training portal."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator

import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.support import expected_conditions
from selenium.webdriver.support.wait import WebDriverWait

from desktop_app.sandbox.training_logins import training_logins
from tests.end_to_end.installed_command import InstalledCommand

SECONDS = 30


@pytest.fixture(scope="module")
def browser() -> Iterator[webdriver.Chrome]:
    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium") or ""
    for flag in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"):
        options.add_argument(flag)
    service = webdriver.ChromeService(executable_path=shutil.which("chromedriver"))
    driver = webdriver.Chrome(options, service)
    yield driver
    driver.quit()


class Pages:
    """What a person does on the pages of the training Госуслуги."""

    def __init__(self, driver: webdriver.Chrome) -> None:
        self.driver = driver

    def type(self, name: str, text: str) -> None:
        field = self._wait(By.NAME, name)
        field.clear()
        field.send_keys(text)

    def press(self, label: str) -> None:
        self._wait(By.XPATH, f"//button[text()='{label}']").click()

    def sign_in(self, address: str, number: int) -> None:
        known = training_logins()[number - 1]
        self.driver.get(address)
        self.type("login", known.email)
        self.type("password", known.password)
        self.press("Войти")
        self.type("code", self._code_from_telephone())
        self.press("Продолжить")

    def shows(self, text: str) -> bool:
        condition = expected_conditions.text_to_be_present_in_element((By.TAG_NAME, "body"), text)
        return bool(WebDriverWait(self.driver, SECONDS).until(condition))

    def _code_from_telephone(self) -> str:
        """Look at the training telephone in another tab, as its link offers."""
        self._wait(By.LINK_TEXT, "Открыть учебный телефон").click()
        pages = self.driver.window_handles
        self.driver.switch_to.window(pages[-1])
        text = self._wait(By.TAG_NAME, "section").text
        self.driver.close()
        self.driver.switch_to.window(pages[0])
        found = re.search(r"Код: (\d{6})", text)
        assert found, text
        return found[1]

    def _wait(self, how: str, what: str) -> webdriver.remote.webelement.WebElement:
        found = expected_conditions.element_to_be_clickable((how, what))
        return WebDriverWait(self.driver, SECONDS).until(found)


class WaitingCommand:
    """`nmo login --browser` without a display, which prints the address and waits."""

    def __init__(self, nmo: InstalledCommand) -> None:
        self.process = subprocess.Popen(
            [str(nmo.program), "login", "--browser"],
            env=nmo.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def address(self) -> str:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if line.startswith("http"):
                return line.strip()
        raise AssertionError(self.process.communicate()[1])

    def end(self) -> tuple[int, str]:
        out, err = self.process.communicate(timeout=SECONDS)
        return self.process.returncode, out + err


def test_a_person_signs_in_and_comes_back(nmo: InstalledCommand, browser: webdriver.Chrome) -> None:
    waiting, pages = WaitingCommand(nmo), Pages(browser)
    pages.sign_in(waiting.address(), 3)
    assert pages.shows("Портал получит")
    pages.press("Предоставить")
    assert pages.shows("вернитесь в программу")
    code, words = waiting.end()
    assert code == 0, words
    assert "Соловьёва" in words
    assert nmo("account").document["account"]["level"] == "confirmed"
    assert nmo("logout").exit_code == 0


def test_a_person_who_refuses_reads_why_and_what_to_do(
    nmo: InstalledCommand, browser: webdriver.Chrome
) -> None:
    waiting, pages = WaitingCommand(nmo), Pages(browser)
    browser.get(waiting.address())
    pages._wait(By.XPATH, "//summary[text()='Разыграть отказ Госуслуг']").click()
    pages.press("Ответить отказом")
    assert pages.shows("вернитесь в программу")
    code, words = waiting.end()
    assert code == 7
    assert "ESIA-007002" in words
    assert "портал неверно обратился" in words
