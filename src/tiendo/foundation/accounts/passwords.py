"""One-time passwords: how they are made, how long they live, how they are stored."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from django.contrib.auth.hashers import Argon2PasswordHasher, get_hasher

from tiendo.foundation import clock
from tiendo.foundation.accounts.models import User

LIFETIME = timedelta(days=7)
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""No i, l, o, 0 or 1: the password is read off paper."""


def one_time_password() -> str:
    """Sixteen random characters in groups of four: 79 bits, so that guessing it is hopeless within its week."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(4))


def expires_at() -> datetime:
    """When a one-time password given now stops working."""
    return clock.now() + LIFETIME


def has_expired(user: User) -> bool:
    """Whether the person still has a one-time password and its week is over."""
    return user.one_time_expires is not None and clock.now() >= user.one_time_expires


class OneTimeHasher(Argon2PasswordHasher):
    """Argon2 at its cheapest, for random one-time passwords only: a file of 400 new people must not take a minute.

    Stretching protects guessable passwords; 79 random bits need none. Django hashes anew with the first hasher at sign-in.
    """

    algorithm = "argon2_once"
    time_cost = 1
    memory_cost = 1024
    parallelism = 1

    def verify(self, password: str, encoded: str) -> bool:
        """As slow for a wrong password as any other account, so that time does not tell who has not signed in yet."""
        right = super().verify(password, encoded)
        if not right:
            preferred = get_hasher()
            preferred.encode(password, preferred.salt())
        return right
