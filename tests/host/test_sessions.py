"""A candidate over SSH, from the sign-in to the last line."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import asyncssh
import pytest

from tui_exam.host.settings import Limits
from tui_exam.sitting.room import Room

from .live import ABOUT, PASSWORD, RESULTS, Host, enrolled, hosting, until, until_async


async def answers_of(host: Host, code: str) -> list[object]:
    store = host.hall.room.store
    (summary,) = [each for each in await store.summaries() if each.candidate == code]
    events = [event async for event in store.read(summary.attempt)]
    return [event.data["answer"] for event in events if event.kind == "answered"]


async def answered(host: Host, count: int) -> bool:
    return len(await answers_of(host, "CB001")) == count


async def test_the_account_name_is_who_sits_and_nobody_is_asked(tmp_path: Path, room: Room) -> None:
    async with hosting(tmp_path, room) as host, host.seat("cb001") as seat:
        await seat.sit()
        (summary,) = await host.hall.room.store.summaries()
        assert (summary.candidate, summary.name, summary.unit) == (
            "CB001", "Nguyễn Văn 1", "Sở Nội vụ",
        )  # fmt: skip


async def test_a_dropped_line_leaves_the_attempt_and_returning_goes_on_in_it(
    tmp_path: Path, room: Room
) -> None:
    async with hosting(tmp_path, room) as host:
        async with host.seat() as seat:
            await seat.sit()
            seat.press(b"n", b"1")
            await seat.see("Câu 2.", "x")
            await until_async(lambda: answered(host, 1))
        await until(lambda: not host.hall.sessions)
        async with host.seat() as again:
            await again.see("Câu 2.", within=5)
            assert "[x]" in again.text or "(x)" in again.text
        assert host.hall.metrics.counts["drops"] >= 1


async def test_an_answer_belongs_to_the_question_it_was_given_to_however_quick_the_hand(
    tmp_path: Path, room: Room
) -> None:
    async with hosting(tmp_path, room) as host, host.seat() as seat:
        await seat.sit()
        for _ in range(8):
            seat.press(b"1n")
        await seat.see("Câu 9.")
        await until_async(lambda: answered(host, 8))
        store = host.hall.room.store
        (summary,) = await store.summaries()
        exam = await host.hall.room.read_only(summary.attempt)
        asked = [question.item for question in exam.paper.questions]
        events = [event async for event in store.read(summary.attempt)]
        given = [event.data["item"] for event in events if event.kind == "answered"]
        assert given == asked[:8]


async def test_another_seat_takes_over_and_the_old_screen_says_where_it_went(
    tmp_path: Path, room: Room
) -> None:
    async with hosting(tmp_path, room) as host, host.seat() as first:
        await first.sit()
        async with host.seat() as second:
            await second.see("Câu 1.")
            await first.see("CHỈ XEM", "được mở tiếp tại 127.0.0.1")
            first.press(b"1")
            second.press(b"2")
            await until_async(lambda: answered(host, 1))


async def test_candidates_see_their_own_results_only(tmp_path: Path, room: Room) -> None:
    async with hosting(tmp_path, room) as host:
        async with host.seat("CB001") as one:
            await one.sit()
        async with host.seat("CB002") as two:
            await two.see("Dự thi")
            two.press(RESULTS)
            await two.see("Chưa có lần thi nào")


async def test_ctrl_c_and_its_kin_show_the_ways_out_and_end_nothing(
    tmp_path: Path, room: Room
) -> None:
    async with hosting(tmp_path, room) as host, host.seat() as seat:
        await seat.sit()
        for key in (b"\x11", b"\x1a", b"\x1c", b"\x13", b"\x04"):
            seat.press(key)
        seat.press(b"\x03")
        await seat.see("Thực đơn", "Nộp bài")
        assert "quit" not in seat.text
        seat.press(b"\x1b")
        await seat.see("Câu 1.")
        assert len(host.hall.sessions) == 1


async def test_leaving_says_goodbye_and_gives_the_terminal_back(tmp_path: Path, room: Room) -> None:
    async with hosting(tmp_path, room) as host, host.seat() as seat:
        await seat.see("Thoát")
        seat.press(b"q")
        last = await seat.ended()
        assert "\x1b[?1049l" in last
        assert "Xin chào ông/bà" in last
        assert seat.process.exit_status == 0


async def test_without_a_terminal_there_is_a_health_line_and_nothing_else(
    tmp_path: Path, room: Room
) -> None:
    async with hosting(tmp_path, room) as host, await host.connection() as conn:
        done = await conn.run("status --json", check=True)
        assert json.loads(str(done.stdout)) == {
            "release": "0.0.test", "sessions": 0, "in_exam": 0, "full": False,
        }  # fmt: skip
    async with hosting(tmp_path, room) as host, await host.connection() as conn:
        done = await conn.run(check=True)
        assert "sẵn sàng" in str(done.stdout)
        assert "cửa sổ dòng lệnh" in str(done.stderr)


async def test_nothing_is_executed(tmp_path: Path, room: Room) -> None:
    async with hosting(tmp_path, room) as host:
        for command in ("id", "sh -c id", "status; id", "scp -t /tmp"):
            async with await host.connection() as conn:
                with pytest.raises(asyncssh.ChannelOpenError):
                    await conn.run(command)
        async with await host.connection() as conn:
            with pytest.raises(asyncssh.Error):
                await conn.start_sftp_client()


async def test_nothing_is_forwarded(tmp_path: Path, room: Room) -> None:
    async with hosting(tmp_path, room) as host, await host.connection() as conn:
        with pytest.raises(asyncssh.ChannelOpenError):
            await conn.open_connection("127.0.0.1", host.port)
        with pytest.raises(asyncssh.ChannelListenError):
            await conn.forward_remote_port("", 0, "127.0.0.1", 1)
        with pytest.raises(asyncssh.ChannelOpenError):
            await conn.open_unix_connection("/tmp/x")


async def test_one_connection_has_one_session(tmp_path: Path, room: Room) -> None:
    async with hosting(tmp_path, room) as host, host.seat() as seat:
        await seat.see("Thoát")
        with pytest.raises(asyncssh.ChannelOpenError):
            await seat.conn.create_process(term_type="xterm")


async def test_only_the_allowed_variables_are_kept(tmp_path: Path, room: Room) -> None:
    async with (
        hosting(tmp_path, room) as host,
        host.seat(LC_ALL="vi_VN.UTF-8", TEXTUAL_DRIVER="os:system", LD_PRELOAD="x") as seat,
    ):
        await seat.see("Thoát")
        (session,) = host.hall.sessions
        assert session._chan is not None
        assert dict(session._chan.get_environment()) == {"LC_ALL": "vi_VN.UTF-8"}


async def test_an_error_ends_its_own_session_with_a_courteous_line(
    tmp_path: Path, room: Room
) -> None:
    async with hosting(tmp_path, room) as host, host.seat("CB001") as one:
        async with host.seat("CB002") as two:
            await one.sit()
            await two.see("Thoát")
            (broken,) = [each for each in host.hall.sessions if each.who.code == "CB001"]
            app = broken._app
            assert app is not None

            def fail() -> None:
                secret = "đáp án bí mật"
                raise ValueError(secret)

            broken._context.run(app.call_next, fail)
            last = await one.ended()
            assert "Bài làm đã lưu vẫn còn nguyên" in last
            assert one.process.exit_status == 1
            two.press(ABOUT)
            await two.see("Bài thi thử này là gì")
        (entry,) = host.log("session failed")
        assert entry["error"] == "ValueError"
        assert entry["who"] == "CB001"
        assert "bí mật" not in host.log_text


async def test_the_log_holds_who_and_where_but_no_secret(tmp_path: Path, room: Room) -> None:
    async with hosting(tmp_path, room) as host:
        async with host.seat() as seat:
            await seat.sit()
            seat.press(b"1")
            await asyncio.sleep(0.3)
        with pytest.raises(asyncssh.PermissionDenied):
            await host.connection(password="mat-khau-sai-9876")
        assert host.log("signed in")[0]["who"] == "CB001"
        assert host.log("signed in")[0]["address"] == "127.0.0.1"
        for secret in (PASSWORD, "mat-khau-sai", "answer"):
            assert secret not in host.log_text


async def test_an_idle_session_ends_but_never_an_exam(tmp_path: Path, room: Room) -> None:
    limits = Limits(idle=0.2, drain=5.0)
    async with (
        hosting(tmp_path, room, limits=limits) as host,
        host.seat("CB001") as sitting,
        host.seat("CB002") as waiting,
    ):
        await sitting.sit()
        await waiting.see("Thoát")
        await asyncio.sleep(0.3)
        host.hall.end_idle(asyncio.get_running_loop().time())
        assert "Đã lâu không có phím" in await waiting.ended()
        sitting.press(b"n")
        await sitting.see("Câu 2.")


async def test_a_graceful_stop_tells_everyone_and_the_next_start_carries_on(
    tmp_path: Path, room: Room
) -> None:
    async with hosting(tmp_path, room) as host:
        async with host.seat() as seat:
            await seat.sit()
            seat.press(b"n", b"n")
            await seat.see("Câu 3.")
            await host.hall.drain("Máy chủ sắp dừng để bảo trì.")
            assert "sắp dừng để bảo trì" in await seat.ended()
        with pytest.raises((OSError, asyncssh.Error)):
            await host.connection()
    async with hosting(tmp_path, room) as host, host.seat() as again:
        await again.see("Câu 3.", within=5)


async def test_the_oldest_session_of_an_account_makes_room(tmp_path: Path, room: Room) -> None:
    limits = Limits(sessions_per_account=1, drain=5.0)
    async with hosting(tmp_path, room, limits=limits) as host, host.seat() as first:
        await first.see("Thoát")
        async with host.seat() as second:
            await second.see("Thoát")
            assert "đăng nhập ở nhiều nơi" in await first.ended()


async def test_a_full_hall_says_so(tmp_path: Path, room: Room) -> None:
    limits = Limits(sessions=1, drain=5.0)
    async with hosting(tmp_path, room, limits=limits) as host, host.seat("CB001") as first:
        await first.see("Thoát")
        async with host.seat("CB002") as second:
            assert "đã đủ người" in await second.ended()
            assert second.process.exit_status == 75


async def test_a_worker_that_has_grown_too_large_takes_nobody_new(
    tmp_path: Path, room: Room
) -> None:
    limits = Limits(memory=1 << 20, drain=5.0)
    async with hosting(tmp_path, room, limits=limits) as host, host.seat("CB001") as first:
        await first.see("Thoát")
        host.hall.count()  # as every second
        async with host.seat("CB002") as second:
            assert "đã đủ người" in await second.ended()
        first.press(ABOUT)
        await first.see("Bài thi thử này là gì")


async def test_a_candidate_without_an_account_does_not_come_in(tmp_path: Path, room: Room) -> None:
    async with hosting(tmp_path, room, enrolled(1)) as host:
        with pytest.raises(asyncssh.PermissionDenied):
            await host.connection("CB999")


async def test_compression_is_spoken_with_those_who_offer_it(tmp_path: Path, room: Room) -> None:
    async with hosting(tmp_path, room) as host:
        for algorithm, spoken in ((["zlib@openssh.com"], "zlib@openssh.com"), (["none"], "none")):
            async with await host.connection(compression_algs=algorithm) as conn:
                assert conn.get_extra_info("recv_compression") in {spoken, None}
                done = await conn.run("status", check=True)
                assert "sẵn sàng" in str(done.stdout)


async def test_screens_cost_little(tmp_path: Path, room: Room) -> None:
    async with hosting(tmp_path, room) as host, host.seat() as seat:
        await seat.see("Thoát")
        await asyncio.sleep(0.4)
        assert len(seat.received) < 20_000
        await seat.sit()
        costs = []
        for key in (b"1", b"2", b"1", b"2"):
            await asyncio.sleep(0.4)
            before = len(seat.received)
            seat.press(key)
            await asyncio.sleep(0.4)
            costs.append(len(seat.received) - before)
        assert min(costs) > 0
        assert max(costs) < 1000, costs
