"""At the shared device of a voting table."""

from playwright.sync_api import Page, expect

from tests.browser.steps.gestures import press, says

NOTHING_WAITS = "() => document.querySelector('[data-waiting]').textContent === '0'"

SENDING = "**/table/*/send/"


def unlock(page: Page, pin: str) -> None:
    expect(page.locator("[data-table][data-ready]")).to_be_visible()
    page.get_by_label("The facilitator's PIN").fill(pin)
    press(page, "Open for the next voter")


def type_pass(page: Page, code: str) -> None:
    """A voter types a printed pass, without caring for capitals."""
    page.locator("[name=code]").fill(code.lower())
    press(page, "Go on to the ballot")


def type_pass_twice(page: Page, code: str) -> None:
    """Without a connection a secret cannot be checked; whoever mistypes it is told."""
    type_pass(page, code)
    says(page, "Type the pass once more")
    type_pass(page, code)


def cast(page: Page) -> str:
    press(page, "Look it over, then cast")
    press(page, "Cast my ballot")
    receipt = page.locator(".receipt .code")
    expect(receipt).to_be_visible()
    return receipt.inner_text()


def locked(page: Page) -> None:
    expect(page.get_by_label("The facilitator's PIN")).to_be_visible()
    expect(page.get_by_label("The facilitator's PIN")).to_have_value("")
    expect(page.locator("[data-stage] > *")).to_have_count(0)


def ready_offline(page: Page) -> None:
    """The page has put itself aside and its worker looks after it."""
    page.wait_for_function(
        "async () => (await caches.keys()).length && navigator.serviceWorker.controller"
    )


def cut(page: Page) -> None:
    """The connection is gone, also for a page that is loaded anew meanwhile.

    A page that its worker serves may send before the browser takes it for offline.
    """
    page.context.route(SENDING, lambda route: route.abort("internetdisconnected"))
    page.context.set_offline(True)


def mended(page: Page) -> None:
    """The connection is back."""
    page.context.unroute(SENDING)
    page.context.set_offline(False)
