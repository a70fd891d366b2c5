"""What a visitor does on the fingerprint page, and what can be seen of it."""

import base64
import json
import re
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import FilePayload, Locator, Page, Request, Route

WORDS = "apple river stone candle window garden"
OPENED = {
    "code": WORDS,
    "case_name": "Quiet Heron 42",
    "entries": ["e1"],
    "plan_kept": False,
    "add_more": "token-of-the-case",
}
TOKEN_SHOWN = "the first answer says what stands here"

# One worker for a page's whole life, spoken to as the page speaks to it; the page's own player
# plays nothing.
ASK_WORKER = """
async ([address, base64]) => {
  window.testWorker ??= await new Promise((resolve, reject) => {
    const worker = new Worker(address, { type: "module" });
    worker.onerror = (event) => reject(new Error(event.message));
    worker.onmessage = () => resolve(worker);
  });
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  return new Promise((resolve) => {
    window.testWorker.onmessage = ({ data }) => {
      if ("question" in data) window.testWorker.postMessage({ answer: null });
      else if (!("progress" in data)) resolve(data);
    };
    window.testWorker.postMessage({ number: 1, job: "fingerprint", file: new Blob([bytes]) });
  });
}
"""


@dataclass
class StartPage:
    """The page in a browser."""

    page: Page
    server: str
    requests: list[Request] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def open(self, reader: str) -> "StartPage":
        """Load the page and wait until it no longer needs a connection."""
        self.page.on("request", self._note)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.goto(f"{self.server}/{reader}/start/")
        self.page.locator("#start-ready", has_text="Ready.").wait_for()
        return self

    def _note(self, request: Request) -> None:
        self.requests.append(request)

    @property
    def static(self) -> str:
        """The address under which this page's own modules are served."""
        source = self.page.locator("script[src*='/start/main.js']").get_attribute("src")
        assert source is not None
        return self.server + source.removesuffix("main.js")

    def fingerprint(self, content: bytes) -> dict[str, Any]:
        """What the worker answers about one file: `done` or `reason`."""
        text = base64.b64encode(content).decode()
        answer: dict[str, Any] = self.page.evaluate(ASK_WORKER, [f"{self.static}worker.js", text])
        return answer

    def choose(self, *files: bytes | tuple[str, bytes]) -> list[str]:
        """Choose files, wait until all are done, and return the state of every line."""
        self.hand_over(*files)
        self.page.locator("#start-count", has_text="ready").wait_for()
        return self.states()

    def hand_over(self, *files: bytes | tuple[str, bytes]) -> None:
        """Choose files, and do not wait."""
        payloads = [
            FilePayload(
                name=file[0] if isinstance(file, tuple) else f"file {index}.jpg",
                mimeType="image/jpeg",
                buffer=file[1] if isinstance(file, tuple) else file,
            )
            for index, file in enumerate(files)
        ]
        self.page.locator("#start-files").set_input_files(payloads)

    def states(self) -> list[str]:
        """The state of every line, in order."""
        rows = self.page.locator(".start-picture").all()
        return [row.get_attribute("data-state") or "" for row in rows]

    def notes(self) -> list[str]:
        """The sentence on every line, in order; empty where there is none."""
        return self.page.locator("[data-note]").all_text_contents()

    def heading(self) -> str:
        """The one heading of the step that is shown."""
        return self.page.locator("h1").inner_text()

    def section(self) -> Locator:
        """The step that is shown."""
        return self.page.locator("[data-step]:visible")

    def go_on(self) -> None:
        """Press the step's Continue."""
        self.section().locator("[data-next]").click()

    def answer(self, *, age: str = "13 to 15") -> None:
        """From the pictures to the last look, saying yes."""
        self.go_on()
        self.page.get_by_label(age, exact=True).check()
        self.go_on()
        self.section().get_by_role("checkbox").check()
        self.go_on()

    def shown_letters(self) -> str:
        """The texts that the page says will leave the device, one after the other."""
        return "".join(self.page.locator("#start-letters [data-letters]").all_text_contents())

    def shown_request(self) -> dict[str, Any]:
        """The text of the only message."""
        parsed: dict[str, Any] = json.loads(self.shown_letters())
        return parsed

    def serve(self, *answers: dict[str, Any] | None) -> list[Request]:
        """Answer what is sent, one after the other, the last one always; `None` is a lost line."""
        sent: list[Request] = []

        def reply(route: Route) -> None:
            answer = answers[min(len(sent), len(answers) - 1)]
            sent.append(route.request)
            if answer is None:
                route.abort()
            else:
                route.fulfill(**answer)

        self.page.route(re.compile("/api/v1/cases(/pictures)?$"), reply)
        return sent

    def send(self) -> None:
        """Press the button that sends."""
        self.page.locator("#start-send").click()
