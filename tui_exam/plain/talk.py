"""Questions put to a person line by line: choose, tick, type, confirm."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from ..texts import Words, msg
from ..vietnamese import Method, compose, fold
from .lines import Lines

SECOND = 1.0
BACK = "back"


@dataclass(frozen=True, slots=True)
class Say:
    """Something that can be said at a prompt.

    Args:
        key: What it means to the program.
        word: What is typed; marks and case are free, and a number may follow.
        about: One sentence that says what it does.
    """

    key: str
    word: str
    about: str


GO_BACK = Say(BACK, msg("về"), "Trở lại chỗ trước.")
EDITING = (
    Say("hear", msg("lại"), "Nghe lại các dòng đã gõ."),
    Say("rewrite", msg("sửa"), "Viết lại một dòng: gõ /sửa 2."),
    Say("remove", msg("xóa"), "Bỏ một dòng: gõ /xóa 2."),
)
"""Words understood, with a slash before them, while several lines are typed."""
OTHER = "other"
"""Key of an answer that is a line of its own, see `Talk.pick`."""
METHODS: tuple[Method | None, ...] = (None, "telex", "vni")


@dataclass(frozen=True, slots=True)
class Answer:
    """What was chosen: an option's or a word's key, and the number typed behind a word.

    Args:
        text: The whole line, where it was neither an option nor a word but an answer.
    """

    key: str
    number: int = 0
    text: str = ""


class Talk:
    """Holds the dialogue. Whoever runs the exam hears every second and every common word.

    Attributes:
        every_second: Awaited while the person thinks; may raise to end the dialogue.
        common: Words understood at every prompt; at free text with a slash before them.
        method: "telex" or "vni" when typed lines are to be composed into Vietnamese.
    """

    def __init__(self, lines: Lines, tr: Words) -> None:
        self._lines = lines
        self.tr = tr
        self.every_second: Callable[[], Awaitable[None]] | None = None
        self.common: list[tuple[Say, Callable[[], Awaitable[None]]]] = []
        self.method: Method | None = None
        self._asking = False  # a prompt stands on the line, with nothing after it yet

    # -- saying ------------------------------------------------------------------------

    def say(self, *facts: str) -> None:
        """Say facts, each on its line; empty ones are left out."""
        for fact in facts:
            for line in fact.split("\n"):
                if line.strip():
                    if self._asking:
                        self._asking = False
                        self._lines.write("")
                    self._lines.write(line.rstrip())

    def paragraphs(self, parts: Sequence[str]) -> None:
        """Read out paragraphs; the marks of headings are for the eye and left out."""
        self.say(*(part.removeprefix("# ") for part in parts))

    # -- hearing -----------------------------------------------------------------------

    async def _line(self, prompt: str) -> str:
        """The next line; what is said meanwhile stands on lines of its own, and asks again."""
        while True:
            if not self._asking:
                self._lines.write(f"{prompt} ", end="")
                self._asking = True
            line = await self._lines.read(SECOND)
            self._asking = self._asking and line is None
            if self.every_second is not None:
                await self.every_second()
            if line is not None:
                self._asking = False
                return line

    async def _common(self, line: str) -> bool:
        """Whether the line was one of the words understood everywhere; it is answered then."""
        said = fold(line.strip().removeprefix("/"))
        for word, answer in self.common:
            if said and said in (fold(self.tr(word.word)), fold(word.word)):
                await answer()
                return True
        return False

    async def pick(
        self,
        prompt: str,
        options: Sequence[tuple[str, str]] = (),
        words: Sequence[Say] = (),
        *,
        read_out: bool = True,
        enter: str = "",
        other: Callable[[str], bool] | None = None,
    ) -> Answer:
        """One of the options by its number, or one of the words.

        Args:
            options: (key, text) pairs, numbered from 1 as they stand.
            words: What else can be said here.
            read_out: Whether the options are told before asking.
            enter: What an empty line means; "" when it means nothing.
            other: Tells whether a line that is no option's number is an answer all the same.
        """
        tr = self.tr
        if read_out:
            self.say(*(f"{at}. {text}" for at, (_, text) in enumerate(options, 1)))
        while True:
            line = (await self._line(prompt)).strip()
            if line == "?":
                self._explain(options, words)
            elif line.isdecimal() and 0 < int(line[:6]) <= len(options):
                return Answer(options[int(line[:6]) - 1][0])
            elif not line and enter:
                return Answer(enter)
            elif line and other is not None and other(line):
                return Answer(OTHER, text=line)
            elif (said := _understood(line, words, tr)) is not None:
                return said
            elif line and not await self._common(line):
                self.say(tr("Không hiểu «{line}». Gõ ? để biết gõ được gì.", line=line[:60]))

    def _explain(self, options: Sequence[tuple[str, str]], words: Sequence[Say]) -> None:
        tr = self.tr
        if options:
            self.say(tr("1 đến {n}: chọn một mục.", n=len(options)))
            self.say(*(f"{at}. {text}" for at, (_, text) in enumerate(options, 1)))
        everywhere = [word for word, _ in self.common]
        self.say(*(f"{tr(each.word)}: {tr(each.about)}" for each in (*words, *everywhere)))

    async def tick(
        self,
        prompt: str,
        options: Sequence[tuple[str, str]],
        picked: Sequence[str],
        *,
        single: bool = False,
    ) -> tuple[str, ...]:
        """Any number of options (or one), in the order of the list; Enter keeps what is picked."""
        tr, keys = self.tr, [key for key, _ in options]
        self.say(*(f"{at}. {text}" for at, (_, text) in enumerate(options, 1)))
        chosen = [key for key in picked if key in keys]
        numbers = ", ".join(str(keys.index(key) + 1) for key in chosen)
        self.say(tr("Đang chọn: {numbers}.", numbers=numbers or tr("chưa có")))
        how = tr("gõ một số") if single else tr("gõ các số, cách nhau bằng dấu phẩy")
        end = tr("Enter để giữ nguyên, 0 để bỏ hết")
        while True:
            line = (await self._line(f"{prompt} ({how}; {end}):")).strip()
            if not line:
                return tuple(key for key in keys if key in chosen)
            parts = line.replace(",", " ").split()
            if line == "0":
                return ()
            good = all(part.isdecimal() and 0 < int(part[:6]) <= len(keys) for part in parts)
            if good and (not single or len(parts) == 1):
                wanted = {keys[int(part[:6]) - 1] for part in parts}
                return tuple(key for key in keys if key in wanted)
            if not await self._common(line):
                self.say(tr("Hãy gõ số từ 1 đến {n}.", n=len(keys)))

    async def ask(self, prompt: str, *, old: str = "", limit: int = 500) -> str:
        """One line of text; Enter keeps the old one, a single minus empties it."""
        if old:
            self.say(self.tr("Đang ghi: {text}. Enter để giữ, dấu - để xóa.", text=old))
        while True:
            line = (await self._line(f"{prompt}:")).strip()
            if line.startswith("/") and await self._common(line):
                continue
            if not line:
                return old
            return "" if line == "-" else self.composed(line)[:limit]

    async def text(
        self,
        prompt: str,
        old: str,
        keep: Callable[[str], Awaitable[object]],
        *,
        limit: int = 20_000,
    ) -> str:
        """Several lines, ended by a line with nothing but a full stop.

        Args:
            keep: Awaited with the text after every line, so that nothing is lost at the bell.
        """
        tr = self.tr
        if old.strip():
            self.say(tr("Đang ghi:"), old, tr("Gõ dòng đầu để viết lại từ đầu, hoặc . để giữ."))
        self.say(tr("{prompt}: gõ từng dòng; dòng chỉ có dấu chấm là xong.", prompt=prompt))
        self.say(tr("Gõ /lại để nghe lại, /sửa 2 để viết lại dòng 2, /xóa 2 để bỏ dòng 2."))
        typed: list[str] = []
        while True:
            line = await self._line(">")
            if line.strip() == ".":
                return "\n".join(typed)[:limit] if typed else old
            said = _understood(line, EDITING, tr) if line.startswith("/") else None
            if said is not None:
                before = typed or (old.split("\n") if old.strip() else [])
                typed = await self._edited(said, before)
            elif line.startswith("/") and await self._common(line):
                continue
            else:
                typed.append(self.composed(line))
            if typed:
                await keep("\n".join(typed)[:limit])

    async def _edited(self, said: Answer, lines: list[str]) -> list[str]:
        """The lines of a text after one of the words for changing them."""
        tr, at = self.tr, said.number
        if said.key == "hear":
            self.say(*(f"{number}. {line}" for number, line in enumerate(lines, 1)))
        elif not 0 < at <= len(lines):
            self.say(
                tr("Hãy gõ số từ 1 đến {n}.", n=len(lines)) if lines else tr("Chưa có dòng nào.")
            )
        elif said.key == "rewrite":
            self.say(f"{at}. {lines[at - 1]}")
            new = self.composed(await self._line(f"{at}>"))
            return [*lines[: at - 1], new, *lines[at:]]
        else:
            self.say(tr("Đã bỏ dòng {n}.", n=at))
            return [*lines[: at - 1], *lines[at:]]
        return lines

    async def secret(self, prompt: str) -> str:
        """A PIN; what is typed is not shown."""
        with self._lines.hidden():
            return (await self._line(f"{prompt}:")).strip()

    async def sure(self, question: str) -> bool:
        """Yes or no; nothing but a clear yes is a yes."""
        tr = self.tr
        line = await self._line(tr("{question} Gõ có hoặc không:", question=question))
        return fold(line.strip()) in ("co", "c", "yes", "y")

    def next_method(self) -> str:
        """Type by the next method from now on: none, Telex, VNI; what to tell about it."""
        self.method = METHODS[(METHODS.index(self.method) + 1) % len(METHODS)]
        if self.method is None:
            return self.tr("Bộ gõ của chương trình đã tắt.")
        name = "VNI" if self.method == "vni" else "Telex"
        return self.tr("Bộ gõ {name} đang bật.", name=name)

    def composed(self, line: str) -> str:
        """A typed line with its letters made Vietnamese, where that is wished."""
        # The space ends the last word, as it would be ended by typing on.
        return compose(f"{line} ", self.method).rstrip() if self.method else line


def _understood(line: str, words: Sequence[Say], tr: Words) -> Answer | None:
    """The word a line begins with, with the number behind it; the longest word wins."""
    said = " ".join(fold(line.removeprefix("/")).split())
    head, _, tail = said.rpartition(" ")
    number = int(tail[:6]) if tail.isdecimal() else 0
    for text, value in ((said, 0), (head, number)):
        for each in words:
            if text and text in (fold(tr(each.word)), fold(each.word)):
                return Answer(each.key, value)
    return None
