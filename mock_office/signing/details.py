"""One signature in full, for the person who asks: who, when, which certificate."""

from __future__ import annotations

from datetime import datetime

from mock_office.signing import form, messages
from mock_office.signing.pki import VIETNAM
from mock_office.signing.verdict import SignatureReport


def details(report: SignatureReport, lang: str = "vi") -> tuple[str, ...]:
    """One signature as a person asks for it: who, when, which certificate, which level."""
    lang = "en" if lang == "en" else "vi"
    heads = _DETAILS[lang]

    def day(moment: datetime | None) -> str:
        return f"{moment.astimezone(VIETNAM):%d/%m/%Y}" if moment else "-"

    when = f"{report.time.astimezone(VIETNAM):%H:%M:%S %d/%m/%Y}" if report.time else "-"
    stamp = heads["stamped" if report.timestamp_ok else "claimed"]
    field = messages.shown(report.field)
    return (
        f"{heads['field']}: {_FIELDS[lang].get(field, field)}",
        f"{heads['signer']}: {report.signer}",
        f"{heads['time']}: {when} ({stamp})",
        f"{heads['issuer']}: {report.issuer or '-'}",
        f"{heads['serial']}: {report.serial or '-'}",
        f"{heads['valid']}: {day(report.valid_from)} - {day(report.valid_to)}",
        f"{heads['level']}: {report.level or '-'}",
        *(f"[{code}] {messages.sentence(code, lang)}" for code in report.problems),
    )


_DETAILS = {
    "vi": {
        "field": "Ô chữ ký",
        "signer": "Người ký",
        "time": "Thời gian ký",
        "stamped": "theo dấu thời gian",
        "claimed": "do máy người ký khai",
        "issuer": "Cơ quan cấp chứng thư",
        "serial": "Số hiệu chứng thư",
        "valid": "Chứng thư có hiệu lực",
        "level": "Mức chữ ký (PAdES)",
    },
    "en": {
        "field": "Field",
        "signer": "Signer",
        "time": "Signed at",
        "stamped": "by time stamp",
        "claimed": "as the signer's computer says",
        "issuer": "Issued by",
        "serial": "Serial number",
        "valid": "Valid",
        "level": "Level (PAdES)",
    },
}

_FIELDS = {
    "vi": {form.LEADER: "của người có thẩm quyền", form.AGENCY: "của cơ quan, tổ chức"},
    "en": {form.LEADER: "the competent person's", form.AGENCY: "the agency's"},
}
