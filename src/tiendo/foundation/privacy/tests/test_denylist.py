"""No model may hold what privacy.md forbids, and each says what it holds."""

import pytest
from django.apps import apps

from tiendo.foundation import clock
from tiendo.foundation.privacy import Privacy, denylist

OURS = [model for model in apps.get_models(include_auto_created=True) if model.__module__.startswith("tiendo.")]
OTHERS = [model for model in apps.get_models(include_auto_created=True) if not model.__module__.startswith("tiendo.")]


def test_every_model_of_ours_declares_its_privacy():
    silent = [model._meta.label for model in OURS if not isinstance(getattr(model, "privacy", None), Privacy)]
    assert silent == []


def test_every_foreign_model_is_declared_in_the_allow_file():
    assert {model._meta.label for model in OTHERS} <= set(denylist.declared_elsewhere())


def test_no_field_carries_a_denied_name_or_type():
    allowed = denylist.exemptions()
    faults = [
        f"{model._meta.label}.{field.name}: {fault}"
        for model in OURS
        for field in model._meta.get_fields()
        if hasattr(field, "attname") and (model._meta.label, field.name) not in allowed
        for fault in denylist.faults_of(field)
    ]
    assert faults == []


def test_every_exemption_is_still_in_force_and_used():
    fields = {(model._meta.label, field.name) for model in OURS for field in model._meta.get_fields()}
    for key, exemption in denylist.exemptions().items():
        assert key in fields, f"{key} no longer exists: remove the line"
        assert exemption.expires > clock.now().date(), f"{key} has expired"
        assert exemption.reason
        assert exemption.reviewer


@pytest.mark.parametrize(
    "name",
    ["ho_ten", "Họ và tên", "CCCD", "ngày sinh", "homePhone", "dia chi", "khách mua", "emailCongVu", "suspect_count"],
)
def test_headings_of_personal_data_are_denied(name):
    assert denylist.is_denied(name)


@pytest.mark.parametrize(
    "name", ["template", "latest", "mobile_trial", "values", "commune", "shown_name", "facebookish"]
)
def test_words_that_only_look_alike_pass(name):
    assert not denylist.is_denied(name)
