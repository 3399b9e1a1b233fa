"""Banks made for tests: one good question as text, and a bank of any size."""

from __future__ import annotations

import random
from pathlib import Path

LEVELS = ("nhan_biet", "thong_hieu", "van_dung")
HEADS = "b c ch d đ g gh h kh l m n ng nh ph qu r s t th tr v x"
TAILS = (
    "a ai am an ang anh ao ay ân âng âu e em ên êu i in inh iên iêu o oa oan on ong ô ôn u ươ ươi"
)
SYLLABLES = [head + tail for head in HEADS.split() for tail in TAILS.split()]
"""About as many different words as a large bank uses; drawn so that some are far commoner."""


def item_text(
    name: str = "mau-1",
    *,
    stem: str = "Văn bản điện tử được ký số bởi ai thì có giá trị như bản gốc?",
    options: tuple[str, ...] = ("Người có thẩm quyền", "Người soạn thảo", "Người nhận", "Văn thư"),
    right: int = 0,
    level: str = "nhan_biet",
    extra: str = "",
    dates: str = (
        "valid_from: 2020-03-05\n    valid_to:\n    "
        "reviewed: 2026-11-23\n    next_review: 2027-05-23"
    ),
) -> str:
    """One single-answer question as YAML, indented as an entry of `items`."""
    rows = "".join(
        f'      - text: "{text}"\n'
        + ("        correct: true\n" if at == right else "")
        + f'        why: "Giải thích đầy đủ cho phương án thứ {at + 1}."\n'
        for at, text in enumerate(options)
    )
    return (
        f"  - id: {name}\n    revision: 1\n    level: {level}\n    kind: single\n"
        f'    stem: "{stem}"\n    options:\n{rows}'
        f'    basis:\n      - {{document: "Nghị định số 30/2020/NĐ-CP"}}\n'
        f"    {dates}\n{extra}"
    )


def bank_text(*items: str, topic: str = "van_thu", title: str = "Văn thư") -> str:
    """A bank file."""
    return f'topic: {topic}\ntitle: "{title}"\nitems:\n' + "".join(items or (item_text(),))


def large_bank(folder: Path, questions: int, *, files: int = 20) -> int:
    """Write a bank of so many different questions; its size in bytes."""
    folder.mkdir(parents=True)
    chance = random.Random(2026)

    def words(number: int) -> str:
        # The square makes the first words common and the last ones rare, as in real text.
        ranks = (int(chance.random() ** 2 * len(SYLLABLES)) for _ in range(number))
        return " ".join(SYLLABLES[rank] for rank in ranks)

    size = 0
    for file in range(files):
        numbers = range(file, questions, files)
        items = [
            item_text(
                f"lon-{number}",
                stem=f"Câu {number}: {words(22)}?",
                options=tuple(f"{words(9)} {letter}" for letter in "abcd"),
                right=number // files % 4,
                level=LEVELS[number // files % 3],
            )
            for number in numbers
        ]
        text = bank_text(*items, topic=f"chu_de_{file}", title=f"Chủ đề {file}")
        size += (folder / f"{file:02}.yaml").write_text(text, encoding="utf-8")
    return size


def large_blueprint(folder: Path, *, topics: int = 10) -> Path:
    """Write a blueprint of thirty questions over the first topics of a large bank."""
    folder.mkdir(parents=True)
    cells = "".join(
        f"    - {{topic: chu_de_{at}, nhan_biet: 1, thong_hieu: 1, van_dung: 1}}\n"
        for at in range(topics)
    )
    path = folder / "lon.yaml"
    path.write_text(
        'id: lon\nversion: 1\ntitle: "Đề lớn"\nminutes: 60\n'
        f"theory:\n  points: 45\n  questions: {3 * topics}\n  kinds: [single]\n  cells:\n{cells}"
        "practice:\n  tasks:\n    - {family: mail, points: 55, pool: [a, b]}\n"
        'bands:\n  - {least: 0, name: "Chưa đạt", passed: false}\n'
        '  - {least: 50, name: "Đạt", passed: true}\n',
        encoding="utf-8",
    )
    return path
