"""What comes from one terminal: bytes into text, pastes cut out, a pace nobody exceeds."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import dataclass

PASTE_START = "\x1b[200~"
PASTE_END = "\x1b[201~"
PASTE_LIMIT = 16_384


@dataclass(frozen=True, slots=True)
class Typed:
    """Text as the keyboard sent it, escape sequences included."""

    text: str


@dataclass(frozen=True, slots=True)
class Pasted:
    """The text between the marks of a bracketed paste; `cut` when there was more of it."""

    text: str
    cut: bool = False


class Cutter:
    """Turns the bytes of a channel into typed and pasted text.

    Bytes may be split anywhere, inside a letter or a mark. What is no UTF-8 becomes U+FFFD.
    A paste that never ends is kept up to the limit and given out when its end comes.
    """

    def __init__(self, limit: int = PASTE_LIMIT) -> None:
        self._decode = codecs.getincrementaldecoder("utf-8")("replace").decode
        self._limit = limit
        self._held = ""
        self._paste: list[str] | None = None
        self._size = 0

    @property
    def holding(self) -> bool:
        """Whether the end of what came may be the beginning of a mark."""
        return bool(self._held) and self._paste is None

    def feed(self, data: bytes) -> Iterator[Typed | Pasted]:
        """The text in these bytes, in order."""
        text = self._held + self._decode(data)
        self._held = ""
        while text:
            inside = self._paste is not None
            mark = PASTE_END if inside else PASTE_START
            before, found, text = text.partition(mark)
            if not found:
                keep = _overlap(before, mark)
                self._held = before[len(before) - keep :]
                before = before[: len(before) - keep]
            if inside:
                self._collect(before)
            elif before:
                yield Typed(before)
            if found:
                yield from self._turn()

    def release(self) -> Iterator[Typed]:
        """What was held back as the possible beginning of a mark, when nothing followed."""
        if self._held and self._paste is None:
            held, self._held = self._held, ""
            yield Typed(held)

    def _turn(self) -> Iterator[Pasted]:
        """A mark was found: a paste begins or ends."""
        if self._paste is None:
            self._paste, self._size = [], 0
            return
        text, self._paste = "".join(self._paste), None
        yield Pasted(text.replace("\x00", ""), self._size > self._limit)

    def _collect(self, text: str) -> None:
        if self._paste is not None and text:
            room = self._limit - self._size
            if room > 0:
                self._paste.append(text[:room])
            self._size += len(text)


def _overlap(text: str, mark: str) -> int:
    """How many letters at the end of `text` could be the beginning of `mark`."""
    for count in range(min(len(text), len(mark) - 1), 0, -1):
        if mark.startswith(text[-count:]):
            return count
    return 0


class Bucket:
    """So many events a second, with bursts.

    Args:
        rate: Tokens a second.
        burst: The most that can be saved up.
        now: Steady time in seconds, as in every call.
    """

    def __init__(self, rate: float, burst: float, now: float) -> None:
        self._rate = rate
        self._burst = burst
        self._tokens = burst
        self._at = now

    def take(self, now: float) -> bool:
        """Use up one token if there is one."""
        self._tokens = min(self._burst, self._tokens + (now - self._at) * self._rate)
        self._at = now
        if self._tokens < 1:
            return False
        self._tokens -= 1
        return True

    def wait(self) -> float:
        """Seconds until there is a token again."""
        return max(0.0, (1 - self._tokens) / self._rate)
