"""Who an agency's printed name means: by its name or short name in the pack, however it is spelt, or by the class of units it speaks of.

Pure, built once per pack.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from tiendo.foundation.packs import queries as packs
from tiendo.foundation.packs.schema import AgencyDef, ClassDef, Pack
from tiendo.kernel.text import fold

_SIGNS = re.compile(r"[^\w]+")
_SHORT = {
    "uy ban nhan dan": "ubnd", "uy ban mat tran to quoc viet nam": "mttq", "mat tran to quoc viet nam": "mttq",
    "ubmttqvn": "mttq", "uy ban mat tran to quoc": "mttq", "mat tran to quoc": "mttq", "ubmttq": "mttq",
    "vien kiem sat nhan dan": "vks", "vien kiem sat": "vks", "vksnd": "vks",
    "toa an nhan dan": "toa", "tand": "toa", "toa an": "toa", "lien hiep phu nu": "lhpn", "lao dong thuong binh va xa hoi": "ldtbxh",
    "lao dong thuong binh xa hoi": "ldtbxh", "doan thanh nien cong san ho chi minh": "tinh doan", "van hoa va the thao": "vh tt",
    "giao duc va dao tao": "gd dt", "thong tin va truyen thong": "tt tt", "ban chi dao": "bcd",
}  # fmt: skip
"""Long and short spellings that mean the same."""
_EMPTY = frozenset(
    {"tinh", "cac", "va", "cua", "nhan", "dan", "phong", "quy", "de", "nghi", "thanh", "pho", "viet", "nam"}
)
"""Words that tell no agency from another."""
_CLASSES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("commune", re.compile(r"\bubnd\b.*\b(xa|phuong)\b|^cac xa\b|^(xa|phuong) phuong")),
    ("district", re.compile(r"\bubnd\b.*\b(huyen|thi xa|thanh pho)\b|^cac huyen\b|^huyen thi xa")),
    ("province", re.compile(r"^ubnd tinh\b")),
    ("all", re.compile(r"^cac (so|cap|nganh|co quan|don vi)\b|^cac co quan don vi")),
)


@dataclass(frozen=True)
class Directory:
    """The pack's agencies by their plain names, its classes of units by kind."""

    names: Mapping[str, str]
    words: Mapping[str, frozenset[str]]
    classes: Mapping[str, str]

    def code(self, said: str) -> str | None:
        """The code of who is meant; None when it is nobody known, or could be several."""
        plain = plainly(said)
        if plain in self.names:
            return self.names[plain]
        for kind, pattern in _CLASSES:
            if kind in self.classes and pattern.search(plain):
                return self.classes[kind]
        return self._nearest(plain)

    def _nearest(self, plain: str) -> str | None:
        """The one agency whose telling words are all said, or that says all of them."""
        said = _telling(plain)
        if not said:
            return None
        holding = {code for code, words in self.words.items() if words and (words <= said or said <= words)}
        exact = {code for code in holding if self.words[code] == said}
        found = exact or holding
        return next(iter(found)) if len(found) == 1 else None


def plainly(said: str) -> str:
    """A name without marks, signs and long spellings: what two spellings of one agency share."""
    plain = " ".join(_SIGNS.sub(" ", fold(said)).split())
    for long, short in _SHORT.items():
        plain = re.sub(rf"\b{long}\b", short, plain)
    return plain


def directory() -> Directory:
    """The directory of the pack in use."""
    return _of(packs.current().digest)


@lru_cache(maxsize=4)
def _of(_digest: str) -> Directory:
    return of_pack(packs.current())


def of_pack(pack: Pack) -> Directory:
    """The directory of a pack."""
    names: dict[str, str] = {}
    words: dict[str, frozenset[str]] = {}
    bodies: list[AgencyDef | ClassDef] = [*pack.agencies.values(), *pack.classes.values()]
    for known in bodies:
        for said in (known.name, known.short_name):
            names.setdefault(plainly(said), known.code)
            names.setdefault(plainly(said).removesuffix(" tinh"), known.code)
    for agency in pack.agencies.values():
        words[agency.code] = _telling(plainly(agency.name))
    return Directory(names, words, {known.kind: known.code for known in pack.classes.values()})


def resolved(said: Iterable[str], known: Directory) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Codes of the names that are known, and the names that are not."""
    codes: list[str] = []
    unclear: list[str] = []
    for one in said:
        code = known.code(one)
        (unclear if code is None else codes).append(one if code is None else code)
    return tuple(dict.fromkeys(codes)), tuple(dict.fromkeys(unclear))


def _telling(plain: str) -> frozenset[str]:
    return frozenset(plain.split()) - _EMPTY
