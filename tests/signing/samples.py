"""A fictional agency and its drafts, for every test of signatures."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from mock_office.agency import Agency
from mock_office.documents.outgoing import DraftLine, Layout, OutgoingDraft
from mock_office.tokens import TokenSpec, TokenState

VIETNAM = timezone(timedelta(hours=7))
NOW = datetime(2026, 11, 23, 8, 30, tzinfo=VIETNAM)
AGENCY = Agency(
    id="phuong",
    name="Ủy ban nhân dân phường An Thới Đông",
    parent="UBND THÀNH PHỐ SÔNG HẬU",
    short="UBND",
    place="An Thới Đông",
    domain="anthoidong.example",
)


def layout(size: float = 14, align: str = "left", style: str = "") -> Layout:
    """A layout by short words: "bold italic"."""
    return Layout(size=size, align=align, bold="bold" in style, italic="italic" in style)


BODY = (
    "Thực hiện Kế hoạch của Ủy ban nhân dân thành phố về chuyển đổi số năm 2026, Ủy ban nhân dân "
    "phường xây dựng kế hoạch tập huấn kỹ năng số cho cán bộ, công chức, người lao động và tổ "
    "công nghệ số cộng đồng với những nội dung sau đây:"
)


def draft(paragraphs: int = 4, **changes: object) -> OutgoingDraft:
    """A plan of one page, or of more when it has many paragraphs."""
    centre = "centre"
    lines = (
        DraftLine("parent", AGENCY.parent, "left", layout(13, centre)),
        DraftLine("agency", "ỦY BAN NHÂN DÂN", "left", layout(13, centre, "bold")),
        DraftLine("agency", "PHƯỜNG AN THỚI ĐÔNG", "left", layout(13, centre, "bold")),
        DraftLine(
            "motto", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "right", layout(13, centre, "bold")
        ),
        DraftLine("motto", "Độc lập - Tự do - Hạnh phúc", "right", layout(14, centre, "bold")),
        DraftLine("symbol", "Số:        /KH-UBND", "left", layout(13, centre)),
        DraftLine(
            "place_date",
            "An Thới Đông, ngày      tháng     năm 2026",
            "right",
            layout(14, centre, "italic"),
        ),
        DraftLine("kind", "KẾ HOẠCH", "full", layout(14, centre, "bold")),
        DraftLine("excerpt", "Tập huấn kỹ năng số năm 2026", "full", layout(14, centre, "bold")),
        DraftLine(
            "basis",
            "Căn cứ Luật Chuyển đổi số ngày 11 tháng 12 năm 2025;",
            "full",
            layout(14, "both", "italic"),
        ),
        *(
            DraftLine("body", f"{n}. {BODY}", "full", layout(14, "both"))
            for n in range(1, paragraphs + 1)
        ),
        DraftLine("recipients", "Nơi nhận:", "left", layout(12, "left", "bold italic")),
        DraftLine("recipients", "- Các đơn vị thuộc phường;", "left", layout(11)),
        DraftLine("recipients", "- Lưu: VT, VHXH.", "left", layout(11)),
        DraftLine("authority", "TM. ỦY BAN NHÂN DÂN", "right", layout(14, centre, "bold")),
        DraftLine("authority", "CHỦ TỊCH", "right", layout(14, centre, "bold")),
        DraftLine("name", "Nguyễn Thị Hoa", "right", layout(14, centre, "bold")),
    )
    values: dict[str, object] = {
        "id": "kh-01",
        "kind": "Kế hoạch",
        "symbol": "KH-UBND",
        "excerpt": "Tập huấn kỹ năng số năm 2026",
        "drafter": "binh",
        "drafting_unit": "vhxh",
        "signer": "hoa",
        "lines": lines,
        **changes,
    }
    return OutgoingDraft(**values)  # type: ignore[arg-type]


def spec(name: str, state: TokenState = TokenState.VALID, **changes: object) -> TokenSpec:
    """A token's order; the agency's own when its name is "agency"."""
    mine = name == "agency"
    values: dict[str, object] = {
        "id": name,
        "holder": AGENCY.id if mine else name,
        "common_name": AGENCY.name if mine else "Nguyễn Thị Hoa",
        "organisation": AGENCY.name,
        "title": "" if mine else "Chủ tịch",
        "purpose": "agency" if mine else "personal",
        "state": state,
        "pin": "246810" if mine else "135790",
        **changes,
    }
    return TokenSpec(**values)  # type: ignore[arg-type]
