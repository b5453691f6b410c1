"""The operator opens a consortium step by step, sees how far each one is, and gets no right inside."""

import re
from contextlib import ExitStack

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from consortium.accounts.models import Invitation
from consortium.rowlevel import acting_as
from consortium.workflow import StateConflict
from curriculum.models import Student
from curriculum.states import TableState
from partners import tasks
from partners.models import Agreement, Consortium, Member, Opening, OpeningPerson, Participation, Partner
from partners.people import founding, opening, readiness
from partners.states import OpeningState, PartnerKind, Role
from tests import factories
from tests.authorization import as_owner
from tests.cast import Cast

PASSWORD = "a long enough password"
REGION = {"region": "강원도 새들시", "name": "새들 연합체", "name_en": "Saedeul", "slug": "saedeul"}
SCHOOL = {"school": "새들고등학교", "school_en": ""}
OFFICES = {"city": "새들시", "city_en": "", "office": "강원도새들교육지원청", "office_en": ""}
PEOPLE = {
    "COORDINATOR_name": "첫코디",
    "COORDINATOR_email": "First@Saedeul.example",
    "PRINCIPAL_name": "",
    "PRINCIPAL_email": "",
    "CITY_OFFICIAL_name": "첫주무관",
    "CITY_OFFICIAL_email": "city@saedeul.example",
    "EDUCATION_OFFICIAL_name": "",
    "EDUCATION_OFFICIAL_email": "",
}


@pytest.fixture
def operator(cast: Cast) -> Client:
    client = Client()
    with as_owner():
        client.force_login(cast["operator"].user)
    return client


def begun(operator: Client) -> str:
    """The address of a fresh opening, without its step."""
    where = operator.post("/operator/consortia/openings/")["Location"]
    return where.removesuffix("region/")


def filled(operator: Client) -> str:
    address = begun(operator)
    for step, words in (("region", REGION), ("school", SCHOOL), ("offices", OFFICES), ("people", PEOPLE)):
        assert operator.post(f"{address}{step}/", words).status_code == 302, step
    return address


def the_consortium() -> Consortium:
    with as_owner():
        return Consortium.objects.select_related("school").get(slug="saedeul")


def test_each_step_leads_to_the_next_and_the_last_opens_it(operator: Client, cast: Cast) -> None:
    address = begun(operator)
    ways = [
        operator.post(f"{address}{step}/", words)["Location"].removeprefix(address)
        for step, words in (("region", REGION), ("school", SCHOOL), ("offices", OFFICES), ("people", PEOPLE))
    ]
    assert ways == ["school/", "offices/", "people/", "check/"]
    page = operator.get(f"{address}check/")
    assert page.context["missing"] == []
    assert "첫코디" in page.content.decode()
    assert operator.post(f"{address}open/").status_code == 302
    made = the_consortium()
    with as_owner():
        kinds = Partner.objects.filter(participations__consortium=made).values_list("kind", "name")
        assert set(kinds) == {
            (PartnerKind.SCHOOL, "새들고등학교"),
            (PartnerKind.LOCAL_GOVERNMENT, "새들시"),
            (PartnerKind.EDUCATION_OFFICE, "강원도새들교육지원청"),
        }
        invited = Invitation.objects.filter(consortium=made).values_list("role", "email", "partner__kind")
        assert set(invited) == {
            (Role.COORDINATOR, "first@saedeul.example", PartnerKind.SCHOOL),
            (Role.CITY_OFFICIAL, "city@saedeul.example", PartnerKind.LOCAL_GOVERNMENT),
        }
        assert not OpeningPerson.objects.exists(), "the invitations have taken their place"


def test_leaving_and_coming_back_loses_nothing(operator: Client, cast: Cast) -> None:
    address = begun(operator)
    operator.post(f"{address}region/", REGION)
    page = operator.get("/operator/consortia/")
    (draft,) = page.context["drafts"]
    assert draft[1] == f"{address}school/", "it goes on where it stopped"
    assert operator.get(f"{address}region/").context["form"].initial["name"] == "새들 연합체"
    operator.post(f"{address}people/", PEOPLE)
    form = operator.get(f"{address}people/").context["form"]
    assert form.fields["COORDINATOR_email"].initial == "first@saedeul.example"


def test_an_empty_opening_is_not_begun_twice(operator: Client, cast: Cast) -> None:
    assert begun(operator) == begun(operator)


@pytest.mark.parametrize(
    "slug", ["operator", "accounts", "api", "admin", "static", "healthz", "switch", "language", "paju"]
)
def test_an_address_that_is_reserved_or_taken_is_refused_and_what_was_typed_stays(
    operator: Client, cast: Cast, slug: str
) -> None:
    page = operator.post(f"{begun(operator)}region/", REGION | {"slug": slug})
    assert page.status_code == 422
    assert list(page.context["form"].errors) == ["slug"]
    assert page.context["form"]["name"].value() == "새들 연합체"


@pytest.mark.parametrize("slug", ["a", "1st", "has space", "한글", "x" * 21, "a_b"])
def test_an_address_that_cannot_stand_in_a_link_is_refused(operator: Client, cast: Cast, slug: str) -> None:
    page = operator.post(f"{begun(operator)}region/", REGION | {"slug": slug})
    assert list(page.context["form"].errors) == ["slug"]


def test_every_first_part_of_our_own_addresses_is_reserved() -> None:
    known = {"accounts", "admin", "api", "healthz", "language", "operator", "static", "switch"}
    assert known <= founding.reserved_addresses()


def test_an_address_promised_to_another_opening_is_refused(operator: Client, cast: Cast) -> None:
    operator.post(f"{begun(operator)}region/", REGION)
    page = operator.post(f"{begun(operator)}region/", REGION)
    assert list(page.context["form"].errors) == ["slug"]


def test_a_school_that_leads_a_consortium_leads_no_second(operator: Client, cast: Cast) -> None:
    page = operator.post(f"{begun(operator)}school/", {"school": cast.consortium.school.name})
    assert list(page.context["form"].errors) == ["school"]


def test_name_and_address_of_a_person_go_together(operator: Client, cast: Cast) -> None:
    address = begun(operator)
    operator.post(f"{address}offices/", OFFICES)
    half = PEOPLE | {"CITY_OFFICIAL_email": "", "COORDINATOR_name": ""}
    page = operator.post(f"{address}people/", half)
    assert set(page.context["form"].errors) == {"CITY_OFFICIAL_email", "COORDINATOR_name"}


def test_what_is_missing_is_said_and_nothing_opens(operator: Client, cast: Cast) -> None:
    address = begun(operator)
    operator.post(f"{address}region/", REGION)
    assert operator.get(f"{address}check/").context["missing"] != []
    assert operator.post(f"{address}open/").status_code == 422
    with as_owner():
        assert not Consortium.objects.filter(slug="saedeul").exists()


def test_opening_twice_opens_once(operator: Client, cast: Cast) -> None:
    address = filled(operator)
    operator.post(f"{address}open/")
    assert operator.post(f"{address}open/").status_code == 409
    with as_owner():
        assert Consortium.objects.filter(slug="saedeul").count() == 1
        assert Invitation.objects.filter(consortium__slug="saedeul").count() == 2


def test_an_address_taken_in_between_is_said_on_the_last_page(operator: Client, cast: Cast) -> None:
    address = filled(operator)
    factories.ConsortiumFactory(slug="saedeul")
    assert operator.post(f"{address}open/").status_code == 422


def test_giving_up_forgets_the_people(operator: Client, cast: Cast) -> None:
    address = filled(operator)
    assert operator.get(f"{address}give-up/").status_code == 200
    operator.post(f"{address}give-up/")
    with as_owner():
        assert Opening.objects.get().state == OpeningState.GIVEN_UP
        assert not OpeningPerson.objects.exists()
    assert operator.get(f"{address}check/").status_code == 302
    assert operator.post(f"{address}open/").status_code == 409


def test_an_office_of_the_same_region_is_the_same_office(operator: Client, cast: Cast) -> None:
    region = cast.consortium.region
    city = cast.partners["city"]
    with acting_as(cast["operator"].actor):
        assert founding.known_office(region, PartnerKind.LOCAL_GOVERNMENT, city.name) == city
        assert founding.known_office("부산", PartnerKind.LOCAL_GOVERNMENT, city.name) is None


def test_the_invited_coordinator_joins_and_is_guided(
    operator: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch, settings: object
) -> None:
    operator.post(f"{filled(operator)}open/")
    with as_owner():
        invitation = Invitation.objects.get(email="first@saedeul.example")
    tasks.mail_invitation(invitation.pk)
    link = re.search(r"/accounts/invitation/\S+", mail.outbox[-1].body).group()
    client = Client()
    client.post(link, {"password": PASSWORD, "again": PASSWORD})
    settings.DEMO = True  # no second factor asked
    home = client.get("/saedeul/")
    assert home.status_code == 200
    assert [item.title for item in home.context["waiting"]][:1] != []
    assert client.get("/saedeul/getting-started/").status_code == 200
    assert client.get("/paju/").status_code == 404
    assert cast.consortium.name not in home.content.decode()


# --- what the operator sees, and what not ----------------------------------------------------------------


def checks_of(consortium: Consortium, cast: Cast) -> dict[str, bool]:
    with acting_as(cast["operator"].actor):
        return {one.check.key: one.done for one in readiness.standing_of(consortium.pk)}


def test_the_checklist_follows_the_live_records(operator: Client, cast: Cast) -> None:
    operator.post(f"{filled(operator)}open/")
    made = the_consortium()
    assert set(checks_of(made, cast).values()) == {False}
    school = made.school
    factories.MemberFactory(consortium=made, partner=school, role=Role.COORDINATOR)
    assert [key for key, done in checks_of(made, cast).items() if done] == ["coordinator", "second_factor"]
    city = factories.PartnerFactory(kind=PartnerKind.LOCAL_GOVERNMENT)
    factories.MemberFactory(consortium=made, partner=city, role=Role.CITY_OFFICIAL)
    factories.MemberFactory(consortium=made, partner=city, role=Role.EDUCATION_OFFICIAL)
    factories.ParticipationFactory(consortium=made)
    factories.AgreementFactory(consortium=made)
    department = factories.DepartmentFactory(consortium=made)
    open_still = {key for key, done in checks_of(made, cast).items() if not done}
    assert open_still == {"roster", "programme-table"}
    factories.StudentFactory(department=department)
    factories.ProgrammeTableFactory(department=department, state=TableState.APPROVED)
    assert set(checks_of(made, cast).values()) == {True}


def test_all_consortia_take_one_query_for_their_checks(operator: Client, cast: Cast) -> None:
    operator.get("/operator/consortia/")
    with CaptureQueriesContext(connection) as few:
        operator.get("/operator/consortia/")
    for _ in range(3):
        factories.ConsortiumFactory()
    with CaptureQueriesContext(connection) as many:
        page = operator.get("/operator/consortia/")
    assert len(page.context["rows"]) == 5
    assert len(many) == len(few)


def test_the_operator_sees_no_student_and_nobody_but_the_invited(operator: Client, cast: Cast) -> None:
    for page in ("/operator/consortia/", f"/operator/consortia/{cast.consortium.pk}/"):
        text = operator.get(page).content.decode()
        inside = [member.user for name, member in cast.members.items() if name != "operator"]
        assert [user for user in inside if user.name in text or user.email in text] == []
        assert cast.student.name not in text


def test_opening_a_consortium_gives_no_right_inside(operator: Client, cast: Cast) -> None:
    operator.post(f"{filled(operator)}open/")
    for page in ("", "members/", "partners/", "students/", "getting-started/"):
        assert operator.get(f"/saedeul/{page}").status_code == 404
    with as_owner():
        assert not Member.objects.filter(consortium__slug="saedeul").exists()
    with acting_as(cast["operator"].actor):
        assert not Agreement.objects.exists()
    with refused(cast), acting_as(cast["operator"].actor):
        Student.objects.exists()


@pytest.mark.parametrize("role", [Role.HR, Role.LECTURER, Role.OPERATOR, Role.STUDENT])
def test_the_database_lets_the_operator_invite_first_administrators_only(cast: Cast, role: Role) -> None:
    place = Participation(consortium=cast.consortium, partner=cast.partners["school"])
    with refused(cast), acting_as(cast["operator"].actor):
        opening.new_invitation("x@example.com", "x", place, role, by=cast["operator"])


def test_the_database_hides_a_consortiums_own_invitations_from_the_operator(cast: Cast) -> None:
    with as_owner():
        place = Participation(consortium=cast.consortium, partner=cast.partners["school"])
        opening.new_invitation("x@example.com", "x", place, Role.PRINCIPAL, by=cast["coordinator"])
    with acting_as(cast["operator"].actor):
        assert Invitation.objects.count() == 0


def refused(cast: Cast) -> ExitStack:
    stack = ExitStack()
    stack.enter_context(pytest.raises(DatabaseError, match=r"row-level security|permission denied"))
    stack.enter_context(transaction.atomic())
    return stack


@pytest.mark.parametrize("name", ["coordinator", "hr", "official", "student"])
def test_nobody_else_opens_consortia(cast: Cast, name: str) -> None:
    client = Client()
    with as_owner():
        client.force_login(cast[name].user)
    for page in ("", "openings/1/region/", "1/", "1/invite/", "openings/1/give-up/"):
        assert client.get(f"/operator/consortia/{page}").status_code == 404
    for page in ("openings/", "openings/1/open/", "invitations/1/resend/", "invitations/1/withdraw/"):
        assert client.post(f"/operator/consortia/{page}").status_code == 404
    with acting_as(cast[name].actor), pytest.raises(PermissionDenied):
        opening.start_opening(by=cast[name])


# --- first administrators ----------------------------------------------------------------------------------


def test_a_lost_invitation_is_sent_again_and_a_wrong_one_replaced(operator: Client, cast: Cast) -> None:
    operator.post(f"{filled(operator)}open/")
    made = the_consortium()
    with as_owner():
        first = Invitation.objects.get(email="first@saedeul.example")
    tasks.mail_invitation(first.pk)
    assert operator.post(f"/operator/consortia/invitations/{first.pk}/resend/").status_code == 302
    with as_owner():
        assert Invitation.objects.get(pk=first.pk).sent_at is None, "a worker mails it anew"
    operator.post(f"/operator/consortia/invitations/{first.pk}/withdraw/")
    assert operator.post(f"/operator/consortia/invitations/{first.pk}/resend/").status_code == 409
    words = {"role": Role.COORDINATOR, "name": "둘째", "email": "second@saedeul.example"}
    assert operator.post(f"/operator/consortia/{made.pk}/invite/", words).status_code == 302
    with as_owner():
        again = Invitation.objects.get(email="second@saedeul.example")
    assert (again.role, again.partner_id) == (Role.COORDINATOR, made.school_id)


def test_once_somebody_has_joined_the_operator_invites_nobody_of_that_role(cast: Cast) -> None:
    with acting_as(cast["operator"].actor):
        assert opening.roles_to_fill(cast.consortium) == []
        with pytest.raises(StateConflict):
            opening.invite_first(
                cast.consortium, by=cast["operator"], role=Role.COORDINATOR, name="x", email="x@example.com"
            )
