"""Desks, agencies and drafts the tests of the office share."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from typing import Any

import pytest

from mock_office.actions import Action
from mock_office.agency import Agency
from mock_office.documents.composition import Content, compose
from mock_office.documents.outgoing import OutgoingDraft
from mock_office.tasks import builtin, library
from mock_office.tasks.definition import Task

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 8, 30, tzinfo=timezone(timedelta(hours=7)))


def act(kind: str, **data: Any) -> Action:
    """An action of the candidate, at a fixed time."""
    return Action(kind, "task", NOW, data)


@pytest.fixture(scope="session")
def agency() -> Agency:
    """The fictional agency that comes with the program."""
    return builtin.agency("phuong_huong_tram").agency


def variant(name: str, seed: bytes = b"seed", day: date = TODAY) -> Task:
    """One variant of a task of the program."""
    return library.load(name).variant(seed, day)


_BASIS = (
    "Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025",
    "Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về công tác văn thư",
)
_BODY = (
    "1. Ủy ban nhân dân phường Hương Tràm giao các đơn vị thực hiện theo khoản 2 Điều 5 quy chế.",
    "2. Thời gian hoàn thành trước ngày 15/12/2026.",
)
_ARTICLES = (
    "Điều 1. Thành lập Tổ công nghệ số cộng đồng trực thuộc Ủy ban nhân dân phường Hương Tràm.",
    "Điều 2. Quyết định này có hiệu lực kể từ ngày ký.",
    "Điều 3. Phòng Văn hóa - Xã hội phường và các đơn vị liên quan chịu trách nhiệm thi hành",
)

CONTENTS = {
    "Quyết định": {"symbol": "QĐ-UBND", "basis": _BASIS, "body": _ARTICLES},
    "Kế hoạch": {"symbol": "KH-UBND", "basis": _BASIS, "body": _BODY},
    "Báo cáo": {"symbol": "BC-UBND", "body": _BODY, "addressees": ("ubnd_tp",)},
    "Công văn": {"symbol": "UBND-VX", "body": _BODY, "addressees": ("so_nv", "so_khcn")},
    "Thông báo": {"symbol": "TB-UBND", "body": _BODY},
    "Tờ trình": {"symbol": "TTr-UBND", "basis": _BASIS, "body": _BODY, "addressees": ("hdnd",)},
}
"""One sound draft of each kind of document."""


def sound_draft(kind: str, agency: Agency, signer: str = "chu_tich") -> OutgoingDraft:
    """A draft of that kind without any error of form."""
    content: dict[str, Any] = CONTENTS[kind]
    return compose(
        Content(
            id="du_thao",
            kind=kind,
            excerpt="thành lập Tổ công nghệ số cộng đồng",
            drafter="cv_vx",
            drafting_unit="vx",
            signer=signer,
            recipients=(*content.get("addressees", ()), "vx", "hcc"),
            **content,
        ),
        agency,
        TODAY,
    )


def department_draft(kind: str, agency: Agency, signer: str) -> OutgoingDraft:
    """The same draft, written in a department led by one head."""
    content: dict[str, Any] = dict(CONTENTS[kind])
    content["symbol"] = content["symbol"].replace("UBND", "SKHCN").replace("-VX", "-CDS")
    addressees = tuple("ubnd_tp" if key == "hdnd" else key for key in content.pop("addressees", ()))
    addressees = tuple("so_tc" if key == "so_khcn" else key for key in addressees)
    return compose(
        Content(
            id="du_thao",
            kind=kind,
            excerpt="thành lập Tổ công nghệ số cộng đồng",
            drafter="cv_cds",
            drafting_unit="cds",
            signer=signer,
            addressees=addressees,
            recipients=(*addressees, "cds", "tt"),
            **content,
        ),
        agency,
        TODAY,
    )
