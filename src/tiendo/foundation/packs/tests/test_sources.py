"""No indicator, form or clause is named in the product's code: they are data of a pack."""

from __future__ import annotations

import io
import re
import tokenize

from django.conf import settings

from tiendo.foundation.packs import loading

from .conftest import SHIPPED

SOURCE = settings.BASE_DIR / "src" / "tiendo"


def test_no_code_of_the_pack_stands_in_python() -> None:
    pack = loading.load(SHIPPED)
    codes = [*pack.indicators, *(name.replace("-", "_") for name in pack.indicators)]
    clauses = [clause for clause in pack.clauses if clause not in {"end", "IV.4", "IV.6", "IV.8", "IV.9"}]
    named = re.compile(r"(?<![\w-])(" + "|".join(map(re.escape, [*codes, *clauses])) + r")(?![\w.-])")
    form = re.compile(r"[\"'](" + "|".join(pack.forms) + r")[\"']")
    found = []
    for path in sorted(SOURCE.rglob("*.py")):
        if {"tests", "migrations"} & set(path.parts):
            continue
        for token in tokenize.generate_tokens(io.StringIO(path.read_text(encoding="utf-8")).readline):
            is_text = token.type == tokenize.STRING and not token.line.strip().startswith(('"""', 'r"""'))
            if (
                is_text
                and not token.string.startswith('"""')
                and (named.search(token.string) or form.search(token.string))
            ):
                found.append(f"{path.relative_to(SOURCE)}:{token.start[0]}: {token.string[:60]}")
            if token.type == tokenize.NAME and token.string in codes:
                found.append(f"{path.relative_to(SOURCE)}:{token.start[0]}: {token.string}")
    assert not found, "\n".join(found)
