"""A small document and a paper of it, written by hand, for tests of the layout."""

from __future__ import annotations

from tiendo.outputs.documents.definition import DocumentDef
from tiendo.outputs.documents.paper import (
    Bar,
    Chart,
    Heading,
    Narrative,
    Paper,
    Printed,
    Section,
    Sentence,
    Signing,
    Table,
    TableColumn,
)

DISTRICTS = ("Thành phố Đồng Hới", "Huyện Minh Hóa")


def definition() -> DocumentDef:
    """One section with one block of each kind that a paper can hold."""
    return DocumentDef.model_validate(
        {
            "key": "bao-cao-thu", "title": "Báo cáo thử", "type_name": "BÁO CÁO", "subject": "Kết quả {period}",
            "period": "month", "rows": "district", "issuer": "SO", "managing_body": ("ỦY BAN NHÂN DÂN", "TỈNH THỬ"),
            "issuer_lines": ("SỞ THỬ NGHIỆM",), "place": "Quảng Bình", "symbol": "BC-STN", "to": ("Ủy ban nhân dân tỉnh",),
            "receives": ("Như trên", "Lưu: VT"), "opening": "Thực hiện {plan}:", "closing": "Trên đây là báo cáo./.",
            "signature": {"authority": "KT. GIÁM ĐỐC", "position": "PHÓ GIÁM ĐỐC"},
            "sections": (
                {
                    "title": "I. KẾT QUẢ",
                    "blocks": (
                        {"block": "heading", "text": "1. Tuyên truyền"},
                        {"block": "sentence", "text": "Có {OUT-01} buổi."},
                        {"block": "figures", "caption": "Theo huyện", "first": "Đơn vị", "total": "Toàn tỉnh",
                         "columns": ({"code": "OUT-01", "heading": "Số buổi"},)},
                        {"block": "chart", "caption": "Tỷ lệ", "code": "TGT-1A"},
                        {"block": "narrative", "key": "next", "label": "Kỳ tới", "otherwise": "Tiếp tục thực hiện."},
                    ),
                },
            ),
        }
    )  # fmt: skip


def printed(text: str, unit: str = "44") -> Printed:
    """A figure of the unit, as printed."""
    return Printed(f"OUT-01|{unit}|2017-09|value", "Số buổi", "OUT-01", unit, "tỉnh", "2017-09", text, 1042)


def paper(*, narrative: str = "", sentence: tuple[str | Printed, ...] = ("Có ", printed("1.042"), " buổi.")) -> Paper:
    """A paper that fits `definition`."""
    rows = tuple(((name,), (printed("521", name),)) for name in DISTRICTS)
    columns = (TableColumn("Đơn vị", False, 40), TableColumn("Số buổi", True, 25))
    bars = tuple(Bar(name, printed("70,4\u00a0%", name), 70.4) for name in DISTRICTS)
    blocks = (
        Heading("1. Tuyên truyền"),
        Sentence(sentence),
        Table("Theo huyện", columns, (*rows, (("Toàn tỉnh",), (printed("1.042"),))), total=True, note="Ghi chú"),
        Chart("Tỷ lệ", "Biểu đồ: Đồng Hới 70,4 %", bars, 75, "Mức giao 75\u00a0%"),
        Narrative("next", "Kỳ tới", narrative, "Tiếp tục thực hiện."),
    )
    return Paper(
        "Kết quả tháng 9 năm 2017", ("Thực hiện Kế hoạch:",), (Section("I. KẾT QUẢ", blocks),), "Trên đây là báo cáo./."
    )


def draft() -> Signing:
    """The marks of a draft."""
    return Signing("", "", "10", "2017", "", "Mã chuỗi nhật ký", draft=True, simulated=True)


def issued() -> Signing:
    """The marks of a signed paper."""
    return Signing("05", "09", "10", "2017", "Phó Giám đốc", "Mã chuỗi nhật ký", draft=False, simulated=False)
