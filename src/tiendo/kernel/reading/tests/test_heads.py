"""Heads of documents as pages set them: two columns apart or run together, blank places, departments, web pages."""

from datetime import date

import pytest

from tiendo.kernel.reading import read_plan

MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
FREEDOM = "Độc lập - Tự do - Hạnh phúc"
BODY = "\nKẾ HOẠCH\nPhòng, chống tệ nạn xã hội năm 2017\nI. MỤC TIÊU\n- Giảm tệ nạn."
PROVINCE = "Ủy ban nhân dân tỉnh Quảng Bình"
HEADS = {
    "columns apart": (
        f"ỦY BAN NHÂN DÂN      {MOTTO}\nTỈNH QUẢNG BÌNH      {FREEDOM}\nSố: 12/KH-UBND      Quảng Bình, ngày 03 tháng 3 năm 2017",
        ("12/KH-UBND", date(2017, 3, 3), PROVINCE),
    ),
    "columns run together": (
        f"ỦY BAN NHÂN DÂN {MOTTO}\nTỈNH QUẢNG BÌNH {FREEDOM}\nSố: 12 /KH-UBND Quảng Bình, ngày 3 tháng 3 năm 2017",
        ("12/KH-UBND", date(2017, 3, 3), PROVINCE),
    ),
    "columns one after the other": (
        f"UBND TỈNH QUẢNG BÌNH\n-------\nSố: 12/KH-UBND\n{MOTTO}\n{FREEDOM}\n--------\nQuảng Bình, ngày 3 tháng 3 năm 2017",
        ("12/KH-UBND", date(2017, 3, 3), PROVINCE),
    ),
    "all on one line": (
        f"UBND TỈNH QUẢNG BÌNH {MOTTO} {FREEDOM} Số: 12/KH-UBND Quảng Bình, ngày 03/3/2017",
        ("12/KH-UBND", date(2017, 3, 3), PROVINCE),
    ),
    "blank number and day": (
        f"UBND TỈNH QUẢNG BÌNH    {MOTTO}\nSố:       /KH-UBND    Quảng Bình, ngày     tháng    năm 2017\n(DỰ THẢO)",
        (None, None, PROVINCE),
    ),
    "dots for number and day": (
        f"UBND TỈNH QUẢNG BÌNH    {MOTTO}\nSố: ……/KH-UBND    Quảng Bình, ngày … tháng 3 năm 2017",
        (None, None, PROVINCE),
    ),
    "a department": (
        f"UBND TỈNH QUẢNG BÌNH    {MOTTO}\nSỞ Y TẾ    {FREEDOM}\nSố: 9/KH-SYT    Quảng Bình, ngày 1 tháng 2 năm 2017",
        ("9/KH-SYT", date(2017, 2, 1), "Sở Y tế tỉnh Quảng Bình"),
    ),
    "a department over two lines": (
        f"UBND TỈNH QUẢNG BÌNH\nSỞ LAO ĐỘNG - THƯƠNG BINH\nVÀ XÃ HỘI\nSố: 9/KH-SLĐTBXH\n{MOTTO}",
        ("9/KH-SLĐTBXH", None, "Sở Lao động - Thương binh và Xã hội tỉnh Quảng Bình"),
    ),
    "a commune under its district": (
        f"UBND HUYỆN LỆ THỦY    {MOTTO}\nUBND XÃ SEN THỦY    {FREEDOM}\nSố: 7/KH-UBND",
        ("7/KH-UBND", None, "Ủy ban nhân dân xã Sen Thủy"),
    ),
    "a city with a hyphenless name of four words": (
        f"ỦY BAN NHÂN DÂN\nTHÀNH PHỐ HỒ CHÍ MINH\n{MOTTO}\nSố: 1/KH-UBND\nThành phố Hồ Chí Minh, ngày 1 tháng 1 năm 2017",
        ("1/KH-UBND", date(2017, 1, 1), "Ủy ban nhân dân thành phố Hồ Chí Minh"),
    ),
    "a hyphen in the name": (
        f"UBND TỈNH BÀ RỊA - VŨNG TÀU    {MOTTO}\nSố: 1/KH-UBND",
        ("1/KH-UBND", None, "Ủy ban nhân dân tỉnh Bà Rịa - Vũng Tàu"),
    ),
    "cells drawn with strokes, words broken": (
        "ỦY\nBAN NHÂN DÂN\nTỈNH QUẢNG BÌNH\n-------\n|\nCỘNG\nHÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n|"
"\nSố:\n12/KH-UBND\n|\nQuảng\nBình, ngày 3 tháng 3 năm 2017",
        ("12/KH-UBND", date(2017, 3, 3), PROVINCE),
    ),
    "a web page's menu and attributes": (
        "Trang chủ | Tin tức\nSố hiệu: 99/KH-UBND\nNgày ban hành: 01/01/2000\nUBND TỈNH QUẢNG BÌNH    "
f"{MOTTO}\nSố: 12/KH-UBND    Quảng Bình, ngày 3 tháng 3 năm 2017",
        ("12/KH-UBND", date(2017, 3, 3), PROVINCE),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("head", "expected"), HEADS.values(), ids=HEADS.keys())
def test_number_day_and_issuer(head: str, expected: tuple[object, ...]) -> None:
    plan = read_plan(head + BODY)
    assert (plan.number, plan.date, plan.issuer) == expected
    assert plan.legal_bases == ()
    assert plan.title == "Phòng, chống tệ nạn xã hội năm 2017"
    assert [node.ref for node in plan.nodes] == ["I", "I.-1"]


def test_a_plan_attached_to_a_decision_without_its_head() -> None:
    plan = read_plan(
        "KẾ HOẠCH\nPhòng, chống ma túy năm 2015\n(Ban hành kèm theo Quyết định số 12/QĐ-UBND ngày 03/01/2015 của UBND tỉnh Quảng Bình)"
        "\nI. MỤC TIÊU\n- Giảm người nghiện."
    )
    assert (plan.number, plan.date, plan.issuer) == ("12/QĐ-UBND", date(2015, 1, 3), PROVINCE)
    assert plan.legal_bases == ()
