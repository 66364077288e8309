"""The pages as their people use them."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tiendo.core.reorganising.models import Reorganisation, State
from tiendo.core.reorganising.tests.conftest import ON, administrator, applied, merge, prepared, ready
from tiendo.foundation.places.models import Unit


def client(post):
    browser = Client()
    browser.force_login(post.user, backend="django.contrib.auth.backends.ModelBackend")
    return browser


def page(row, verb="reorganisation"):
    return reverse(f"reorganising:{verb}", args=[row.pk])


@pytest.fixture
def administers(world):
    return client(administrator(world))


def test_from_the_resolution_to_the_new_tree(world, administers):
    sent = {
        "number": "12/NQ-HĐND",
        "dated": "20/09/2017",
        "on": "01/10/2017",
        "title": "Sắp xếp cấp xã",
        "request": uuid.uuid4(),
    }
    opened = administers.post(reverse("reorganising:new"), sent)
    row = Reorganisation.objects.get()
    assert opened.url == page(row)
    line = {
        "kind": "merge",
        "units": "18800, 18801",
        "code": "18800",
        "name": "Đồng Hải",
        "kind_vi": "phường",
        "version": row.version,
    }
    administers.post(page(row, "add-line"), line)
    shown = administers.get(page(row)).content.decode()
    assert "phường Đồng Hải" in shown
    assert "1 đơn vị lập mới, 2 kết thúc, 0 đổi cấp trên" in shown
    row.refresh_from_db()
    administers.post(page(row, "present"), {"version": row.version})
    director = client(world.department_director())
    assert "Áp dụng sắp xếp" in director.get(page(row)).content.decode()
    row.refresh_from_db()
    done = director.post(page(row, "apply"), {"version": row.version}, follow=True).content.decode()
    assert "Tổng trước = tổng sau" in done
    row.refresh_from_db()
    assert row.state == State.APPLIED
    assert Unit.objects.filter(code="18800", valid_from=ON).exists()


def test_the_same_request_begins_it_once(administers):
    sent = {"number": "12/NQ", "dated": "20/09/2017", "on": "01/10/2017", "title": "Sắp xếp", "request": uuid.uuid4()}
    for _ in range(2):
        administers.post(reverse("reorganising:new"), sent)
    assert Reorganisation.objects.count() == 1


def test_a_line_that_lacks_something_comes_back_in_its_form(world, administers):
    row = prepared(world)
    answer = administers.post(page(row, "add-line"), {"kind": "rename", "units": "18800", "version": row.version})
    assert answer.status_code == 422
    assert "Mời ghi tên mới." in answer.content.decode()


def test_a_line_can_be_removed_and_the_step_taken_back(world, administers):
    row = prepared(world, merge("18800", into="18801"))
    administers.post(page(row, "remove-line"), {"number": "1", "version": row.version})
    row.refresh_from_db()
    assert row.lines == []
    administers.post(page(row, "undo"), {"version": row.version})
    row.refresh_from_db()
    assert len(row.lines) == 1


def test_a_page_that_is_no_longer_true_writes_nothing(world, administers):
    row = prepared(world, merge("18800", into="18801"))
    answer = administers.post(page(row, "remove-line"), {"number": "1", "version": row.version - 1})
    assert answer.status_code == 409
    assert "vừa được người khác sửa" in answer.content.decode()


def test_a_file_is_taken_whole_or_not_at_all(world, administers):
    row = prepared(world)
    good = (
        "kind,from_code,to_code,to_name,to_kind\nnhập,18800,18800,Đồng Hải,phường\nnhập,18801,18800,Đồng Hải,phường\n"
    )
    bad = good + "nhập,99999,18800,,\n"
    refused = administers.post(
        page(row, "import"), {"file": SimpleUploadedFile("xã.csv", bad.encode()), "version": row.version}
    )
    assert refused.status_code == 422
    assert "tệp xã.csv, dòng 4, cột from_code" in refused.content.decode()
    row.refresh_from_db()
    assert row.lines == []
    administers.post(page(row, "import"), {"file": SimpleUploadedFile("xã.csv", good.encode()), "version": row.version})
    row.refresh_from_db()
    assert [line["units"] for line in row.lines] == [["18800", "18801"]]


def test_what_stands_against_it_is_on_the_page(world, administers):
    row = prepared(world, merge("18800", into="18800"))
    assert "nhập vào chính nó" in administers.get(page(row)).content.decode()


def test_the_list_says_what_was_done_and_asks_few_questions(world, administers, django_assert_max_num_queries):
    empty = administers.get(reverse("reorganising:reorganisations")).content.decode()
    assert "Chưa có lần sắp xếp nào" in empty
    applied(world, merge("18800", into="18801"))
    ready(world, merge("18802", into="18801"))
    with django_assert_max_num_queries(8):
        shown = administers.get(reverse("reorganising:reorganisations")).content.decode()
    assert "0 đơn vị lập mới, 1 kết thúc" in shown
    assert (
        "Không có nghị quyết nào khớp"
        in administers.get(reverse("reorganising:reorganisations"), {"q": "999"}).content.decode()
    )


def test_the_preview_asks_few_questions_however_many_units(world, administers, django_assert_max_num_queries):
    row = prepared(world, merge("18800", "18802", into="18801"))
    with django_assert_max_num_queries(45):
        administers.get(page(row))


def test_the_director_finds_it_on_the_home_page(world):
    row = ready(world, merge("18800", into="18801"))
    assert page(row) in client(world.department_director()).get("/").content.decode()


def test_the_sample_can_be_read(administers):
    assert administers.get(reverse("reorganising:sample")).content.decode().startswith("\ufeffkind,from_code")
