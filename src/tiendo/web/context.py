"""What every page of the main process knows: the installation, the sections of the top bar for the current post, its menu.

A section appears only when its address exists, so an app that is not there leaves no dead link.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tiendo.core.reorganising import rules as reorganising
from tiendo.foundation import clock
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.accounts.roles import APART, Role
from tiendo.foundation.notices import queries as notices
from tiendo.foundation.places import queries as places

THEMES = ("light", "dark")
HOME, PLANS, FIGURES, REPORTS, DOCUMENTS = "home", "plans", "figures", "reports", "documents"
BOOKS = "books"
PEOPLE, UNITS, AUDIT, LETTERS = "people", "units", "audit", "letters"

#: key → (names of its address, the first that exists counts; label)
_SECTIONS: dict[str, tuple[tuple[str, ...], Any]] = {
    HOME: (("boards:home",), gettext_lazy("Việc của tôi")),
    PLANS: (("standing:plans",), gettext_lazy("Kế hoạch")),
    BOOKS: (("assignments:tasks", "obstacles:obstacles", "budgets:overview"), gettext_lazy("Sổ công tác")),
    FIGURES: (("boards:figures",), gettext_lazy("Số liệu")),
    REPORTS: (("reporting:reports",), gettext_lazy("Báo cáo")),
    DOCUMENTS: (("documents:documents",), gettext_lazy("Văn bản")),
    PEOPLE: (("accounts:people",), gettext_lazy("Người dùng")),
    UNITS: (("places:units",), gettext_lazy("Đơn vị")),
    AUDIT: (("audit:log",), gettext_lazy("Nhật ký")),
    LETTERS: (("letters:outbox",), gettext_lazy("Thư nhắc việc")),
}
_OF_PLACES = frozenset(
    {
        Role.COMMUNE_OFFICER, Role.COMMUNE_CHAIR, Role.DISTRICT_OFFICER, Role.DISTRICT_CHAIR, Role.DEPARTMENT_OFFICER,
        Role.DEPARTMENT_DIRECTOR, Role.VICE_CHAIR, Role.AUDITOR,
    }
)  # fmt: skip
#: The books of the section, each with those who have one; nobody named: everybody.
_BOOKS: tuple[tuple[str, Any, frozenset[str]], ...] = (
    ("assignments:tasks", gettext_lazy("Nhiệm vụ"), frozenset()),
    ("obstacles:obstacles", gettext_lazy("Vướng mắc"), frozenset()),
    ("budgets:overview", gettext_lazy("Kinh phí"), frozenset()),
    ("arrangements:places", gettext_lazy("Tổ chức thực hiện"), _OF_PLACES),
    ("cascading:units", gettext_lazy("Kế hoạch địa phương"), _OF_PLACES),
)  # fmt: skip
_OFFICE = (HOME, PLANS, BOOKS, FIGURES, REPORTS, DOCUMENTS)
_BY_ROLE: dict[str, tuple[str, ...]] = {
    Role.COMMUNE_OFFICER: (HOME, BOOKS, REPORTS, PLANS),
    Role.COMMUNE_CHAIR: (HOME, BOOKS, REPORTS, PLANS),
    Role.AGENCY_OFFICER: (HOME, BOOKS, REPORTS, PLANS, FIGURES),
    Role.AGENCY_HEAD: (HOME, BOOKS, REPORTS, PLANS, FIGURES),
    Role.VICE_CHAIR: (HOME, PLANS, BOOKS, FIGURES, DOCUMENTS),
    Role.ADMINISTRATOR: (PEOPLE, UNITS, LETTERS, AUDIT),
    Role.AUDITOR: (HOME, PLANS, BOOKS, FIGURES, REPORTS, DOCUMENTS, PEOPLE, AUDIT),
}


@dataclass(frozen=True, slots=True)
class Link:
    """An address with its words; `current` when the page shown lies in it."""

    label: str
    url: str
    current: bool = False
    icon: str = ""


@dataclass(frozen=True, slots=True)
class OtherPost:
    """Another post the person may act in."""

    pk: int
    title: str
    unit_shown: str


def page(request: HttpRequest) -> dict[str, Any]:
    """The context processor: names every template may use."""
    post: Post | None = getattr(request, "post", None)
    theme = request.COOKIES.get("tiendo_theme", "")
    return {
        "installation": settings.INSTALLATION,
        "today": clock.today(),
        "version": _version(),
        "theme": theme if theme in THEMES else "",
        "post": post,
        "post_unit": (post.unit.short_name or places.display(post.unit)) if post else "",
        "user_shown": _shown_name(request),
        "home_url": _first("boards:home") or "/",
        "search_url": _first("boards:search", "standing:search") if post else None,
        "books": SimpleLazyObject(lambda: _books(request, post)),
        "sections": SimpleLazyObject(lambda: _sections(request, post)),
        "other_posts": SimpleLazyObject(lambda: _other_posts(request, post)),
        "switch_url": _first("accounts:act-as", "accounts:switch-post", "accounts:switch"),
        "sign_out_url": _first("accounts:sign-out"),
        "menu_links": SimpleLazyObject(_menu_links),
        "notices_url": _first("notices:notices") if post and post.role not in APART else None,
        "unread_notices": SimpleLazyObject(lambda: notices.unread(post) if post else 0),
        "reorganise_url": SimpleLazyObject(lambda: _reorganise_url(post)),
    }


def _sections(request: HttpRequest, post: Post | None) -> list[Link]:
    if post is None:
        return []
    found = [(key, _first(*_SECTIONS[key][0])) for key in _BY_ROLE.get(str(post.role), _OFFICE)]
    here = _section_of(request)
    return [Link(_label(key, post), url, key == here) for key, url in found if url]


def _books(request: HttpRequest, post: Post | None) -> list[Link]:
    """The books of the post, on a page that lies in one of them; none on other pages."""
    if post is None:
        return []
    found = [(label, _first(name)) for name, label, roles in _BOOKS if not roles or post.role in roles]
    links = [Link(str(label), url, _inside(request.path, url)) for label, url in found if url]
    return links if any(link.current for link in links) else []


def _label(key: str, post: Post) -> str:
    if key == HOME and str(post.role) == Role.VICE_CHAIR:
        return _("Toàn cảnh")
    if key == BOOKS and str(post.role) == Role.VICE_CHAIR:
        return _("Chỉ đạo")
    return str(_SECTIONS[key][1])


def _reorganise_url(post: Post | None) -> str:
    """The list of re-organisations, for who may read it; '' for others."""
    return (_first("reorganising:reorganisations") or "") if post is not None and reorganising.may_list(post) else ""


def _section_of(request: HttpRequest) -> str:
    """The section whose address is the longest beginning of this page's path."""
    fits = [
        (url, key)
        for key, (names, _text) in _SECTIONS.items()
        if (url := _first(*names)) and _inside(request.path, url)
    ]
    fits += [(url, BOOKS) for name, _text, _roles in _BOOKS if (url := _first(name)) and _inside(request.path, url)]
    fits += [(url, UNITS)] if (url := _first("reorganising:reorganisations")) and _inside(request.path, url) else []
    return max(fits, key=lambda fit: len(fit[0]))[1] if fits else ""


def _inside(path: str, url: str) -> bool:
    return path == url if url == "/" else path.startswith(url)


def _other_posts(request: HttpRequest, post: Post | None) -> list[OtherPost]:
    held: list[Post] = getattr(request, "posts", [])
    return [
        OtherPost(other.pk, other.title, places.display(other.unit))
        for other in held
        if post is None or other.pk != post.pk
    ]


def _menu_links() -> list[Link]:
    wanted = (
        (_("Cài đặt"), ("letters:settings",), "settings"),
        (_("Lịch công việc"), ("feeds:feed",), "calendar"),
        (_("Ủy quyền ký"), ("accounts:delegations",), "signature"),
        (_("Đổi mật khẩu"), ("accounts:change-password",), "key-round"),
    )
    return [Link(label, url, icon=icon) for label, names, icon in wanted if (url := _first(*names))]


def _first(*names: str) -> str | None:
    for name in names:
        try:
            return reverse(name)
        except NoReverseMatch:
            continue
    return None


def _shown_name(request: HttpRequest) -> str:
    user = getattr(request, "user", None)
    return str(user.shown_name) if user is not None and user.is_authenticated else ""


def _version() -> str:
    try:
        return version("tiendo")
    except PackageNotFoundError:
        return ""
