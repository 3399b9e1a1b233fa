"""Signing in lines: choose a certificate and how to sign, enter its PIN."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from mock_office.signing.ways import NAMES, OFFERED, RIGHT, Layer
from mock_office.tokens import TokenCard, TokenState

from ..screens.office.ways_words import SEAL_IN_PLACE, TITLES, WORDS
from ..screens.office.words import draft_title
from ..sitting.office import Locked, SigningFailed
from ..sitting.sitting import NotSaved, TakenOver, TimeIsUp
from ..store.protocol import StoreError
from ..vntime import VIETNAM
from .session import Bell, Elsewhere, Session
from .talk import BACK, GO_BACK

if TYPE_CHECKING:
    from mock_office.signing.pki import OpenToken
    from mock_office.signing.verdict import Verdict

Carry = Callable[["OpenToken", dict[str, Any]], Awaitable[None]]


class SigningTalk:
    """Signs what lies on one desk."""

    def __init__(self, session: Session, part: str) -> None:
        self._session = session
        self._talk = session.talk
        self._part = part

    async def sign(self, draft: str) -> bool:
        """Sign a draft as the leader."""
        office = self._session.office
        return await self._run(
            Layer.LEADER, lambda key, way: office.sign(self._part, draft, key, way)
        )

    async def seal(self, draft: str) -> bool:
        """Sign a draft for the agency."""
        office = self._session.office
        return await self._run(
            Layer.AGENCY, lambda key, way: office.seal(self._part, draft, key, way)
        )

    async def seal_annex(self, draft: str, file: str) -> bool:
        """Sign an annex of its own file for the agency."""
        office = self._session.office
        return await self._run(
            Layer.ATTACHMENT,
            lambda key, way: office.seal_attachment(self._part, draft, file, key, way),
        )

    async def seal_copy(self, document: str, copy: str) -> bool:
        """Sign a copy of an incoming document for the agency."""
        office = self._session.office
        return await self._run(
            Layer.COPY, lambda key, way: office.seal_copy(self._part, document, copy, key, way)
        )

    async def copy_verdict(self, document: str, copy: str) -> tuple[str, ...]:
        """What checking software says of a copy: three lines."""
        verdict = self._session.office.copies.verdict
        return await self._three(lambda: verdict(self._part, document, copy))

    async def several(self, layer: Layer, drafts: Sequence[str]) -> int:
        """Sign drafts one after the other with one PIN; how many were signed."""
        chosen = await self._chosen(layer)
        if chosen is None:
            return 0
        key, way = chosen
        office, made = self._session.office, 0
        sign = office.seal if layer is Layer.AGENCY else office.sign
        for draft in drafts:
            title = draft_title(self._session.exam.desk(self._part).draft(draft))
            self._talk.say(f"{title}.")
            if not await self._carried_out(partial(sign, self._part, draft), key, way):
                continue
            made += 1
            self._talk.say(*await self.verdict(draft))
        return made

    async def verdict(self, draft: str, file: str = "") -> tuple[str, ...]:
        """What checking software says of a draft, or of an annex of it: three lines."""
        return await self._three(lambda: self._session.office.verdict(self._part, draft, file))

    async def _three(self, ask: Callable[[], Awaitable[Verdict]]) -> tuple[str, ...]:
        from mock_office.signing.messages import three_lines

        found = await self._asked(ask)
        if found is None:
            return (self._session.tr("Chưa kiểm tra được chữ ký số."),)
        return tuple(three_lines(found, self._session.tr.language))

    async def report(self, draft: str, file: str = "") -> Verdict | None:
        """The whole verdict on a draft or an annex; None when it cannot be had now."""
        return await self._asked(lambda: self._session.office.verdict(self._part, draft, file))

    async def _asked(self, ask: Callable[[], Awaitable[Verdict]]) -> Verdict | None:
        try:
            return await ask()
        except (StoreError, OSError, NotSaved, TakenOver):
            return None

    async def _run(self, layer: Layer, carry_out: Carry) -> bool:
        chosen = await self._chosen(layer)
        return chosen is not None and await self._carried_out(carry_out, *chosen)

    async def _chosen(self, layer: Layer) -> tuple[OpenToken, dict[str, Any]] | None:
        """Which certificate, how, and its PIN; None when one of them is not given."""
        tr, talk = self._session.tr, self._talk
        talk.say(tr("Chọn chứng thư chữ ký số:"))
        cards = [(c.id, self._words(c)) for c in self._session.office.keys(self._part).cards()]
        answer = await talk.pick(tr("Chứng thư:"), cards, [GO_BACK])
        if answer.key == BACK:
            return None
        way = await self._way(layer)
        if way is None:
            return None
        key = await self._unlock(answer.key)
        return None if key is None else (key, way)

    async def _carried_out(self, carry_out: Carry, key: OpenToken, way: dict[str, Any]) -> bool:
        tr, talk = self._session.tr, self._talk
        talk.say(tr("Đang ký..."))
        try:
            await carry_out(key, way)
        except SigningFailed as error:
            talk.say(tr(str(error)))
            return False
        except NotSaved as error:
            talk.say(tr("Chữ ký chưa được lưu."), tr(error.trouble))
            return False
        except TimeIsUp:
            raise Bell from None
        except TakenOver as error:
            raise Elsewhere(error.holder.seat) from None
        return True

    async def _way(self, layer: Layer) -> dict[str, Any] | None:
        """How to sign: asked only where the task tests it, else the prescribed way."""
        tr, right = self._session.tr, RIGHT[layer].to_data()
        tested = self._session.office.tested(self._part)
        way = {name: right[name] for name in NAMES if name not in tested}
        for name in NAMES:
            if name in way:
                continue
            offered = OFFERED[layer][name]
            options = [(str(value), self._way_word(layer, name, value)) for value in offered]
            answer = await self._talk.pick(tr(TITLES[name]) + ":", options, [GO_BACK])
            if answer.key == BACK:
                return None
            way[name] = next(value for value in offered if str(value) == answer.key)
        return way

    def _way_word(self, layer: Layer, name: str, value: Any) -> str:
        if layer is Layer.AGENCY and value == "in_place":
            return self._session.tr(SEAL_IN_PLACE)
        return self._session.tr(WORDS[name][value])

    async def _unlock(self, token: str) -> OpenToken | None:
        tr, talk = self._session.tr, self._talk
        try:
            pin = await talk.secret(tr("Nhập mã PIN"))
            if not pin.isascii():  # costs no try: this is the keyboard's fault
                talk.say(tr("Bộ gõ tiếng Việt đang bật trên máy. Hãy tắt đi khi nhập PIN."))
                return None
            key = await self._session.office.unlock(self._part, token, pin) if pin else None
        except Locked:
            talk.say(tr("Thiết bị này đã bị khóa. Hãy chọn thiết bị khác."))
            return None
        except NotSaved as error:
            talk.say(tr("Chữ ký chưa được lưu."), tr(error.trouble))
            return None
        except TimeIsUp:
            raise Bell from None
        except TakenOver as error:
            raise Elsewhere(error.holder.seat) from None
        if key is None and pin:
            left = self._session.exam.desk(self._part).tries_left(token)
            talk.say(
                tr("Sai mã PIN. Còn {n} lần nhập; sai hết thì thiết bị bị khóa.", n=left)
                if left
                else tr("Sai mã PIN ba lần. Thiết bị đã bị khóa.")
            )
        return key

    def _words(self, card: TokenCard) -> str:
        tr = self._session.tr
        left = self._session.exam.desk(self._part).tries_left(card.id)
        state = tr("còn {n} lần nhập PIN", n=left) if left else tr("ĐÃ KHÓA")
        dates = tr(
            "Hiệu lực {start} - {end}; {state}",
            start=f"{card.valid_from.astimezone(VIETNAM):%d/%m/%Y}",
            end=f"{card.valid_to.astimezone(VIETNAM):%d/%m/%Y}",
            state=state,
        )
        about = tr("Chủ thể: {name}", name=card.subject)
        issuer = tr("Cấp bởi: {name}", name=card.issuer)
        listed = self._session.exam.desk(self._part).token(card.id).state is TokenState.REVOKED
        revoked = (
            tr("Danh sách thu hồi: CÓ chứng thư này") if listed
            else tr("Danh sách thu hồi: không có chứng thư này")
        )  # fmt: skip
        return f"{card.label}. {about}. {issuer}. {dates}. {revoked}"
