"""The exam's app as one of many in a process: what Textual shares is made harmless here."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from rich.color import ColorSystem
from textual._compositor import Compositor
from textual.dom import DOMNode
from textual.events import Key
from textual.filter import Monochrome, NoColor
from textual.screen import Screen
from textual.widget import Widget

from ... import app as app_module
from ...app import ExamApp
from ...preferences import PreferenceFolder
from ...screens.theory import TheoryScreen
from ...sitting.candidate import Candidate
from ...sitting.exam import Exam
from ...sitting.room import Room
from ...widgets.fields_composing import Composing
from ..leaving import leave
from ..line.driver import ChannelDriver, Line
from ..line.terminal import Terminal
from .ahead import Ahead
from .components import Register, Remains
from .compositor import QuickCompositor
from .handlers import steps
from .openings import Openings
from .stylesheets import Parsed, SharedStylesheet
from .thrift import make_small

Failed = Callable[[BaseException], None]


class HostedApp(ExamApp):
    """One candidate's app on a channel. Known by his account; his open attempt goes on at once.

    Args:
        line: The channel.
        terminal: What the client said of itself.
        failed: Told of an exception that ends this app, before it ends.
        parsed: Style sheets to share with the other apps of the process.
        preferences: Where the candidates' choices of look, language and typing are kept.
        ahead: Lays out the desks of all apps of the process before they are opened.
        openings: Whose turn it is, among them, to open a screen.
    """

    CSS_PATH = str(Path(app_module.__file__).with_name("app.tcss"))

    def __init__(
        self,
        line: Line,
        terminal: Terminal,
        who: Candidate,
        room: Room,
        *,
        exports: Path,
        failed: Failed,
        parsed: Parsed | None = None,
        preferences: PreferenceFolder | None = None,
        ahead: Ahead | None = None,
        openings: Openings | None = None,
    ) -> None:
        async def opened() -> Room:
            return room

        super().__init__(
            terminal.ui(),
            room,
            opened,
            exports=exports,
            known=who,
            preferences=preferences,
        )
        self._failed = failed
        self._desks_ahead = ahead
        self.driver_class = partial(  # type: ignore[assignment]
            ChannelDriver, line=line, terminal=terminal, openings=openings, opens=self.opens
        )
        if parsed is not None:
            self.stylesheet = SharedStylesheet(parsed, self.get_css_variables())
        # Colours go down to the terminal's depth in the driver; see `pen`.
        self.console._color_system = ColorSystem.TRUECOLOR
        self.no_color = terminal.no_color
        if terminal.no_color:
            self._filters.append(NoColor() if self.native_ansi_color else Monochrome())
        # `run_async` puts these in place of the process's own; overlapping apps would
        # restore each other's. The real ones in their stead make that a change of nothing.
        self._capture_stdout = sys.stdout  # type: ignore[assignment]
        self._capture_stderr = sys.stderr  # type: ignore[assignment]
        self.animation_level = "none"
        self._registry = Register(parsed.remains if parsed is not None else Remains())
        self._was_small = False

    def _register(self, parent: DOMNode, *widgets: Widget, **where: Any) -> list[Widget]:
        for widget in widgets:
            make_small(widget)
            if isinstance(widget, Screen) and type(widget._compositor) is Compositor:
                widget._compositor = QuickCompositor()
        return super()._register(parent, *widgets, **where)

    @property
    def channel(self) -> ChannelDriver | None:
        """The driver, once there is one."""
        return self._driver if isinstance(self._driver, ChannelDriver) else None

    def opens(self, key: Key) -> bool:
        """Whether a key may open a screen: all do that neither write, nor move, nor answer."""
        if key.key in STAYING or not self._screen_stack:
            return False
        writes = isinstance(self.focused, Composing) or isinstance(self.screen, TheoryScreen)
        return not (writes and key.is_printable)

    @property
    def in_exam(self) -> bool:
        """Whether an attempt is open here and this is where it is written."""
        return self.running is not None and not self.running.exam.sitting.read_only

    async def _enter(self, exam: Exam) -> None:
        await super()._enter(exam)
        if self._desks_ahead is not None and self.running is not None:
            work = self._desks_ahead.lay_out(self.running.office)
            self.run_worker(work, group="ahead", exclusive=True, exit_on_error=True)

    def raised(self, error: BaseException) -> bool:
        """Whether one of this app's tasks ended by that exception."""
        tasks = [self._task, *(node._task for node in self._registry)]
        return any(
            task is not None and task.done() and not task.cancelled() and task.exception() is error
            for task in tasks
        )

    async def _check_bindings(self, key: str, priority: bool = False) -> bool:
        """As the stock one; a key nobody on its way would look at goes to its command at once.

        Otherwise it goes from the focused widget to its parent and so on up to here, from queue
        to queue, to be looked up only then.
        """
        if await super()._check_bindings(key, priority):
            return True
        way = (self.focused or self.screen).ancestors_with_self[:-1] if priority else ()
        if not way or any(_looks_at(type(node), key) for node in way):
            return False
        await super()._check_bindings(key)
        return True

    def get_css_variables(self) -> dict[str, str]:
        """As the stock one, which works out the same two hundred colours seven times a session."""
        name = self.current_theme.name
        if name not in _COLOURS:
            _COLOURS[name] = super().get_css_variables()
        self.theme_variables = dict(_COLOURS[name])
        return self.theme_variables

    def refresh_css(self, animate: bool = True) -> None:
        """Never animated here; a style sheet that need not animate takes what others worked out."""
        super().refresh_css(animate=False)

    def check_size(self) -> None:
        """Every second: the screens are searched for covers only if there may be any."""
        if self.too_small or self._was_small:
            self._was_small = self.too_small
            super().check_size()

    def press_quit(self) -> None:
        """End from outside, by the app's own queue, so that nothing is cut in the middle."""
        self.call_next(leave, self)

    # -- what Textual would do to the process ------------------------------------

    async def _process_messages(self, *args: Any, **named: Any) -> None:
        # Newer Pythons: `run_async` gives the whole loop eager tasks; others live in it too.
        asyncio.get_running_loop().set_task_factory(None)
        await super()._process_messages(*args, **named)

    def _fatal_error(self) -> None:
        """The stock one renders local variables, answers among them, to the terminal."""
        self._failed(self._exception or sys.exc_info()[1] or RuntimeError("unknown"))
        self._close_messages_no_wait()

    def panic(self, *renderables: Any) -> None:
        """As `_fatal_error`: to the log, not to the screen."""
        self._failed(self._exception or RuntimeError("panic"))
        self._close_messages_no_wait()

    def _print_error_renderables(self) -> None:
        self._exit_renderables.clear()

    def action_suspend_process(self) -> None:
        """There is no process of one's own to suspend."""

    async def action_quit(self) -> None:
        """Only the home screen's own entry ends a session."""


@lru_cache(4096)
def _looks_at(node: type[DOMNode], key: str) -> bool:
    """Whether nodes of that class have a handler for all keys or for this one."""
    if any(step.owner is not Widget for step in steps(node, "on_key", Key)):
        return True
    names = Key(key, None).name_aliases
    return any(hasattr(node, f"{lead}key_{name}") for name in names for lead in ("", "_"))


_COLOURS: dict[str, dict[str, str]] = {}
"""The colours of each look; looks never change."""
STAYING = frozenset(
    {
        "up", "down", "left", "right", "tab", "shift+tab", "home", "end", "pageup", "pagedown",
        "space", "backspace", "delete", "ctrl+left", "ctrl+right",
    }
)  # fmt: skip
"""Keys that never open a screen."""
