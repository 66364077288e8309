"""How the environment names a mail server."""

from __future__ import annotations

import pytest

from tiendo.web.settings import mail

LOCAL = ["localhost", "127.0.0.1", "[::1]"]


def test_without_a_server_letters_stay_in_the_folder():
    assert mail.server({}).backend == mail.FOLDER_BACKEND
    assert mail.server({"TIENDO_SMTP_HOST": " "}).backend == mail.FOLDER_BACKEND


@pytest.mark.parametrize(
    ("secured", "port", "starttls", "ssl"),
    [("", 587, True, False), ("ssl", 465, False, True), ("none", 25, False, False)],
)
def test_a_server_is_spoken_to_as_the_environment_says(secured, port, starttls, ssl):
    said = {"TIENDO_SMTP_HOST": "thu.donvi.gov.vn", "TIENDO_SMTP_USER": "tiendo", "TIENDO_SMTP_PASSWORD": "x"}
    server = mail.server(said | ({"TIENDO_SMTP_SECURITY": secured} if secured else {}))
    assert (server.backend, server.port, server.starttls, server.ssl) == (mail.SMTP_BACKEND, port, starttls, ssl)
    assert (server.host, server.user, server.password) == ("thu.donvi.gov.vn", "tiendo", "x")


def test_a_slip_in_the_protection_stops_the_program_rather_than_send_in_the_open():
    with pytest.raises(ValueError, match="starttls, ssl or none"):
        mail.server({"TIENDO_SMTP_HOST": "thu", "TIENDO_SMTP_SECURITY": "tls1"})


def test_links_lead_to_the_public_name():
    assert mail.site_url({}, LOCAL) == "http://localhost:8000"
    assert mail.site_url({}, [*LOCAL, "tiendo.donvi.gov.vn"]) == "https://tiendo.donvi.gov.vn"
    assert mail.site_url({"TIENDO_SITE_URL": "https://a.vn/"}, LOCAL) == "https://a.vn"
