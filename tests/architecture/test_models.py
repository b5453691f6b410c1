import inspect

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import UniqueConstraint

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


CONSTRAINTS = [
    (model, constraint)
    for model in OWN_MODELS
    for constraint in model._meta.constraints
    # Without a condition, what must be unique is refused by the names of the fields.
    if not (isinstance(constraint, UniqueConstraint) and constraint.fields and not constraint.condition)
]
BY_THE_PORTAL = "The portal itself sets these fields; no form and no import holds them."
BY_ITS_SERVICE = "One service writes these rows and makes sure of it; nobody types them."
WITHOUT_MESSAGE = {
    "a_finished_review_says_when": BY_THE_PORTAL,
    "amendment_counts_once_signed": BY_THE_PORTAL,
    "an_opened_consortium_is_there": BY_ITS_SERVICE,
    "analysis_agreed_since": BY_THE_PORTAL,
    "contact_numbered_apart": BY_THE_PORTAL,
    "document_complete_since": BY_THE_PORTAL,
    "document_signed_after_opening": BY_THE_PORTAL,
    "every_scan_has_a_checksum": BY_THE_PORTAL,
    "late_party_joins_by_signing": BY_THE_PORTAL,
    "merged_into_another": BY_ITS_SERVICE,
    "merger_of_two_entries": BY_ITS_SERVICE,
    "nothing_left_of_an_erased_person": BY_ITS_SERVICE,
    "notification_stays_here": BY_ITS_SERVICE,
    "one_link_per_party": BY_THE_PORTAL,
    "one_link_per_survey": BY_THE_PORTAL,
    "one_page_per_member": BY_THE_PORTAL,
    "only_a_next_step_is_done": BY_THE_PORTAL,
    "only_imports_at_work_are_leased": BY_THE_PORTAL,
    "only_moved_letters_go_elsewhere": BY_ITS_SERVICE,
    "only_operators_stand_outside_consortia": BY_ITS_SERVICE,
    "only_paper_is_scanned": BY_THE_PORTAL,
    "only_running_jobs_are_leased": BY_THE_PORTAL,
    "only_sending_holds_a_lease": BY_THE_PORTAL,
    "pair_in_order": BY_ITS_SERVICE,
    "party_signed_since": BY_THE_PORTAL,
    "run_of_rows_in_order": BY_THE_PORTAL,
    "signatory_contact_numbered_apart": BY_THE_PORTAL,
    "taken_back_is_a_correction": BY_ITS_SERVICE,
    "withheld_figures_hold_no_number": BY_ITS_SERVICE,
}


@pytest.mark.parametrize(("model", "constraint"), CONSTRAINTS, ids=lambda one: getattr(one, "name", None))
def test_nobody_is_told_the_name_of_a_constraint(model, constraint):
    says = constraint.violation_error_message != constraint.default_violation_error_message
    assert says != (constraint.name in WITHOUT_MESSAGE), "give it a violation_error_message, or say why not"


def test_constraints_without_a_message_are_there():
    assert set(WITHOUT_MESSAGE) <= {constraint.name for _, constraint in CONSTRAINTS}
