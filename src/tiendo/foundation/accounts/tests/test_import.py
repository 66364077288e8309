"""The CSV of people: read, checked row by row, previewed, written whole or not at all, kept nowhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tiendo.foundation.accounts import actions, importing, queries
from tiendo.foundation.accounts.models import Post, User
from tiendo.foundation.accounts.tests.conftest import signed_in
from tiendo.foundation.clock import today
from tiendo.foundation.places.models import Unit
from tiendo.kernel.verdicts import BadInput, Refused

HEAD = "username,shown_name,role,unit_code,title,starts"
OFFICER = "canbo1,Cán bộ xã Võ Ninh,commune_officer,19252,Cán bộ LĐ-XH,01/09/2017"
CHAIR = "chutich1,Chủ tịch xã Võ Ninh,Lãnh đạo UBND xã,19252,Chủ tịch UBND xã,2017-09-01"


def csv(*lines: str, head: str = HEAD, encoding: str = "utf-8") -> bytes:
    return "\r\n".join((head, *lines)).encode(encoding)


def faults(*lines: str) -> list[tuple[int, str]]:
    return [(fault.row, fault.column) for fault in importing.check(importing.read(csv(*lines))).problems]


class TestReading:
    def test_columns_may_stand_in_any_order_with_any_usual_separator(self) -> None:
        heads = "starts;title;unit_code;role;shown_name;username"
        (record,) = importing.read(csv("01/09/2017;Cán bộ;19252;commune_officer;Cán bộ xã;canbo1", head=heads))
        assert (record.username, record.unit_code, record.starts) == ("canbo1", "19252", "01/09/2017")

    def test_the_mark_that_spreadsheets_put_first_is_no_part_of_a_heading(self) -> None:
        assert importing.read(csv(OFFICER, encoding="utf-8-sig"))

    def test_rows_are_numbered_as_the_spreadsheet_shows_them(self) -> None:
        broken = OFFICER.replace("Cán bộ LĐ-XH", '"Cán bộ\r\nLĐ-XH"')
        records = importing.read(csv(broken, "", ",,,,,", CHAIR))
        assert [record.number for record in records] == [2, 5]

    @pytest.mark.parametrize(
        "head",
        ["CCCD", "Ngày sinh", "Địa chỉ", "Họ và tên", "Số điện thoại", "dien_thoai", "email", "Giới tính", "cmnd"],
    )
    def test_a_personal_column_refuses_the_file_and_is_named(self, head: str) -> None:
        with pytest.raises(BadInput) as refused:
            importing.read(csv(OFFICER + ",x", head=f"{HEAD},{head}"))
        (problem,) = refused.value.problems
        assert head.lower() in problem.where
        assert "không được lưu" in problem.remedy

    def test_missing_unknown_and_doubled_columns_are_all_named(self) -> None:
        with pytest.raises(BadInput) as refused:
            importing.read(csv("a,b,c,d,e,f", head="username,username,role,unit_code,title,ghi chú"))
        assert len(refused.value.problems) == 4

    def test_faults_of_rows_are_told_together_with_an_unknown_column(self, commune: Unit) -> None:
        with pytest.raises(BadInput) as refused:
            importing.read(csv(OFFICER + ",x", CHAIR.replace("2017-09-01", "mai") + ",y", head=HEAD + ",ghi chú"))
        assert [problem.where for problem in refused.value.problems] == ["Cột “ghi chú”", "Dòng 3, cột starts"]

    def test_rows_beside_a_personal_column_are_not_read(self) -> None:
        with pytest.raises(BadInput) as refused:
            importing.read(csv("a,b,c,d,e,f,012345", head=HEAD + ",cccd"))
        assert len(refused.value.problems) == 1

    @pytest.mark.parametrize(
        "content",
        [
            b"",
            csv(),
            csv(OFFICER, encoding="utf-16"),
            csv('canbo1,"mở mà không đóng,x,y,z,t'),
            csv(*[OFFICER] * (importing.MOST_ROWS + 1)),
            b"x" * (importing.MOST_BYTES + 1),
        ],
        ids=["nothing", "no rows", "not UTF-8", "open quote", "too many rows", "too large"],
    )
    def test_a_file_that_cannot_be_read_is_refused_whole_with_a_remedy(self, content: bytes) -> None:
        with pytest.raises(BadInput) as refused:
            importing.read(content)
        assert all(problem.remedy for problem in refused.value.problems)


class TestChecking:
    def test_good_rows_have_no_faults(self, commune: Unit) -> None:
        assert faults(OFFICER, CHAIR) == []

    def test_every_fault_of_every_row_is_found_at_once(self, commune: Unit) -> None:
        assert faults(
            OFFICER,
            "Có Dấu,Tên,commune_officer,19252,Cán bộ,01/09/2017",
            "canbo3,,mayor,19252,,hôm qua",
            "canbo4,Tên,commune_officer,00000,Cán bộ,01/09/2017",
        ) == [
            (3, "username"),
            (4, "role"),
            (4, "starts"),
            (4, "shown_name"),
            (4, "title"),
            (5, "unit_code"),
        ]

    def test_a_fault_in_one_cell_hides_none_in_another(self, commune: Unit) -> None:
        assert faults(
            OFFICER, CHAIR.replace("chutich1,", "canbo1,").replace("19252", "1", 1).replace("2017-09-01", "x")
        ) == [
            (3, "shown_name"),
            (3, "starts"),
            (3, "unit_code"),
        ]
        again = OFFICER.replace("Cán bộ LĐ-XH", "")
        assert faults(OFFICER, again) == [(3, "title"), (3, "role")]

    def test_a_row_with_a_cell_too_many_is_a_fault(self, commune: Unit) -> None:
        assert faults(OFFICER + ",thừa") == [(2, "")]
        assert faults(OFFICER + ",,") == []

    def test_a_role_goes_by_its_vietnamese_name_too_and_both_are_offered(self, commune: Unit) -> None:
        assert faults(OFFICER.replace("commune_officer", "can bo ld-xh xa")) == []
        (fault,) = importing.check(importing.read(csv(OFFICER.replace("commune_officer", "trưởng thôn")))).problems
        assert "commune_officer (cán bộ LĐ-XH xã)" in fault.remedy

    def test_a_role_must_fit_its_unit(self, commune: Unit) -> None:
        assert faults(OFFICER.replace("commune_officer", "district_officer")) == [(2, "role")]

    def test_one_person_does_not_enter_and_sign(self, commune: Unit) -> None:
        chair = CHAIR.replace("chutich1,Chủ tịch xã Võ Ninh", "canbo1,Cán bộ xã Võ Ninh")
        assert faults(OFFICER, chair) == [(3, "role")]

    def test_the_same_row_twice_is_a_fault(self, commune: Unit) -> None:
        assert faults(OFFICER, OFFICER) == [(3, "role")]

    def test_one_sign_in_has_one_shown_name(self, commune: Unit, other_commune: Unit) -> None:
        assert faults(OFFICER, OFFICER.replace("xã Võ Ninh", "xã khác").replace("19252", "19255")) == [
            (3, "shown_name")
        ]

    def test_somebody_who_is_already_there_is_a_fault(self, officer: Post) -> None:
        assert faults(OFFICER.replace("canbo1", "CanBo.VoNinh")) == [(2, "username")]

    def test_personal_details_in_a_cell_are_a_fault(self, commune: Unit) -> None:
        assert faults(OFFICER.replace("Cán bộ xã Võ Ninh", "Lan 044 190 001 234")) == [(2, "shown_name")]


class TestWriting:
    def test_all_rows_are_opened_with_a_password_each(self, administrator: Post, commune: Unit) -> None:
        opened = actions.open_accounts(importing.read(csv(OFFICER, CHAIR)), by=administrator)
        assert [line.user.username for line in opened] == ["canbo1", "chutich1"]
        assert all(line.user.check_password(line.password) for line in opened)

    def test_several_posts_of_one_person_are_one_account(
        self, administrator: Post, commune: Unit, other_commune: Unit
    ) -> None:
        rows = importing.read(csv(OFFICER, CHAIR, OFFICER.replace("19252", "19255")))
        opened = actions.open_accounts(rows, by=administrator)
        assert [len(line.posts) for line in opened] == [2, 1]

    def test_one_bad_row_writes_nothing(self, administrator: Post, commune: Unit) -> None:
        before = User.objects.count()
        with pytest.raises(BadInput, match="Dòng 3, cột starts"):
            actions.open_accounts(importing.read(csv(OFFICER, CHAIR.replace("2017-09-01", "x"))), by=administrator)
        assert User.objects.count() == before

    def test_nobody_else_imports(self, officer: Post, commune: Unit) -> None:
        with pytest.raises(Refused):
            actions.open_accounts(importing.read(csv(OFFICER)), by=officer)


class TestPages:
    def upload(self, client: Client, content: bytes) -> object:
        return client.post("/people/import", {"file": SimpleUploadedFile("nguoi.csv", content)})

    def preview_of(self, response: object) -> str:
        return re.findall(r'name="preview" value="([^"]+)"', response.content.decode())[0]

    def test_preview_writes_nothing_and_confirming_opens_all(
        self, administrator: Post, commune: Unit, tmp_path: Path, settings: object
    ) -> None:
        settings.MEDIA_ROOT = tmp_path
        client = signed_in(administrator)
        preview = self.upload(client, csv(OFFICER, CHAIR))
        assert preview.status_code == 200
        assert queries.person("canbo1") is None
        token = self.preview_of(preview)
        sheet = client.post("/people/import/confirm", {"preview": token})
        assert len(re.findall(r"[a-z2-9]{4}(?:-[a-z2-9]{4}){3}", sheet.content.decode())) == 2
        assert "no-store" in sheet["Cache-Control"]
        assert queries.posts_of(queries.person("chutich1"), today())
        assert list(tmp_path.iterdir()) == []
        twice = client.post("/people/import/confirm", {"preview": token})
        assert twice.status_code == 422
        assert "Đã có người dùng tên này" in twice.content.decode()

    def test_faults_are_shown_by_row_and_cannot_be_confirmed(self, administrator: Post, commune: Unit) -> None:
        page = self.upload(signed_in(administrator), csv(OFFICER, CHAIR.replace("19252", "00000")))
        assert page.status_code == 422
        assert "Không có đơn vị mang mã này" in page.content.decode()
        assert 'name="preview"' not in page.content.decode()

    def test_a_personal_column_refuses_the_file(self, administrator: Post) -> None:
        page = self.upload(signed_in(administrator), csv(OFFICER + ",1", head=HEAD + ",Số CCCD"))
        assert page.status_code == 422
        assert "số cccd" in page.content.decode()

    def test_a_preview_that_was_tampered_with_is_refused(self, administrator: Post, commune: Unit) -> None:
        client = signed_in(administrator)
        token = self.preview_of(self.upload(client, csv(OFFICER)))
        for wrong in (token[:-3] + "xyz", "", "a:b:c"):
            assert client.post("/people/import/confirm", {"preview": wrong}).status_code == 422
        assert queries.person("canbo1") is None

    def test_the_sample_could_be_sent_as_it_is(self, administrator: Post, commune: Unit) -> None:
        records = importing.read(signed_in(administrator).get("/people/import/sample.csv").content)
        assert [(record.role, record.unit_code) for record in records] == [("cán bộ LĐ-XH xã", commune.code)]
        assert importing.check(records).problems == ()

    def test_the_sample_of_an_installation_without_communes_names_a_unit_it_has(self, administrator: Post) -> None:
        records = importing.read(signed_in(administrator).get("/people/import/sample.csv").content)
        assert records[0].unit_code == "DOLISA"
        assert importing.check(records).problems == ()

    def test_a_unit_that_is_no_longer_there_is_not_the_sample(self, administrator: Post, commune: Unit) -> None:
        Unit.objects.filter(pk=commune.pk).update(valid_to=today())
        assert commune.code not in signed_in(administrator).get("/people/import/sample.csv").content.decode()
