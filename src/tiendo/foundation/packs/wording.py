"""What is wrong with a value, in Vietnamese: the shapes' errors turned into a sentence and a remedy."""

from __future__ import annotations

from django.utils.translation import gettext as _
from pydantic_core import ErrorDetails


def sentence(error: ErrorDetails) -> tuple[str, str]:
    """(what is wrong, what to do) of one fault of a shape."""
    name = str(error["loc"][-1]) if error["loc"] else ""
    context = error.get("ctx", {})
    match error["type"]:
        case "missing":
            return _("thiếu mục “%s”.") % name, _("Mời thêm mục này.")
        case "extra_forbidden":
            return _("không có mục nào tên “%s”.") % name, _("Mời xóa mục này hoặc sửa tên.")
        case "literal_error":
            expected = str(context.get("expected", "")).replace(" or ", ", ")
            return _("“%(name)s” không nhận giá trị %(value)s.") % _said(name, error), _("Chỉ nhận: %s.") % expected
        case "string_pattern_mismatch":
            pattern = context.get("pattern", "")
            return _("“%(name)s” viết sai mẫu: %(value)s.") % _said(name, error), _("Mẫu đúng: %s.") % pattern
        case "value_error":
            return _("%s.") % str(context.get("error", "")).rstrip("."), _("Mời sửa phần này.")
        case "string_too_short" | "too_short":
            return _("“%s” không được để trống.") % name, _("Mời điền giá trị.")
        case "string_type":
            return _("“%(name)s” phải là chữ, không phải %(value)s.") % _said(name, error), _(
                "Mời đặt trong ngoặc kép."
            )
        case "int_type" | "bool_type" | "date_type" | "dict_type" | "tuple_type" | "model_type":
            return _("“%(name)s” sai kiểu: %(value)s.") % _said(name, error), _kinds()[error["type"]]
        case "greater_than_equal" | "less_than_equal":
            bounds = _("từ %s trở lên") if "ge" in context else _("không quá %s")
            bound = bounds % context.get("ge", context.get("le"))
            return _("“%(name)s” ngoài khoảng: %(value)s.") % _said(name, error), _("Cần số %s.") % bound
        case _:
            return _("“%(name)s” không dùng được: %(value)s.") % _said(name, error), error["msg"]


def _said(name: str, error: ErrorDetails) -> dict[str, str]:
    value = (
        repr(error["input"]) if isinstance(error["input"], str | int | bool | None) else type(error["input"]).__name__
    )
    return {"name": name, "value": value[:80]}


def _kinds() -> dict[str, str]:
    return {
        "int_type": _("Cần số nguyên."),
        "bool_type": _("Cần true hoặc false."),
        "date_type": _("Cần ngày dạng 2017-01-31."),
        "dict_type": _("Cần các mục “tên: giá trị”."),
        "model_type": _("Cần các mục “tên: giá trị”."),
        "tuple_type": _("Cần danh sách, mỗi dòng một dấu gạch."),
    }
