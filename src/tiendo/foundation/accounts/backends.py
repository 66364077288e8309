"""Who is signed in, read from a session: the person together with the posts held today, in one query instead of two."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import ModelBackend

from tiendo.foundation import clock
from tiendo.foundation.accounts import queries
from tiendo.foundation.accounts.models import User


class PeopleAndPosts(ModelBackend):
    """Django's own check of name and password; `get_user` brings along what every page needs next (`queries.posts_held`)."""

    def get_user(self, user_id: Any) -> User | None:
        """The person, if the account is in use. One query; a second one for somebody without a post in force."""
        person = queries.person_with_posts(user_id, clock.today())
        if person is None:
            return super().get_user(user_id)
        return person if self.user_can_authenticate(person) else None
