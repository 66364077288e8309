"""Numbers of documents, figures, names of agencies, days: each rule on the words it is for."""

from datetime import date

import pytest

from tiendo.kernel.reading import read_plan
from tiendo.kernel.reading.agencies import canonical, names_in
from tiendo.kernel.reading.citations import citations, unnumbered
from tiendo.kernel.reading.numbers import numbers_in
from tiendo.kernel.reading.targets import Years, years_of

NUMBERS = {
    "Nghị định số 178/2004/NĐ-CP ngày 15/10/2004": ["178/2004/NĐ-CP"],
    "Pháp lệnh số 10/2003/PL-UBTVQH11 và Luật số 15/2012/QH13": ["10/2003/PL-UBTVQH11", "15/2012/QH13"],
    "Chỉ thị số 98-CT/TU, số 98/CT/TU, Nghị quyết 12-NQ/TW": ["98-CT/TU", "98/CT/TU", "12-NQ/TW"],
    "Kế hoạch số 50 /KH-BCĐ và số 14/KH-BCĐ138": ["50/KH-BCĐ", "14/KH-BCĐ138"],
    "số 01/2008/NQLT-BLĐTBXH- BVHTTDL - BCA-UBTWMTTQVN ngày": ["01/2008/NQLT-BLĐTBXH-BVHTTDL-BCA-UBTWMTTQVN"],
    "Công văn số 4049/LĐTBXH-PCTNXH; 4049/ LĐTBXH-PCTNXH": ["4049/LĐTBXH-PCTNXH", "4049/LĐTBXH-PCTNXH"],
    "quyết định số 361/qđ-ttg; Nghị định178/2004/NĐ–CP": ["361/qđ-ttg", "178/2004/NĐ-CP"],
    "Kế hoạch số 12/KH-UBND - Sở Y tế chủ trì": ["12/KH-UBND"],
    "các Nghị định số 62/2012/NĐ-CP, 09/2013/NĐ-CP": ["62/2012/NĐ-CP", "09/2013/NĐ-CP"],
    "số 123/KH-UBND.VX ngày": ["123/KH-UBND.VX"],
    "Nghị quyết số 30a/2008/NQ-CP": ["30a/2008/NQ-CP"],
    "Thông tư liên tịch số 05/2006/TTLT/BCA-BQP": ["05/2006/TTLT/BCA-BQP"],
    "trực 24/7, ngày 03/3/2017, tháng 6/2017, đạt 3/4, 70/159 xã, HIV/AIDS": [],
    "Ban Chỉ đạo 138/CP, Đội 178/BCĐ, Mẫu số 01/BC-TNXH, 7- UBND các xã": [],
    "2016 - 2020, 01-02 xã, 12/Sở, 3/Công an": [],
}


@pytest.mark.parametrize(("words", "expected"), NUMBERS.items(), ids=NUMBERS.keys())
def test_numbers_of_documents(words: str, expected: list[str]) -> None:
    assert [found.number for found in numbers_in(words)] == expected


def test_one_entry_for_a_number_however_it_is_printed() -> None:
    (basis,) = citations("Chỉ thị số 98-CT/TU ngày 01/02/2010 của Tỉnh ủy; theo Chỉ thị 98 - CT/TU", (), None)
    assert (basis.number, basis.kind, basis.date, basis.by) == ("98-CT/TU", "Chỉ thị", date(2010, 2, 1), "Tỉnh ủy")
    assert len(basis.spans) == 2


def test_laws_cited_by_name_alone() -> None:
    text = "Căn cứ Luật Trẻ em năm 2016; theo Bộ luật Hình sự; Luật Phòng, chống ma túy số 73/2021/QH14; luật này."
    assert [law.title for law in unnumbered(text, ())] == ["Luật Trẻ em", "Bộ luật Hình sự"]


FIGURES = {
    "100% xã có kế hoạch.": [(100, None, "percent", "at_least")],
    "Trên 90% người nghiện được quản lý.": [(90, None, "percent", "at_least")],
    "Tỷ lệ tái nghiện dưới 15%.": [(15, None, "percent", "at_most")],
    "Từ 70-80% cơ sở được kiểm tra.": [(70, 80, "percent", "range")],
    "Từ 70% đến 80% cơ sở được kiểm tra.": [(70, 80, "percent", "range")],
    "Giảm 10% số vụ so với năm 2017.": [(10, None, "percent", "decrease")],
    "Số vụ khám phá tăng từ 3% trở lên.": [(3, None, "percent", "increase")],
    "Giảm tỷ lệ hộ nghèo từ 8,5% xuống còn 7%.": [(7, None, "percent", "at_most")],
    "Nâng số xã lành mạnh lên 75% (năm 2016 là 58%).": [(75, None, "percent", "at_least")],
    "70/159 xã, phường không có tệ nạn.": [(70, None, "count", "at_least")],
    "Chuyển hóa 1-2 xã, duy trì số xã lành mạnh.": [(1, 2, "count", "range"), (None, None, "count", "keep")],
    "Tử vong mẹ dưới 5/1.000 trẻ; đuối nước dưới 3/100.000 trẻ.": [
        (5, None, "per_1000", "at_most"),
        (3, None, "per_100000", "at_most"),
    ],
    "Cai nghiện cho 1.200 người, đào tạo nghề cho 60 người.": [
        (1200, None, "count", "at_least"),
        (60, None, "count", "at_least"),
    ],
    "Năm 2016 đạt 70%; đã tổ chức 15 lớp.": [],
    "Chương trình quốc gia đề ra 80% xã; cả nước đạt 50%.": [],
    "Tháng 6, năm 2018, Điều 5, trẻ em dưới 16 tuổi, 20 triệu đồng.": [],
}  # fmt: skip


@pytest.mark.parametrize(("words", "expected"), FIGURES.items(), ids=FIGURES.keys())
def test_figures_under_aims(words: str, expected: list[tuple[object, ...]]) -> None:
    plan = read_plan(f"KẾ HOẠCH\nPhòng, chống tệ nạn năm 2018\nI. CHỈ TIÊU\n- {words}")
    assert [(one.value, one.value_max, one.unit, one.comparator) for one in plan.targets] == expected


def test_tasks_promise_only_what_they_do() -> None:
    plan = read_plan(
        "KẾ HOẠCH\nNăm 2018\nII. NHIỆM VỤ\n- Tổ chức 02 lớp tập huấn.\n- Chấm điểm theo 6 nội dung, tại 11 huyện.\n"
        "- Hỗ trợ 50% kinh phí.\nIII. KINH PHÍ\n- Ngân sách 70%."
    )
    assert [(one.ref, one.value) for one in plan.targets] == [("II.-1", 2)]


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("Sở LĐTBXH", "Sở Lao động - Thương binh và Xã hội"),
        ("Sở LĐ-TB&XH", "Sở Lao động - Thương binh và Xã hội"),
        ("Sở Lao động – TB&XH", "Sở Lao động - Thương binh và Xã hội"),
        ("Sở Lao động-TBXH", "Sở Lao động - Thương binh và Xã hội"),
        ("Sở GD&ĐT", "Sở Giáo dục và Đào tạo"),
        ("Sở VH, TT & DL", "Sở Văn hóa, Thể thao và Du lịch"),
        ("BCH BĐBP tỉnh", "Bộ Chỉ huy Bộ đội Biên phòng tỉnh"),
        ("UBMTTQVN tỉnh", "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh"),
        ("LĐLĐ tỉnh", "Liên đoàn Lao động tỉnh"),
        ("Hội CCB tỉnh", "Hội Cựu chiến binh tỉnh"),
        ("Toà án nhân dân tỉnh", "Tòa án nhân dân tỉnh"),
        ("Uỷ ban nhân dân huyện", "UBND huyện"),
        ("Ngân hàng CSXH tỉnh", "Ngân hàng Chính sách xã hội tỉnh"),
        ("Đài PT-TH tỉnh", "Đài Phát thanh và Truyền hình tỉnh"),
    ],
)
def test_an_agency_has_one_name(printed: str, name: str) -> None:
    assert canonical(printed) == name
    assert canonical(name) == name


@pytest.mark.parametrize(
    ("listed", "names"),
    [
        ("Sở Văn hóa, Thể thao và Du lịch, Sở Y tế", ("Sở Văn hóa, Thể thao và Du lịch", "Sở Y tế")),
        ("Các Sở: Y tế, Tư pháp và Công an tỉnh", ("Sở Y tế", "Sở Tư pháp", "Công an tỉnh")),
        ("UBND các huyện, thị xã, thành phố", ("UBND các huyện, thị xã, thành phố",)),
        ("Các sở, ban, ngành, đoàn thể", ("Các sở, ban, ngành, đoàn thể",)),
        ("Sở Y tế (Trung tâm Phòng, chống HIV/AIDS)", ("Sở Y tế",)),
    ],
)
def test_lists_of_agencies_are_split_where_a_name_begins(listed: str, names: tuple[str, ...]) -> None:
    assert names_in(listed) == names


ASSIGNED = {
    "1. Sở Y tế: Chủ trì, phối hợp với Công an tỉnh kiểm tra.": (("Sở Y tế",), ("Công an tỉnh",)),
    "1. Giao Công an tỉnh chủ trì, phối hợp với các đơn vị liên quan.": (("Công an tỉnh",), ()),
    "1. Đề nghị Tỉnh đoàn, Hội Nông dân tỉnh: vận động.": (("Tỉnh đoàn", "Hội Nông dân tỉnh"), ()),
    "1. SỞ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI\n- Chủ trì.": (("Sở Lao động - Thương binh và Xã hội",), ()),
    "1. Các tổ chức chính trị - xã hội\n- Tuyên truyền.": (("Các tổ chức chính trị - xã hội",), ()),
    "1. Chế độ báo cáo\n- Hàng quý.": None,
    "1. Hội nghị tổng kết\n- Tháng 12.": None,
}


@pytest.mark.parametrize(("words", "expected"), ASSIGNED.items(), ids=ASSIGNED.keys())
def test_who_is_assigned(words: str, expected: tuple[tuple[str, ...], tuple[str, ...]] | None) -> None:
    plan = read_plan(f"V. TỔ CHỨC THỰC HIỆN\n{words}\n2. Kinh phí.")
    assert [(one.lead, one.coordinating) for one in plan.assignments] == ([expected] if expected else [])


def test_days_and_rhythms() -> None:
    plan = read_plan(
        "KẾ HOẠCH\nNăm 2018\nI. BÁO CÁO\n- Gửi trước ngày 15/12 và trước ngày 20 tháng 6 năm 2018.\n- Hoàn thành trong quý II/2018.\n"
        "- Báo cáo định kỳ 6 tháng, hàng năm."
    )
    assert [one.date or one.recurrence for one in plan.deadlines] == [
        date(2018, 12, 15),
        date(2018, 6, 20),
        date(2018, 6, 30),
        "half",
        "year",
    ]


@pytest.mark.parametrize(
    ("title", "issued", "years"),
    [
        ("Phòng, chống mại dâm năm 2017", 2017, Years(2017, 2017)),
        ("Phòng, chống mại dâm năm 2018", 2017, Years(2018, 2018)),
        ("Chương trình giai đoạn 2016 - 2020", 2016, Years(2016, 2020)),
        ("Chiến lược đến năm 2030", 2020, Years(2020, 2030)),
        ("Chương trình giai đoạn 2016 - 2020", None, Years(2016, 2020)),
        (None, None, Years(None, None)),
    ],
)
def test_the_years_a_plan_is_for(title: str | None, issued: int | None, years: Years) -> None:
    assert years_of(title, issued) == years
