"""A browser without a browser: signed in as the holder of a post, speaking to the real addresses."""

from __future__ import annotations

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tiendo.foundation.accounts.models import Post


class Desk:
    """What the holder of one post can open and send."""

    def __init__(self, post: Post) -> None:
        self.client = Client()
        self.client.force_login(post.user, backend="django.contrib.auth.backends.ModelBackend")

    def open(self, name: str, *args: object, **query: str) -> HttpResponse:
        return self.client.get(reverse(f"reporting:{name}", args=args), query)

    def send(self, name: str, *args: object, htmx: bool = False, **fields: object) -> HttpResponse:
        headers = {"HX-Request": "true"} if htmx else {}
        return self.client.post(reverse(f"reporting:{name}", args=args), fields, headers=headers)


def text_of(response: HttpResponse) -> str:
    return " ".join(response.content.decode().split())
