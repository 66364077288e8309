"""What free text refuses and what it must let through (privacy.md section 2, block patterns)."""

import pytest

from tiendo.foundation.privacy import check_narrative
from tiendo.kernel.verdicts import BadInput

REFUSED = [
    "Gặp người mang căn cước 044 187 001 234 tại xã",
    "CMND số 194-555-123 do tỉnh cấp",
    "gọi 0912.345.678 để biết",
    "gọi +84 912 345 678 để biết",
    "máy bàn 0232 382 1234",
    "hộ chiếu B1234567",
    "xe 73A-123.45 đỗ trước cửa",
    "sinh năm 1990, trú tại xã",
    "SN 1985",
    "sinh 12/3/1990",
    "BHXH 4412345678",
    "viết về abc@quangbinh.example",
    "ở số nhà 12 đường lớn",
]
PASSED = [
    "Kinh phí 1.250.000.000 đồng, đã chi 120.000.000 đ",
    "Theo 123/KH-UBND và 178/2004/NĐ-CP ngày 15/10/2004",
    "Học sinh năm 2017 tham gia 12 buổi",
    "Mã số doanh nghiệp 3100123456",
    "Tăng vì có đợt cao điểm từ 05/9/2017 đến 20/9/2017",
    "Bảo hiểm y tế cho 120 người",
    "Đợt 1: 15 cơ sở; đợt 2: 22 cơ sở",
]


@pytest.mark.parametrize("text", REFUSED)
def test_personal_details_are_refused(text):
    with pytest.raises(BadInput) as caught:
        check_narrative(text, where="Lý do")
    assert caught.value.problems[0].where == "Lý do"
    assert caught.value.problems[0].remedy


@pytest.mark.parametrize("text", PASSED)
def test_amounts_dates_and_document_numbers_pass(text):
    check_narrative(text)
