"""How much one machine bears: a real host and real clients on the loopback, bounded in all.

    python -m tui_exam.host.load --sessions 250 --ramp 10 --seconds 60 --sign 60

All arrive, answer, write a letter, sign within the same minute, are idle, are cut off and
return; at last a worker is killed while all answer. At the end every attempt is read and held
against what its candidate was shown. Prints times, bytes, CPU and memory as a table or JSON.
Beside it, for comparison, the ordinary way: one new process per session (`--ordinary N`).
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .check import check, pins
from .figures import spread
from .host import PASSWORD, ClientProcess, Host
from .ordinary import ordinary
from .table import LOST, Noise, machine, table

MOST_SESSIONS = 1000
MOST_SECONDS = 900.0
MOST_ORDINARY = 20
SHOWN = 20
OUTLIVE = 12.0
"""Seconds in which all answer while a worker is killed."""
FIRST = "MOT"
"""Code of the candidate who comes before all others, and has left when they come."""
Numbers = dict[str, Any]


@dataclass(frozen=True)
class Plan:
    """What to do."""

    sessions: int
    ramp: float
    seconds: float
    pause: float
    idle: float
    sign: float
    workers: int
    clients: int
    zlib: bool
    ordinary: int
    back: float


async def measure(plan: Plan, folder: Path) -> Numbers:
    """Do everything the plan says; every number by its name."""
    codes = [f"TAI{number:04}" for number in range(plan.sessions)]
    others = [f"CU{number:04}" for number in range(plan.ordinary)]
    host = Host(folder, plan.workers)
    say: Numbers = {"sessions": plan.sessions, "workers": plan.workers, "machine": machine()}
    host.enrol([FIRST, *codes, *others])
    began = time.perf_counter()
    host.start()
    say["start_seconds"] = round(time.perf_counter() - began, 2)
    crowds = [ClientProcess() for _ in range(plan.clients)]
    try:
        await _measure(plan, host, crowds, codes, say)
        seen = await _gather(say, crowds)
    finally:
        for crowd in crowds:
            await crowd.end()
        host.stop()
    findings = await check(host.settings.data, seen)
    say["lost_events"], say["keys_unpainted"] = len(findings.lost), len(findings.unpainted)
    say["events_in_the_logs"] = findings.events
    say["seen_done"] = {
        "ticks": findings.ticks, "letters": findings.letters, "signatures": findings.signatures,
    }  # fmt: skip
    say["keys_that_rightly_change_nothing"] = findings.still
    say["lost"], say["unpainted"] = findings.lost[:SHOWN], findings.unpainted[:SHOWN]
    log = host.log()
    say["stalls"] = [
        f"{entry['ms']} ms {str(entry['where'])[:160]}"
        for entry in sorted(log, key=lambda entry: -entry.get("ms", 0))
        if entry.get("what") == "loop held up"
    ][:SHOWN]
    say["failures"] = [str(entry)[:300] for entry in log if "error" in entry][:SHOWN]
    if others:
        say["ordinary_way"] = ordinary(host.settings.data, host.settings.home, others)
    return say


async def _measure(
    plan: Plan, host: Host, crowds: list[ClientProcess], codes: list[str], say: Numbers
) -> None:
    order = {"port": host.run["port"], "password": PASSWORD, "zlib": plan.zlib}

    async def all_do(what: str, **how: object) -> list[dict[str, Any]]:
        return await asyncio.gather(*(crowd.tell(what, **how) for crowd in crowds))

    def each(amount: float) -> float:
        return round(amount / plan.sessions, 4)

    for crowd in crowds:
        await crowd.start()
    await crowds[0].tell("who", codes=[FIRST], **order)
    first = await _first(host, crowds[0], signs=bool(plan.sign))
    for at, crowd in enumerate(crowds):
        await crowd.tell("who", codes=codes[at :: len(crowds)], **order)

    def memory(when: str) -> None:
        further = (host.memory() - first[when]) / max(1, plan.sessions - 1)
        say[f"pss_mb_a_further_session_{when}"] = round(further / (1 << 20), 3)

    noise, cpu = Noise.now(), host.cpu()
    ours = cpu + sum(crowd.cpu() for crowd in crowds)
    await all_do("arrive", seconds=plan.ramp)
    say["cpu_to_start_one"] = each(host.cpu() - cpu)
    memory("at_home")
    cpu = host.cpu()
    await all_do("begin", seconds=plan.ramp)
    say["cpu_to_begin_exam"] = each(host.cpu() - cpu)
    memory("in_exam")
    for what in ("answer", "write"):
        if what == "write":
            cpu = host.cpu()
            await all_do("open_letter", seconds=plan.ramp)
            say["cpu_to_open_a_letter"] = each(host.cpu() - cpu)
        keys = sum(tally["keys"] for tally in await all_do("tally"))
        cpu = host.cpu()
        await all_do(what, seconds=plan.seconds, pause=plan.pause)
        keys = sum(tally["keys"] for tally in await all_do("tally")) - keys
        say[f"cpu_per_1000_keys_{what}"] = round((host.cpu() - cpu) / max(1, keys) * 1000, 3)
    memory("after_writing")
    await all_do("leave_letter", seconds=plan.ramp / 2)
    if plan.sign:
        held = await pins(host.settings.data)
        await all_do("know", pins=held)
        cpu = host.cpu()
        await all_do("sign", seconds=plan.sign, pause=plan.pause)
        say["cpu_of_the_signing_phase_a_session"] = each(host.cpu() - cpu)
        memory("after_signing")
    cpu, wall = host.cpu(), time.perf_counter()
    idle = await all_do("idle", seconds=plan.idle)
    say["idle_share_of_a_core"] = round((host.cpu() - cpu) / (time.perf_counter() - wall), 4)
    for name in ("frame_bytes", "wire_bytes"):
        say[f"idle_{name}_a_minute"] = round(sum(told[name] for told in idle) / len(idle), 1)
    await all_do("drop")
    cpu = host.cpu()
    await all_do("come_back", seconds=plan.ramp)
    say["cpu_to_return"] = each(host.cpu() - cpu)
    memory("after_return")
    spent = host.cpu() + sum(crowd.cpu() for crowd in crowds) - ours
    say["noise"] = Noise.now().since(noise, spent)
    dying = asyncio.create_task(
        all_do("outlive", seconds=OUTLIVE, pause=plan.pause, back=plan.back)
    )
    await asyncio.sleep(OUTLIVE / 4)
    host.kill_worker()
    await dying


async def _first(host: Host, crowd: ClientProcess, *, signs: bool) -> dict[str, int]:
    """PSS of the whole host in bytes with one candidate, at each stage the others come to.

    What is there once, whoever comes, is in it.
    """
    found = {}
    await crowd.tell("arrive", seconds=0)
    found["at_home"] = host.memory()
    await crowd.tell("begin", seconds=0)
    found["in_exam"] = host.memory()
    await crowd.tell("open_letter", seconds=0)
    await crowd.tell("write", seconds=2, pause=0.5)
    found["after_writing"] = host.memory()
    await crowd.tell("leave_letter", seconds=0)
    if signs:
        await crowd.tell("know", pins=await pins(host.settings.data))
        await crowd.tell("sign", seconds=2, pause=0.5)
        found["after_signing"] = host.memory()
    await crowd.tell("drop")
    await crowd.tell("come_back", seconds=0)
    found["after_return"] = host.memory()
    await crowd.tell("drop")
    return found


async def _gather(say: Numbers, crowds: list[ClientProcess]) -> dict[str, Any]:
    """Put the clients' measurements together; what each candidate has seen."""
    tallies = [await crowd.tell("tally") for crowd in crowds]
    await asyncio.gather(*(crowd.tell("drop") for crowd in crowds))

    def every(name: str) -> list[float]:
        return [value for tally in tallies for value in tally[name]]

    say["first_paint_ms"] = spread(every("first_paint"), 1000)
    say["first_screen_bytes"] = spread(every("screen_bytes"))
    for name, of, scale in (
        ("key_to_paint_ms", "key_paint", 1000),
        ("bytes_a_key", "key_bytes", 1),
    ):
        for phase in dict.fromkeys(phase for tally in tallies for phase in tally[of]):
            values = [value for tally in tallies for value in tally[of].get(phase, ())]
            say[f"{name} {phase}"] = spread(values, scale)
    for name, of in (
        ("signing_ms", "signed"), ("returned_ms", "returned"), ("outlived_ms", "outlived"),
    ):  # fmt: skip
        if values := every(of):
            say[name] = spread(values, 1000)
    say["failed_clients"] = sum(tally["failed"] for tally in tallies)
    return {code: seen for tally in tallies for code, seen in tally["seen"].items()
            if code != FIRST}  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; status 1 when anything was lost."""
    parser = argparse.ArgumentParser(prog="tui-exam-load", description=__doc__)
    parser.add_argument("--sessions", type=int, default=50)
    parser.add_argument("--ramp", type=float, default=10.0, help="seconds in which all arrive")
    parser.add_argument("--seconds", type=float, default=20.0, help="of answering, and of writing")
    parser.add_argument("--pause", type=float, default=2.0, help="seconds between keys")
    parser.add_argument("--sign", type=float, default=0.0, help="seconds in which each signs once")
    parser.add_argument("--idle", type=float, default=15.0)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--clients", type=int, default=2, help="client processes")
    parser.add_argument("--zlib", action="store_true")
    parser.add_argument("--ordinary", type=int, default=0, help="sessions the ordinary way, too")
    parser.add_argument(
        "--back",
        type=float,
        default=5.0,
        help="seconds in which the candidates of a killed worker return",
    )
    parser.add_argument("--json", action="store_true")
    said = parser.parse_args(arguments)
    times = (said.ramp, said.seconds, said.idle, said.sign, said.back)
    if not 1 <= said.sessions <= MOST_SESSIONS or any(not 0 <= t <= MOST_SECONDS for t in times):
        parser.error(f"at most {MOST_SESSIONS} sessions and {MOST_SECONDS:.0f} seconds a phase")
    plan = Plan(
        said.sessions, said.ramp, said.seconds, max(0.2, said.pause), said.idle, said.sign,
        max(1, said.workers), max(1, min(8, said.clients)), said.zlib,
        max(0, min(MOST_ORDINARY, said.ordinary)), said.back,
    )  # fmt: skip
    with tempfile.TemporaryDirectory(prefix="tui-exam-load-") as folder:
        numbers = asyncio.run(measure(plan, Path(folder)))
    print(json.dumps(numbers) if said.json else table(numbers))
    return 1 if any(numbers[name] for name in LOST) else 0
