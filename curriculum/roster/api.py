"""Departments and students under `/api/v1/<consortium>/`."""

from django.db import models
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.status import HTTP_201_CREATED

from consortium.api.routes import router
from consortium.api.viewsets import Listing, MemberViewSet
from curriculum.models import Attainment, Department, SchoolClass, Student
from curriculum.roster import policies, services
from curriculum.roster.filters import StudentEndpointFilter
from curriculum.roster.serializers import (
    AttainmentSerializer,
    CorrectionSerializer,
    DepartmentSerializer,
    RecordedAttainmentSerializer,
    SchoolClassSerializer,
    StudentSerializer,
)


class StudentViewSet(Listing, MemberViewSet):
    """Students of the member's own school."""

    model = Student
    serializer_class = StudentSerializer
    filterset_class = StudentEndpointFilter
    policy = staticmethod(policies.reads_the_roster)

    def get_queryset(self) -> models.QuerySet:
        return super().get_queryset().with_units_attained()

    def create(self, request: Request, **kwargs: str) -> Response:
        """Register a student who joined the school (coordinator, curriculum head)."""
        policies.registers_students(request.member).require()
        sent = self.get_serializer(data=request.data)
        sent.is_valid(raise_exception=True)
        student = services.register_student(by=request.member, **sent.validated_data)
        return self._answer(student, status=HTTP_201_CREATED)

    @extend_schema(request=CorrectionSerializer, responses=StudentSerializer)
    def partial_update(self, request: Request, **kwargs: str) -> Response:
        """Correct the roster; `seen_at` is `updated_at` as it was read, and 409 says it has changed."""
        student = self.get_object()
        policies.corrects_students(request.member, student).require()
        sent = CorrectionSerializer(student, data=request.data, partial=True, context={"request": request})
        sent.is_valid(raise_exception=True)
        return self._answer(services.correct_student(student, by=request.member, **sent.validated_data))

    @extend_schema(methods=["get"], responses=AttainmentSerializer(many=True))
    @extend_schema(
        methods=["post"],
        request=RecordedAttainmentSerializer,
        responses={201: AttainmentSerializer(many=True)},
    )
    @action(detail=True, methods=["get", "post"], filterset_class=None, pagination_class=None)
    def attainments(self, request: Request, **kwargs: str) -> Response:
        """The competency units a student has attained; post several to record them (teaching staff)."""
        student = self.get_object()
        if request.method == "POST":
            policies.records_attainment(request.member, student).require()
            sent = RecordedAttainmentSerializer(data=request.data, context={"request": request})
            sent.is_valid(raise_exception=True)
            made = services.record_attainment(student, by=request.member, **sent.validated_data)
            return Response(AttainmentSerializer(made, many=True).data, status=HTTP_201_CREATED)
        rows = Attainment.objects.visible_to(request.member).filter(student=student).select_related("unit")
        return Response(AttainmentSerializer(rows.order_by("unit__code"), many=True).data)

    def _answer(self, student: Student, *, status: int = 200) -> Response:
        present = self.get_queryset().get(pk=student.pk)
        return Response(self.get_serializer(present).data, status=status)


class DepartmentViewSet(Listing, MemberViewSet):
    """Departments of the member's own school."""

    model = Department
    serializer_class = DepartmentSerializer
    policy = staticmethod(policies.reads_departments)

    def create(self, request: Request, **kwargs: str) -> Response:
        """Enter a department (coordinator, curriculum head)."""
        policies.keeps_departments(request.member).require()
        sent = self.get_serializer(data=request.data)
        sent.is_valid(raise_exception=True)
        made = services.enter_department(by=request.member, **sent.validated_data)
        return Response(self.get_serializer(made).data, status=HTTP_201_CREATED)

    def partial_update(self, request: Request, **kwargs: str) -> Response:
        """Give a department another name (coordinator, curriculum head)."""
        department = self.get_object()
        policies.keeps_departments(request.member, department).require()
        sent = self.get_serializer(department, data=request.data, partial=True)
        sent.is_valid(raise_exception=True)
        renamed = services.rename_department(department, by=request.member, **sent.validated_data)
        return Response(self.get_serializer(renamed).data)


class SchoolClassViewSet(Listing, MemberViewSet):
    """Classes of the member's own school, by school year, with their homeroom teachers."""

    model = SchoolClass
    serializer_class = SchoolClassSerializer
    policy = staticmethod(policies.reads_classes)
    filterset_fields = ("school_year", "grade")

    def get_queryset(self) -> models.QuerySet:
        return super().get_queryset().select_related("homeroom__user")


router.register("departments", DepartmentViewSet, basename="department")
router.register("classes", SchoolClassViewSet, basename="class")
router.register("students", StudentViewSet, basename="student")
