"""Pages that read a student in every way a careless programmer might think of."""

from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import HttpResponse, StreamingHttpResponse
from django.urls import include, path

from consortium.audit.services import require_reason
from consortium.shell.entrance import member_path
from curriculum.models import Attainment, Contact, Student
from partners.models import Participation


def as_text(read):
    def view(request):
        return HttpResponse(str(read(request)))

    return view


def by_raw_sql(request):
    with connection.cursor() as cursor:
        cursor.execute("SELECT s.name, s.id AS whoever FROM curriculum_student s ORDER BY s.id")
        return cursor.fetchall()


def by_raw_sql_without_the_person(request):
    with connection.cursor() as cursor:
        cursor.execute("WITH x AS (SELECT name AS n FROM curriculum_student) SELECT n FROM x")
        return cursor.fetchall()


def write_then_refuse(request):
    list(Student.objects.visible_to(request.member))
    Participation.objects.update(named_in_agreement=True)
    raise PermissionDenied("no")


def write_then_break(request):
    Participation.objects.update(named_in_agreement=True)
    raise RuntimeError("broken")


def download(request):
    require_reason(request, request.GET.get("reason", ""))
    return HttpResponse(Student.objects.get(number=1).name)


READS = {
    "instances": lambda request: list(Student.objects.order_by("number")),
    "values": lambda request: list(Student.objects.values("id", "name")),
    "values_list": lambda request: list(Student.objects.values_list("pk", "name")),
    "only": lambda request: [one.name for one in Student.objects.only("name")],
    "defer": lambda request: [one.name for one in Student.objects.defer("birth_date")],
    "iterator": lambda request: [one.name for one in Student.objects.iterator()],
    "select_related": lambda request: [
        one.student.name for one in Attainment.objects.select_related("student")
    ],
    "prefetch": lambda request: [
        list(one.attainments.all()) for one in Student.objects.prefetch_related("attainments")
    ],
    "raw_manager": lambda request: [
        one.name for one in Student.objects.raw("SELECT * FROM curriculum_student")
    ],
    "raw_sql": by_raw_sql,
    "names_only": lambda request: list(Student.objects.values_list("name", flat=True)),
    "raw_names_only": by_raw_sql_without_the_person,
    "values_iterator": lambda request: list(Student.objects.values("id", "name").iterator()),
    "aggregate": lambda request: Student.objects.filter(number=1).count(),
    "history": lambda request: list(Student.pgh_event_models["insert"].objects.values("id", "name")),
    "contact": lambda request: list(Contact.objects.all()),
    "nothing": lambda request: list(Participation.objects.all()),
}

inside = [member_path(f"read/{name}/", as_text(read), name=name) for name, read in READS.items()]
inside += [
    member_path("refuse/", write_then_refuse, name="refuse"),
    member_path("break/", write_then_break, name="break"),
    member_path("download/", download, name="download"),
    member_path(
        "stream/",
        lambda request: StreamingHttpResponse(one.name for one in Student.objects.all()),
        name="stream",
    ),
]
urlpatterns = [path("<slug:consortium>/", include((inside, "reads"))), path("", include("consortium.urls"))]
