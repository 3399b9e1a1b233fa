"""Letters as real mail: RFC 5322 messages, .eml files and Maildir folders, both ways.

What leaves the office can be opened with any mail program; what comes in from a file
is cleaned and bounded like all foreign text.
"""

from __future__ import annotations

import mailbox
import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from email import message_from_bytes, policy
from email.errors import MessageError
from email.headerregistry import Address as HeaderAddress
from email.headerregistry import AddressHeader
from email.message import EmailMessage
from pathlib import Path
from typing import Any, Final

from tui_exam.vietnamese import clean

from ..files import FileRef
from .addresses import problem
from .letters import Address, Folder, Letter

LARGEST: Final = 10_000_000
"""Bytes of a message that is still read."""

_LONGEST_BODY: Final = 200_000  # characters kept of a body
_MOST_PARTS: Final = 50
_ID_HEADER: Final = "X-Letter-Id"


class MessageFileError(ValueError):
    """A file that holds no readable letter; the message says why, in Vietnamese."""


def to_message(letter: Letter) -> EmailMessage:
    """The letter as a message. Attachments carry their text, so that files can be opened.

    An address that is no address (half typed in a draft) goes into its header's name.
    """
    message = EmailMessage(policy=policy.SMTP)
    message["From"] = _header(letter.sender)
    for name, boxes in (("To", letter.to), ("Cc", letter.cc), ("Bcc", letter.bcc)):
        if boxes:
            message[name] = [_header(box) for box in boxes]
    if letter.reply_to is not None:
        message["Reply-To"] = _header(letter.reply_to)
    message["Subject"] = clean(letter.subject)
    if letter.date is not None:
        message["Date"] = letter.date
    message["Message-ID"] = f"<{_token(letter.id)}@thi-thu.example>"
    if letter.source:
        message["In-Reply-To"] = f"<{_token(letter.source)}@thi-thu.example>"
    message[_ID_HEADER] = _token(letter.id)
    message.set_content(letter.body or "\n")
    for file in letter.attachments:
        message.add_attachment(
            (file.text or file.note).encode(),
            maintype="application",
            subtype="octet-stream",
            filename=_file_name(file.name),
        )
    return message


def from_message(message: Any, folder: Folder = Folder.INBOX, key: str = "") -> Letter:
    """A message as a letter: cleaned, its text cut at a bound, attachments by name and size."""
    body, attachments = _parts(message)
    sender = next(iter(_boxes(message, "from")), Address(""))
    return Letter(
        id=key or clean(str(message.get(_ID_HEADER, ""))) or "thu",
        folder=folder,
        sender=sender,
        to=_boxes(message, "to"),
        cc=_boxes(message, "cc"),
        bcc=_boxes(message, "bcc"),
        reply_to=next(iter(_boxes(message, "reply-to")), None),
        subject=clean(str(message.get("subject", "")))[:998],
        body=body,
        date=_date(message),
        attachments=attachments,
    )


_UNIX: Final = policy.SMTP.clone(linesep="\n")
"""A Maildir keeps messages with the line ends of the machine."""


def export_eml(letters: Iterable[Letter], folder: Path) -> tuple[Path, ...]:
    """Write each letter as one .eml file into `folder`, which is made when missing."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for position, letter in enumerate(letters, 1):
        path = folder / f"{position:03}-{letter.folder.value}-{_token(letter.id)}.eml"
        path.write_bytes(to_message(letter).as_bytes())
        written.append(path)
    return tuple(written)


def export_maildir(letters: Iterable[Letter], folder: Path) -> int:
    """Write the letters into a Maildir, one subfolder per folder of the desk.

    Returns how many were written.
    """
    root = mailbox.Maildir(folder, create=True)
    count = 0
    for letter in letters:
        box = root if letter.folder is Folder.INBOX else root.add_folder(letter.folder.value)
        entry = mailbox.MaildirMessage(to_message(letter).as_bytes(policy=_UNIX))
        entry.set_subdir("cur")
        if letter.read:
            entry.add_flag("S")
        box.add(entry)
        count += 1
    root.close()
    return count


def import_eml(path: Path, folder: Folder = Folder.INBOX) -> Letter:
    """Read one .eml file. MessageFileError when it is too large, unreadable or no message."""
    try:
        if path.stat().st_size > LARGEST:
            raise MessageFileError(f"Thư lớn hơn {LARGEST // 1_000_000} MB.")
        data = path.read_bytes()
    except OSError as error:
        raise MessageFileError(f"Không đọc được tệp thư ({error.strerror}).") from None
    return parse(data, folder, key=_token(path.stem))


def import_maildir(folder: Path) -> Iterator[Letter]:
    """Every letter of a Maildir and of its subfolders; damaged ones are left out."""
    root = mailbox.Maildir(folder, create=False)
    known = {item.value: item for item in Folder}
    boxes = [(Folder.INBOX, root)]
    boxes += [(known[n], root.get_folder(n)) for n in root.list_folders() if n in known]
    for where, box in boxes:
        for key in sorted(box.keys()):
            try:
                yield parse(box.get_bytes(key)[:LARGEST], where)
            except MessageFileError:
                continue


def parse(data: bytes, folder: Folder = Folder.INBOX, key: str = "") -> Letter:
    """A message's bytes as a letter. MessageFileError when they are no message."""
    try:
        message = message_from_bytes(data, policy=policy.default)
        letter = from_message(message, folder, key)
    except (MessageError, ValueError, LookupError, TypeError, AttributeError, IndexError) as error:
        raise MessageFileError(f"Không đọc được thư ({type(error).__name__}).") from None
    except RecursionError:
        raise MessageFileError("Thư lồng quá nhiều phần.") from None
    if not letter.sender.address and not letter.subject and not letter.body.strip():
        raise MessageFileError("Tệp không phải là thư điện tử.")
    return letter


def _header(box: Address) -> HeaderAddress:
    name = clean(box.name)
    if problem(box.address):
        return HeaderAddress(display_name=name or clean(box.address))
    return HeaderAddress(display_name=name, addr_spec=box.address)


def _boxes(message: Any, name: str) -> tuple[Address, ...]:
    header = message.get(name)
    if not isinstance(header, AddressHeader):
        return ()
    return tuple(
        Address(clean(box.addr_spec) if box.addr_spec != "<>" else "", clean(box.display_name))
        for box in header.addresses
    )


def _date(message: Any) -> datetime | None:
    return getattr(message.get("date"), "datetime", None)


def _parts(message: Any) -> tuple[str, tuple[FileRef, ...]]:
    body = ""
    files: list[FileRef] = []
    for count, part in enumerate(message.walk()):
        if count >= _MOST_PARTS:
            break
        name = part.get_filename()
        if name:
            payload = part.get_payload(decode=True)
            size = len(payload) if isinstance(payload, bytes) else 0
            files.append(FileRef(f"tep_{len(files) + 1}", clean(_file_name(str(name))), size))
        elif part.get_content_type() == "text/plain" and not body:
            body = clean(str(part.get_content()), multiline=True)[:_LONGEST_BODY]
    return body.rstrip("\n"), tuple(files)


def _file_name(name: str) -> str:
    """The last part of a path, so that no attachment can name another folder."""
    return re.split(r"[\\/]", clean(name))[-1][:120] or "tep"


def _token(key: str) -> str:
    """The id with nothing in it but letters, digits, dash and underscore."""
    return re.sub(r"[^A-Za-z0-9_-]", "-", key)[:60] or "thu"
