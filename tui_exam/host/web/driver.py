"""Textual's own driver for browsers, with the limits and the courtesy of this program."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from textual.drivers.web_driver import WebDriver

from ...app import ExamApp
from ..leaving import leave, leave_when_told
from ..line.terminal import clamped


class SeatDriver(WebDriver):
    """Draws for sizes within reason; closing the page leaves the exam as hanging up does."""

    def start_application_mode(self) -> None:
        """Begin; the stock driver would drop what is half typed when told to stop."""
        self._home = asyncio.get_running_loop()  # first: the input thread needs it at once
        super().start_application_mode()
        if isinstance(self._app, ExamApp):
            leave_when_told(self._app)

    def run_input_thread(self) -> None:
        """Read until the web server says that it is over, or is gone itself."""
        super().run_input_thread()
        if not self.exit_event.is_set():
            self._leave()

    def _leave(self) -> None:
        app = self._app
        if isinstance(app, ExamApp):
            with suppress(RuntimeError):  # the loop is over already
                self._home.call_soon_threadsafe(app.call_next, leave, app)

    def on_meta(self, packet_type: str, payload: dict[str, object]) -> None:
        """What the web server says besides keys; called in the input thread."""
        if packet_type == "resize":
            sizes = [payload.get(name) for name in ("width", "height")]
            width, height = (size if type(size) is int else 0 for size in sizes)
            width, height = clamped(width, height)
            payload = {**payload, "width": width, "height": height}
        elif packet_type == "quit":
            self._leave()
            return
        elif packet_type in {"blur", "focus"}:
            return  # a page in the background is drawn like any other
        super().on_meta(packet_type, payload)
