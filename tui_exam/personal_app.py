"""The app as it suits one person: language, look, way of typing; and a terminal large enough."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from textual import events, on
from textual.css.query import NoMatches
from textual.screen import Screen

from .preferences import SEAT, PreferenceFolder, Preferences
from .screens.dialogs import CHOOSE_KEYS, Choose
from .screens.place import Place
from .texts import LANGUAGES
from .theme import THEMES
from .type_ahead import TypeAhead
from .ui import Ui
from .widgets.bars import TopBar
from .widgets.cover import LEAST, Cover
from .widgets.fields import ForeignInputMethod, InputMethodToggled
from .widgets.lines import Lines
from .widgets.picklist import Entry
from .widgets.rows import row

LOOKS = {"full": "Màu thường", "contrast": "Tương phản cao"}
SPACING = {"tight": "Dòng sát nhau", "airy": "Giãn dòng, dễ đọc hơn"}
METHODS = {"telex": "Telex", "vni": "VNI", "none": "Không dùng bộ gõ của chương trình"}
FOREIGN = (
    "Máy của ông/bà đã có bộ gõ tiếng Việt (UniKey, IBus...), nên bộ gõ của chương trình đã tự "
    "tắt. Bấm F9 để bật lại."
)


class PersonalApp(TypeAhead[None]):
    """Holds what a person may choose, remembers it, and draws everything again when it changes."""

    def __init__(self, ui: Ui, preferences: PreferenceFolder) -> None:
        super().__init__(ansi_color=ui.look.ansi_color)
        # Each would be one more widget on every screen; what there is to say stands on the screen.
        self._disable_tooltips = self._disable_notifications = True
        self.ui = ui
        self._preference_folder = preferences
        self._whose = SEAT
        self.preferences = ui.first
        for theme in THEMES:
            self.register_theme(theme)
        self.set_keymap(dict(ui.keymap))
        self._settle(ui.first, self.preferences)
        self.theme = ui.theme(ui.first.look)
        self.set_class(ui.first.airy, "-airy")

    def stacks(self) -> list[list[Screen[object]]]:
        """The screens of every mode, bottom first."""
        return [list(stack) for stack in self._screen_stacks.values()]

    def _handle_exception(self, error: Exception) -> None:
        """Pass over a screen that misses its parts because the program is being closed."""
        if not (self._exit and isinstance(error, NoMatches)):
            super()._handle_exception(error)

    # -- what a person has chosen --------------------------------------------------------

    def adopt(self, who: str) -> None:
        """From now on this candidate's choices hold, and new ones are remembered for him.

        Args:
            who: His code. Without choices of his own he begins with those of the seat.
        """
        self._whose = who
        found = self._preference_folder.read(who)
        if found is not None:
            kept = {name: getattr(self.preferences, name) for name in self.ui.fixed}
            self._take(replace(found, **kept))

    def choose(self, **changes: object) -> None:
        """Change some preferences, show the change, remember it."""
        self._take(replace(self.preferences, **changes))  # type: ignore[arg-type]
        self._preference_folder.write(self.preferences, self._whose)

    def _take(self, preferences: Preferences) -> None:
        before, self.preferences = self.preferences, preferences
        self._settle(preferences, before)
        self.theme = self.ui.theme(preferences.look)
        self.set_class(preferences.airy, "-airy")
        self.say_again()

    def _settle(self, now: Preferences, before: Preferences) -> None:
        self.ui.tr.use(now.language or self.ui.tr.language)
        typing = self.ui.typing
        if now is before or (now.method, now.composing) != (before.method, before.composing):
            typing.method = now.method  # type: ignore[assignment]
            typing.on = now.composing and not typing.foreign_seen

    def say_again(self) -> None:
        """Draw every screen again in the words and the spacing of the moment."""
        for stack in self.stacks():
            for screen in stack:
                if not screen.is_mounted:
                    continue
                if isinstance(screen, Place):
                    screen.relabel()
                for widget in screen.query(Lines):
                    widget.redraw()
                    widget.refresh(layout=True)

    # -- the menu's settings ---------------------------------------------------------------

    def action_language(self) -> None:
        """Choose the language of the screens."""
        self._offer(
            self.ui.tr("English / Tiếng Việt"), LANGUAGES, lambda key: self.choose(language=key)
        )

    def action_look(self) -> None:
        """Choose colours and spacing."""

        def chosen(key: str) -> None:
            if key in LOOKS:
                self.choose(look=key)
            else:
                self.choose(airy=key == "airy")

        self._offer(self.ui.tr("Giao diện"), {**LOOKS, **SPACING}, chosen)

    def action_typing(self) -> None:
        """Choose the way of typing Vietnamese."""

        def chosen(key: str) -> None:
            self.choose(method="" if key == "none" else key, composing=key != "none")

        self._offer(self.ui.tr("Kiểu gõ tiếng Việt"), METHODS, chosen)

    def action_help_quit(self) -> None:
        """Ctrl+C: whoever looks for a way out is shown all there are, and nothing is ended."""
        if isinstance(self.screen, Place):
            self.screen.action_menu()

    def action_toggle_typing(self) -> None:
        """Change between Vietnamese and plain letters."""
        self.ui.typing.toggle()
        self._typing_toggled()
        self.say_again()

    def _offer(self, title: str, names: dict[str, str], chosen: Callable[[str], None]) -> None:
        tr = self.ui.tr
        here = set(self._current())

        def draw(number: int, key: str, name: str) -> Entry:
            mark = "(x)" if key in here else "( )"
            return Entry(key, lambda _: [row(f"{mark} {number}. {tr(name)}")])

        entries = [draw(at, key, name) for at, (key, name) in enumerate(names.items(), 1)]

        def answered(key: str | None) -> None:
            if key:
                chosen(key)

        self.push_screen(Choose(title, entries, keys=CHOOSE_KEYS), answered)

    def _current(self) -> Sequence[str]:
        usual = "contrast" if "contrast" in self.theme else "full"
        spacing = "airy" if self.preferences.airy else "tight"
        return (self.ui.tr.language, usual, spacing, self.ui.typing.method or "none")

    # -- typing ------------------------------------------------------------------------------

    @on(InputMethodToggled)
    def _typing_toggled(self) -> None:
        typing = self.ui.typing
        self.preferences = replace(
            self.preferences, method=typing.method, composing=typing.composes
        )
        self._preference_folder.write(self.preferences, self._whose)

    @on(ForeignInputMethod)
    def _foreign(self) -> None:
        """Said once a session; not remembered, since it is the terminal's and not the person's."""
        if isinstance(self.screen, Place):
            self.screen.relabel()
        for bar in self.screen.query(TopBar):
            bar.remark(self.ui.tr(FOREIGN))

    # -- a terminal large enough ---------------------------------------------------------------

    @property
    def too_small(self) -> bool:
        """Whether the terminal is below 80 columns by 24 lines."""
        return self.size.width < LEAST[0] or self.size.height < LEAST[1]

    @on(events.Resize)
    def check_size(self) -> None:
        """Cover what is shown while the terminal is too small; nothing under it changes."""
        for stack in self.stacks():
            for screen in stack:
                covers = screen.query(Cover)
                if self.too_small and not covers and screen.is_mounted:
                    screen.mount(Cover(self.ui.tr))
                elif not self.too_small and covers:
                    covers.remove()

    async def on_event(self, event: events.Event) -> None:
        """Wait, taking no keys, while there is no room to show what they do."""
        if isinstance(event, events.Key | events.Paste | events.MouseEvent) and self.too_small:
            return
        await super().on_event(event)
