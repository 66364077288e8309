"""The pages of units: anybody with a post reads them; the picker answers its script and HTMX."""

import re
from datetime import date

import pytest
from django.urls import reverse

from tiendo.foundation.accounts.roles import Role
from tiendo.foundation.accounts.tests.factories import make_post
from tiendo.foundation.places import queries, unit_pages
from tiendo.foundation.places.tests.test_queries import TODAY


@pytest.fixture
def officer(quang_binh, client):
    """A browser in which the officer of phường Nam Lý is signed in."""
    post = make_post(Role.COMMUNE_OFFICER, queries.by_code("18865", TODAY))
    client.force_login(post.user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def page(browser, name, *args, **query):
    return browser.get(reverse(name, args=args), query)


def test_nobody_sees_units_without_signing_in(quang_binh, client):
    for address in (reverse("places:units"), reverse("places:find"), reverse("places:unit", args=["18865"])):
        assert client.get(address).status_code == 302


def test_units_are_only_read(officer):
    for address in (reverse("places:units"), reverse("places:find"), reverse("places:unit", args=["18865"])):
        assert officer.post(address).status_code == 405


def test_the_top_of_the_tree_counts_communes_by_district(officer):
    said = page(officer, "places:units").content.decode()
    assert "Tỉnh Quảng Bình" in said
    assert said.index("thị xã Ba Đồn") < said.index("huyện Bố Trạch") < said.index("thành phố Đồng Hới")


def test_a_search_without_marks_shows_what_it_found(officer):
    said = page(officer, "places:units", q="dong hoi").content.decode()
    assert "thành phố Đồng Hới" in said
    assert re.search(r"Có \d+ đơn vị khớp", said)


def test_a_search_that_finds_nothing_says_what_to_try(officer):
    assert "Không có đơn vị nào khớp" in page(officer, "places:units", q="khong co").content.decode()


def test_the_page_of_a_unit_tells_its_place_and_its_story(officer):
    said = page(officer, "places:unit", "18862").content.decode()
    assert "Phường Đồng Mỹ, thành phố Đồng Hới" in said
    assert "đến 31/01/2020" in said
    assert "nhập thành phường Đồng Hải" in said
    assert "862/NQ-UBTVQH14" in said
    assert "Sau ngày hôm nay" in said


def test_the_same_code_on_another_day_is_another_unit(officer):
    assert "Phường Hải Đình" in page(officer, "places:unit", "18868").content.decode()
    assert "Phường Đồng Hải" in page(officer, "places:unit", "18868", on="2020-02-01").content.decode()


def test_a_unit_that_is_over_says_so(officer):
    said = page(officer, "places:unit", "18862", on="2021-01-01").content.decode()
    assert "Phường Đồng Mỹ không có hiệu lực vào ngày 01/01/2021" in said


def test_a_district_lists_its_communes_and_the_province_its_agencies(officer):
    assert "phường Nam Lý" in page(officer, "places:unit", "450").content.decode()
    assert "10 phường, 6 xã" in page(officer, "places:unit", "450").content.decode()
    province = page(officer, "places:unit", "44").content.decode()
    assert "6 huyện, 1 thị xã, 1 thành phố" in province
    assert "Sở LĐTBXH" in province
    assert "159" in province


def test_an_unknown_code_or_day_is_explained(officer):
    assert page(officer, "places:unit", "99999").status_code == 422
    for day in ("31/02/2017", "2017-13-01", "hôm nay"):
        answer = page(officer, "places:units", on=day)
        assert answer.status_code == 422
        assert "không phải là ngày" in answer.content.decode()


def test_a_day_is_typed_as_people_write_it(officer):
    assert "Phường Đồng Hải" in page(officer, "places:unit", "18868", on="01/02/2020").content.decode()
    assert 'value="31/12/2017"' in page(officer, "places:units", on="31/12/2017").content.decode()


def test_the_picker_answers_its_script(officer):
    answer = page(officer, "places:find", q="dong hoi")
    first = answer.json()[0]
    assert first == {"code": "450", "shown": "thành phố Đồng Hới", "note": "tỉnh Quảng Bình"}
    assert "HX-Request" in answer["Vary"]
    assert page(officer, "places:find", q="44").json()[0]["note"] == "đến 30/06/2025"


def test_the_picker_answers_htmx_with_list_items(officer):
    answer = officer.get(reverse("places:find"), {"q": "nam ly"}, headers={"HX-Request": "true"})
    said = answer.content.decode()
    assert 'data-code="18865"' in said
    assert "<html" not in said


def test_typed_signs_come_back_escaped(officer):
    said = page(officer, "places:units", q="<script>x</script>").content.decode()
    assert "<script>x" not in said


def test_a_page_of_a_unit_takes_few_queries(officer, django_assert_max_num_queries):
    page(officer, "places:unit", "44")
    with django_assert_max_num_queries(14):
        page(officer, "places:unit", "44")


def test_districts_count_their_communes_by_sort_in_the_usual_order(quang_binh):
    children = unit_pages.unit_page("44", TODAY).children
    assert children.kinds == ("xã", "phường", "thị trấn")
    ba_don = next(child for child in children.rows if child.unit.code == "458")
    assert (ba_don.counts, ba_don.communes) == ((10, 6, 0), 16)
    assert all(sum(child.counts) == child.communes for child in children.rows)


def test_communes_right_under_a_province_are_not_counted_under_themselves(quang_binh):
    today = unit_pages.unit_page("44", date(2025, 7, 1)).children
    assert today.kinds == ()
    assert {child.communes for child in today.rows} == {None}
