import inspect

import pytest
from django.apps import apps
from django.db import connection

from consortium.rowlevel.policies import registry
from tests.architecture.house import ROOMS

OWN_MODELS = [
    model
    for model in apps.get_models()
    if model.__module__.split(".")[0] in ROOMS and not hasattr(model, "pgh_tracked_model")
]
# Read by the portal itself, never listed to a member.
WITHOUT_VISIBLE_TO = {"accounts.User"}


@pytest.mark.parametrize("model", OWN_MODELS, ids=lambda model: model._meta.label)
def test_every_model_says_who_may_know_its_rows(model):
    if model._meta.label in WITHOUT_VISIBLE_TO:
        return
    visible_to = getattr(model._default_manager, "visible_to", None)
    assert visible_to is not None, "give its manager visible_to(member)"
    assert list(inspect.signature(visible_to).parameters) == ["member"]


@pytest.mark.django_db
def test_every_table_is_classified():
    assert set(connection.introspection.table_names()) - set(registry) == set()


@pytest.mark.parametrize("model", OWN_MODELS, ids=lambda model: model._meta.label)
def test_every_model_has_a_docstring_of_its_own(model):
    assert model.__doc__
    assert not model.__doc__.startswith(f"{model.__name__}("), "Django's own list of fields says nothing"
