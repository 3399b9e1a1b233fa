"""The plan of an exam: minutes, points, quotas and bands, all data."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated

from ..vietnamese.text import clean
from ..yaml_lines import Fault, FileFaults, Located, read_yaml
from .bank import Bank
from .items import LEVEL_NAMES, Kind, Level


@dataclass(frozen=True, slots=True)
class Cell:
    """So many questions of one topic at one level."""

    topic: str
    level: Level
    count: int


@dataclass(frozen=True, slots=True)
class PracticePart:
    """One practical task: its family, its points, and the tasks it is drawn from."""

    family: str
    points: float
    pool: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Band:
    """A verdict on the total: its name holds from `least` points on."""

    least: float
    name: str
    passed: bool


@dataclass(frozen=True, slots=True)
class Blueprint:
    """A whole exam, ready to draw papers from."""

    id: str
    version: int
    title: str
    minutes: int
    theory_points: float
    kinds: tuple[Kind, ...]
    cells: tuple[Cell, ...]
    practice: tuple[PracticePart, ...]
    bands: tuple[Band, ...]

    @property
    def questions(self) -> int:
        """How many questions a paper has."""
        return sum(cell.count for cell in self.cells)

    @property
    def practice_points(self) -> float:
        """What the practical half is worth."""
        return sum(part.points for part in self.practice)

    def band(self, total: float) -> Band:
        """The band a total falls in."""
        return max((b for b in self.bands if total >= b.least), key=lambda b: b.least)


def load_blueprint(path: Path) -> Blueprint:
    """Read one blueprint; FileFaults naming every fault and its place."""
    return blueprint_of(read_yaml(path))


def blueprint_of(located: Located) -> Blueprint:
    """The blueprint in a file's value; FileFaults naming every fault and its place."""
    from pydantic import BaseModel, ConfigDict, Field

    from .shapes import shaped

    class Shape(BaseModel):
        model_config = ConfigDict(
            extra="forbid", allow_inf_nan=False, str_strip_whitespace=True, str_min_length=1
        )

    class CellShape(Shape):
        topic: str
        nhan_biet: int = Field(default=0, ge=0)
        thong_hieu: int = Field(default=0, ge=0)
        van_dung: int = Field(default=0, ge=0)

    class TheoryShape(Shape):
        points: float = Field(gt=0)
        questions: int = Field(gt=0)
        kinds: list[Kind] = Field(min_length=1)
        cells: list[CellShape] = Field(min_length=1)

    class TaskShape(Shape):
        family: str
        points: float = Field(gt=0)
        pool: Annotated[list[str], Field(min_length=1)]

    class PracticeShape(Shape):
        tasks: list[TaskShape]

    class BandShape(Shape):
        least: float = Field(ge=0)
        name: str
        passed: bool

    class BlueprintShape(Shape):
        id: str = Field(pattern=r"^[a-z0-9-]+$")
        version: int = Field(ge=1)
        title: str
        minutes: int = Field(ge=1, le=600)
        theory: TheoryShape
        practice: PracticeShape
        bands: list[BandShape] = Field(min_length=1)

    shape = shaped(located, BlueprintShape)
    blueprint = Blueprint(
        id=shape.id,
        version=shape.version,
        title=clean(shape.title),
        minutes=shape.minutes,
        theory_points=shape.theory.points,
        kinds=tuple(shape.theory.kinds),
        cells=tuple(
            Cell(cell.topic, level, count)
            for cell in shape.theory.cells
            for level in Level
            if (count := getattr(cell, level.value))
        ),
        practice=tuple(
            PracticePart(task.family, task.points, tuple(task.pool))
            for task in shape.practice.tasks
        ),
        bands=tuple(Band(band.least, clean(band.name), band.passed) for band in shape.bands),
    )
    topics = [cell.topic for cell in shape.theory.cells]
    faults = tuple(_faults(located, blueprint, shape.theory.questions, topics))
    if faults:
        raise FileFaults(faults)
    return blueprint


def _faults(
    located: Located, blueprint: Blueprint, stated: int, topics: list[str]
) -> Iterator[Fault]:
    if blueprint.questions != stated:
        yield located.fault(
            ("theory", "questions"),
            f"ghi {stated} câu nhưng các ô cộng lại là {blueprint.questions} câu.",
            "Sửa số câu hoặc các ô.",
        )
    seen: set[str] = set()
    for at, cell in enumerate(topics):
        if cell in seen:
            yield located.fault(
                ("theory", "cells", at, "topic"),
                f"chủ đề «{cell}» viết hai lần.",
                "Gộp các ô của một chủ đề vào một dòng.",
            )
        seen.add(cell)
    if min(band.least for band in blueprint.bands) > 0:
        yield located.fault(("bands",), "chưa có mức nào bắt đầu từ 0 điểm.", "Thêm mức 0.")
    if len({band.least for band in blueprint.bands}) < len(blueprint.bands):
        yield located.fault(("bands",), "hai mức bắt đầu từ cùng một điểm.", "Sửa lại.")


def impossible_cells(
    blueprint: Blueprint, bank: Bank, day: date, *, file: str = "blueprint"
) -> tuple[Fault, ...]:
    """The cells that the bank cannot fill on that day, each named with what is there."""
    out = []
    for cell in blueprint.cells:
        have = len(bank.on(day, cell.topic, cell.level, blueprint.kinds))
        if have < cell.count:
            title = bank.titles.get(cell.topic, "không có trong ngân hàng")
            out.append(
                Fault(
                    file,
                    1,
                    1,
                    f"{cell.topic} × {cell.level.value}",
                    f"ô «{title}» × «{LEVEL_NAMES[cell.level]}» cần {cell.count} câu, "
                    f"ngân hàng có {have} câu còn hiệu lực ngày {day:%d/%m/%Y}.",
                    "Bổ sung câu hỏi hoặc giảm số câu của ô.",
                )
            )
    return tuple(out)


InForce = Callable[[str, date], bool]
"""Whether the practical task of that name may be given on that day."""


def empty_families(
    blueprint: Blueprint, in_force: InForce, day: date, *, file: str = "blueprint"
) -> tuple[Fault, ...]:
    """The families of practical tasks none of whose tasks may be given on that day."""
    return tuple(
        Fault(
            file,
            1,
            1,
            f"practice.{part.family}",
            f"trong {len(part.pool)} nhiệm vụ của loại «{part.family}» không có nhiệm vụ nào "
            f"còn hiệu lực ngày {day:%d/%m/%Y}.",
            "Bổ sung vào «pool» nhiệm vụ theo quy định đang có hiệu lực.",
        )
        for part in blueprint.practice
        if not any(in_force(name, day) for name in part.pool)
    )
