"""Names and numbers that are printed differently and mean the same, made equal for comparing. Never shown to anybody."""

from __future__ import annotations

import re
import unicodedata

_DASHES = str.maketrans("–—‐‑−", "-----")
_LETTERS = str.maketrans("đðƣ", "ddư")
_ABBREVIATIONS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(rf"\b{short}\b"), whole)
    for short, whole in (
        (r"u\s?b\s?nd", "uy ban nhan dan"),
        (r"ubmttq", "uy ban mttq"),
        (r"ubmttqvn", "uy ban mttqvn"),
        (r"mttqvn", "mat tran to quoc viet nam"),
        (r"mttq", "mat tran to quoc"),
        (r"vksnd", "vien kiem sat nhan dan"),
        (r"tand", "toa an nhan dan"),
        (r"hdnd", "hoi dong nhan dan"),
        (r"bhxh", "bao hiem xa hoi"),
        (r"ldtb ?xh", "lao dong thuong binh va xa hoi"),
        (r"tb ?xh", "thuong binh va xa hoi"),
        (r"gd ?dt", "giao duc va dao tao"),
        (r"vh ?tt ?dl", "van hoa the thao va du lich"),
        (r"vh ?tt", "van hoa va the thao"),
        (r"tt ?tt", "thong tin va truyen thong"),
        (r"nn ?ptnt", "nong nghiep va phat trien nong thon"),
        (r"ptnt", "phat trien nong thon"),
        (r"kh ?dt", "ke hoach va dau tu"),
        (r"lhpn", "lien hiep phu nu"),
        (r"hoi phu nu", "hoi lien hiep phu nu"),
        (r"tncs", "thanh nien cong san"),
        (r"thanh nien cong san(?: ho chi minh| hcm)?", "thanh nien"),
        (r"bdbp", "bo doi bien phong"),
        (r"bchqs", "bo chi huy quan su"),
    )
)
_BULLETS = re.compile(r"(?<=\.)[-–—•●▪■◦·*o](?=\d)|^[-–—•●▪■◦·*](?=\d)")


def folded_number(number: str) -> str:
    """A document number without spaces, in small letters, with plain dashes: `64 /KH – UBND` is `64/kh-ubnd`."""
    composed = unicodedata.normalize("NFC", number).translate(_DASHES).translate(str.maketrans("Ð", "Đ"))
    return "".join(composed.split()).casefold().replace("ƣ", "ư")


def folded_name(name: str) -> str:
    """A name without capitals, tone and vowel marks, signs and double spaces; `Uỷ` and `Ủy` are one."""
    spread = unicodedata.normalize("NFD", name.casefold().translate(_LETTERS))
    plain = "".join(sign for sign in spread if not unicodedata.combining(sign))
    return " ".join(re.sub(r"[^\w\s]", " ", plain).split())


def folded_agency(name: str) -> str:
    """An agency's name folded, its usual abbreviations written out: `Sở LĐ-TB&XH` is `so lao dong thuong binh va xa hoi`."""
    words = re.sub(r"\bld\s+tb", "ldtb", folded_name(name))
    for short, whole in _ABBREVIATIONS:
        words = short.sub(whole, words)
    return re.sub(r"\bva\s+", "", words)


def folded_ref(ref: str) -> str:
    """A path of marks without brackets, capitals and spaces; every bullet but `+` is one sign."""
    composed = unicodedata.normalize("NFC", ref).strip()
    bare = re.sub(r"[()]", "", composed).strip(".")
    return " ".join(_BULLETS.sub("-", bare).casefold().split())
