"""The signed files of an attempt in its result: the three plain answers about each.

Kept with the result, so that it can be read without the files and their keys.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mock_office.copies import COPY_NAMES, copy_symbol
from mock_office.desk import Desk
from mock_office.tasks.marking import ToValidate

if TYPE_CHECKING:
    from mock_office.signing.verdict import Verdict


@dataclass(frozen=True, slots=True)
class SignedFile:
    """One file as it was in the end, and what checking found; `verdict` is plain JSON."""

    family: str
    title: str
    verdict: Mapping[str, Any]

    def lines(self, lang: str = "vi") -> Iterator[tuple[str, str]]:
        """The three answers, then the details of each signature: (text, style)."""
        from mock_office.signing.details import details
        from mock_office.signing.messages import three_lines, word
        from mock_office.signing.verdict import Verdict

        verdict = Verdict.from_dict(self.verdict)
        good = verdict.ok
        yield f"{self.title}: {word(verdict, lang)}", "good" if good else "bad"
        for line in three_lines(verdict, lang):
            yield f"  {line}", ""
        for report in verdict.signatures:
            yield f"  {'; '.join(details(report, lang))}", "muted"


def signed_files(
    family: str, desk: Desk, wanted: Sequence[ToValidate], verdicts: Mapping[str, Verdict]
) -> Iterator[SignedFile]:
    """The newest state of each signed draft, annex and copy of a task, in the desk's order."""
    newest = {(one.draft, one.file): one.artifact for one in wanted}
    for draft in desk.drafts:
        title = f"{draft.kind} {draft.symbol}: {draft.excerpt}"
        names = {"": title, **{file.id: file.name for file in draft.attachments}}
        for file, name in names.items():
            artifact = newest.get((draft.id, file), "")
            if artifact in verdicts:
                yield SignedFile(family, name, verdicts[artifact].to_dict())
    for document in desk.incoming:
        for copy in document.copies:
            if copy.pdf in verdicts:
                number = copy_symbol(copy.form, copy.number, desk.agency.name)
                name = f"{COPY_NAMES[copy.form]} {number}: {document.kind} {document.symbol}"
                yield SignedFile(family, name, verdicts[copy.pdf].to_dict())
