"""A program with an event loop goes on while its first file is signed and checked."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

BOUND = 250.0  # ms; some 25 on two quiet cores, but the machine of a test is busy


@pytest.mark.slow
def test_the_first_signing_of_a_process_keeps_its_event_loop_alive() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.signing.loop_gap"], capture_output=True, text=True, check=True
    )
    worst = json.loads(done.stdout)
    assert {"keys and typesetting", "PIN", "signing", "checking"} <= set(worst)
    assert max(worst.values()) < BOUND


def test_loading_the_libraries_leaves_no_thread_and_can_be_forked() -> None:
    code = (
        "import os, threading\n"
        "from mock_office.signing.libraries import load_libraries, loaded\n"
        "load_libraries(); assert loaded(); assert threading.active_count() == 1\n"
        "from mock_office.signing.typeset import typeset\n"
        "from tests.signing.samples import AGENCY, NOW, draft\n"
        "child = os.fork()\n"
        "if not child:\n"
        "    os._exit(0 if typeset(draft(), AGENCY, when=NOW).data else 1)\n"
        "raise SystemExit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)
