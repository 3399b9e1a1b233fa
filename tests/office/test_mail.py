"""Mail: addresses as typed, answers begun, letters written to files and read again."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_office.agency import Agency
from mock_office.files import FileRef
from mock_office.mail import messages
from mock_office.mail.address_book import cards, search
from mock_office.mail.addresses import MOST, as_typed, parse, problem
from mock_office.mail.compose import bare_subject, forward, new, own_words, reply
from mock_office.mail.letters import Address, Folder, Letter
from mock_office.mail.search import search_letters
from mock_office.tasks.building import flowed

from .conftest import variant

AT = datetime(2026, 11, 23, 7, 35, tzinfo=timezone(timedelta(hours=7)))


def letter(**changes: object) -> Letter:
    plain = Letter(
        id="yeu_cau",
        folder=Folder.INBOX,
        sender=Address("bantochuc@kythi.example", "Ban tổ chức"),
        to=(Address("hoantm@huongtram.cuulong.example", "Nguyễn Thị Minh Hoa"),),
        cc=(Address("vp@huongtram.cuulong.example"), Address("HoaNTM@huongtram.cuulong.example")),
        subject="Đề nghị gửi báo cáo",
        body="Kính gửi đồng chí,\n\nĐề nghị gửi báo cáo.",
        date=AT,
        attachments=(FileRef("tep_1", "Mẫu báo cáo.docx", 5, text="abcde"),),
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def test_a_list_is_read_with_names_commas_semicolons_and_new_lines() -> None:
    good, wrong = parse('a@b.example; "Hoa, Chủ tịch" <hoa@c.example>\nA@B.example, d@e.example,')
    assert [box.address for box in good] == ["a@b.example", "hoa@c.example", "d@e.example"]
    assert good[1].name == "Hoa, Chủ tịch"
    assert wrong == ()


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "Chưa nhập"),
        ("hoa", "Thiếu dấu @"),
        ("hoa@", "tên miền"),
        ("@cuulong.example", "tên hộp thư"),
        ("hoa@@cuulong.example", "một dấu @"),
        ("hoa@cuulong", "Tên miền"),
        ("hòa@cuulong.example", "không dấu"),
        ("hoa @cuulong.example", "dấu cách"),
        ("hoa..tm@cuulong.example", "không hợp lệ"),
        ("hoa@-cuulong.example", "không hợp lệ"),
        ("a" * 250 + "@b.example", "dài quá"),
    ],
)
def test_what_is_wrong_with_an_address_is_told_in_vietnamese(typed: str, words: str) -> None:
    assert words in problem(typed)


def test_good_and_bad_addresses_of_one_line_are_kept_apart() -> None:
    good, wrong = parse("a@b.example, hoa@cuulong")
    assert [box.address for box in good] == ["a@b.example"]
    assert [item.typed for item in wrong] == ["hoa@cuulong"]


def test_a_line_pasted_from_elsewhere_is_bounded() -> None:
    good, wrong = parse(",".join(f"a{n}@b.example" for n in range(5000)))
    assert len(good) == MOST
    assert len(wrong) == 1


@given(st.text(max_size=200))
def test_reading_addresses_never_fails_and_never_lets_an_escape_through(text: str) -> None:
    good, wrong = parse(text)
    for box in good:
        assert problem(box.address) == ""
        assert box.address.isascii()
    for item in wrong:
        assert item.message.endswith(".") or item.message.endswith("_")
        assert "\x1b" not in item.typed


def test_an_answer_goes_to_the_sender_with_the_text_quoted(agency: Agency) -> None:
    me = agency.person("chu_tich")
    answer = reply(letter(), me, agency=agency)
    assert [box.address for box in answer.to] == ["bantochuc@kythi.example"]
    assert answer.cc == ()
    assert answer.subject == "Re: Đề nghị gửi báo cáo"
    assert (answer.mode, answer.source) == ("reply", "yeu_cau")
    assert "> Đề nghị gửi báo cáo." in answer.body
    assert "Vào 07:35 ngày 23/11/2026, Ban tổ chức" in answer.body


def test_answering_all_leaves_out_oneself(agency: Agency) -> None:
    answer = reply(letter(), agency.person("chu_tich"), all=True)
    assert [box.address for box in answer.cc] == ["vp@huongtram.cuulong.example"]
    assert answer.mode == "reply_all"


def test_an_answer_goes_where_reply_to_says(agency: Agency) -> None:
    trap = letter(reply_to=Address("hotro@la.test"))
    assert reply(trap, agency.person("chu_tich")).to[0].address == "hotro@la.test"


@pytest.mark.parametrize("subject", ["Re: Re: A", "RE: Fwd: A", "Fwd:A", "A", "Trả lời: Re: A"])
def test_prefixes_never_pile_up(subject: str, agency: Agency) -> None:
    me = agency.person("chu_tich")
    assert bare_subject(subject) == "A"
    assert reply(letter(subject=subject), me).subject == "Re: A"
    assert forward(letter(subject=subject), me).subject == "Fwd: A"


def test_a_subject_that_only_looks_like_a_prefix_stays() -> None:
    assert bare_subject("Reform: kế hoạch") == "Reform: kế hoạch"


def test_forwarding_takes_the_attachments_along_and_leaves_the_recipient_open(
    agency: Agency,
) -> None:
    passed_on = forward(letter(), agency.person("chu_tich"), agency=agency)
    assert passed_on.to == ()
    assert passed_on.attachments == letter().attachments


def test_the_signature_block_has_name_position_unit_and_telephone(agency: Agency) -> None:
    body = new(agency.person("cv_kt"), agency=agency).body
    for words in ("Ngô Gia Huy", "Chuyên viên", "Phòng Kinh tế, Hạ tầng và Đô thị phường", "0000"):
        assert words in body


def test_own_words_are_those_that_are_not_quoted(agency: Agency) -> None:
    answer = reply(letter(), agency.person("chu_tich"))
    assert "Đề nghị gửi báo cáo" not in own_words(answer.body)
    assert own_words("Tôi đã nhận.\n" + answer.body).startswith("Tôi đã nhận.")


@pytest.mark.parametrize("typed", ["pham van loc", "Phạm Văn Lộc", "LOC chanh", "locpv@"])
def test_the_address_book_is_searched_by_name_post_or_address_with_or_without_marks(
    agency: Agency, typed: str
) -> None:
    (found,) = search(cards(agency), typed)
    assert found.written == "Phạm Văn Lộc <locpv@huongtram.cuulong.example>"


def test_people_of_the_same_post_are_told_apart_by_their_unit(agency: Agency) -> None:
    heads = [card for card in cards(agency) if card.note.startswith("Trưởng phòng")]
    assert len(heads) > 1
    assert len({card.note for card in heads}) == len(heads)
    assert "Chủ tịch" in [card.note for card in cards(agency)]


@given(st.text(max_size=40))
def test_searching_takes_any_text_and_invents_nobody(typed: str) -> None:
    book = cards(variant("mail_report").desk.agency)
    assert set(search(book, typed)) <= set(book)
    assert search(book, "   ") == book


def test_letters_are_found_in_every_folder_by_words_with_or_without_marks(agency: Agency) -> None:
    there = (
        letter(id="a", subject="Giấy mời họp", folder=Folder.INBOX),
        letter(id="b", subject="Trả lời", body="Kính gửi phòng Kinh tế", folder=Folder.SENT),
        letter(id="c", attachments=(FileRef("f", "Giay_moi_da_ky.pdf"),), folder=Folder.TRASH),
    )
    assert {each.id for each in search_letters(there, "HOP giay")} == {"a"}
    assert {each.id for each in search_letters(there, "kinh te GUI")} == {"b"}
    assert {each.id for each in search_letters(there, "giay moi")} == {"a", "c"}
    assert {each.id for each in search_letters(there, "")} == {"a", "b", "c"}
    assert search_letters(there, "không có ở đâu") == ()


def test_lines_an_author_broke_for_width_are_joined_and_no_others() -> None:
    long = "Hệ thống ghi nhận chứng thư số công vụ của đồng chí hết hạn hôm nay. Bấm liên kết"
    text = f"Kính gửi,\n\n{long}\ndưới đây.\n{long}\n- một;\n- hai.\n\nTrân trọng,\nBan tổ chức\n"
    assert flowed(text) == (
        f"Kính gửi,\n\n{long} dưới đây.\n{long}\n- một;\n- hai.\n\nTrân trọng,\nBan tổ chức\n"
    )


def _same(one: Letter, other: Letter) -> bool:
    return (
        (one.sender, one.to, one.cc, one.subject, one.body, one.date)
        == (other.sender, other.to, other.cc, other.subject, other.body, other.date)
    ) and [file.name for file in one.attachments] == [file.name for file in other.attachments]


def test_letters_survive_eml_files(tmp_path: Path) -> None:
    (path,) = messages.export_eml([letter()], tmp_path / "thu")
    again = messages.import_eml(path)
    assert _same(again, letter())
    assert again.attachments[0].size == 5


def test_letters_survive_a_maildir_with_their_folders(tmp_path: Path) -> None:
    sent = letter(id="tra_loi", folder=Folder.SENT, read=True)
    assert messages.export_maildir([letter(), sent], tmp_path / "hop") == 2
    again = {item.folder: item for item in messages.import_maildir(tmp_path / "hop")}
    assert set(again) == {Folder.INBOX, Folder.SENT}
    assert _same(again[Folder.INBOX], letter())


def test_a_message_is_one_that_other_programs_read() -> None:
    raw = messages.to_message(letter()).as_bytes()
    parsed = message_from_bytes(raw, policy=policy.default)
    assert parsed["subject"] == "Đề nghị gửi báo cáo"
    assert parsed["to"].addresses[0].addr_spec == "hoantm@huongtram.cuulong.example"
    body = parsed.get_body()
    assert body is not None
    assert body.get_content().startswith("Kính gửi đồng chí,")


def test_a_half_typed_address_can_still_be_written_out(tmp_path: Path) -> None:
    (path,) = messages.export_eml([letter(to=(as_typed("hoa@"),))], tmp_path)
    assert messages.import_eml(path).subject == "Đề nghị gửi báo cáo"


@pytest.mark.parametrize("name", ["../../etc/passwd", "..\\..\\x.exe", "/abs.pdf", "a\x1b[2Jb.pdf"])
def test_an_attachment_can_not_name_another_folder_or_act(name: str) -> None:
    raw = messages.to_message(letter(attachments=(FileRef("f", name),))).as_bytes()
    shown = messages.parse(raw).attachments[0].name
    assert "/" not in shown
    assert "\\" not in shown
    assert "\x1b" not in shown


def test_a_header_can_not_be_smuggled_in_by_a_subject() -> None:
    raw = messages.to_message(letter(subject="A\r\nBcc: la@la.test")).as_bytes()
    assert message_from_bytes(raw, policy=policy.default)["bcc"] is None


@given(st.binary(max_size=600))
def test_bytes_that_are_no_mail_are_refused_or_harmless(data: bytes) -> None:
    with contextlib.suppress(messages.MessageFileError):
        read = messages.parse(data)
        assert "\x1b" not in read.subject + read.body


def test_deeply_nested_mail_is_bounded() -> None:
    nested = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n)
        for n in range(3000)
    )
    with contextlib.suppress(messages.MessageFileError):
        read = messages.parse(b"From: a@b.example\r\nSubject: x\r\n" + nested)
        assert len(read.attachments) <= 50


def test_a_file_that_can_not_be_read_is_told(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "khong_co.eml"):
        with pytest.raises(messages.MessageFileError, match="Không đọc được"):
            messages.import_eml(path)


def test_a_maildir_has_the_line_ends_mail_programs_of_this_machine_expect(tmp_path: Path) -> None:
    messages.export_maildir(variant("mail_report").desk.letters, tmp_path / "thu")
    written = [path.read_bytes() for path in (tmp_path / "thu").glob("**/cur/*")]
    assert written
    assert all(b"\r" not in data for data in written)
