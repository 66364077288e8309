"""Field types: free text with a stated purpose, and JSON whose shape is stated."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from tiendo.foundation.privacy.narrative import check_narrative
from tiendo.kernel.verdicts import BadInput

LONGEST = 2000


class NarrativeField(models.TextField):  # type: ignore[type-arg]
    """Free text a person writes, at most 2,000 characters, with the `purpose` shown beside it; personal details are refused on validation."""

    def __init__(self, *args: Any, purpose: str = "", max_length: int = LONGEST, **kwargs: Any) -> None:
        if max_length > LONGEST:
            raise ValueError(f"a narrative holds at most {LONGEST} characters")
        self.purpose = purpose
        kwargs["max_length"] = max_length
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "purpose": self.purpose}

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        super().validate(value, model_instance)
        if len(value or "") > (self.max_length or LONGEST):
            raise ValidationError(f"Tối đa {self.max_length} ký tự; hiện có {len(value)}.")
        try:
            check_narrative(value or "")
        except BadInput as error:
            raise ValidationError([str(problem) for problem in error.problems]) from error


class SchemaJSONField(models.JSONField):
    """JSON whose shape is stated in words in `schema` ("cell code → whole number or null"); a JSON field without it fails the tests."""

    def __init__(self, *args: Any, schema: str = "", **kwargs: Any) -> None:
        self.schema = schema
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "schema": self.schema}

    def db_check(self, connection: Any) -> None:
        """No CHECK in the table: SQLite 3.40 refuses JSON_VALID in a schema it is told not to trust (`trusted_schema=OFF`)."""
