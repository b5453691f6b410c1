"""Members and access reviews under `/api/v1/<consortium>/`."""

from typing import ClassVar

from django.db.models import QuerySet

from consortium.api.routes import router
from consortium.api.viewsets import Listing, MemberViewSet
from partners.models import AccessReview, Member
from partners.people import filters, policies, serializers
from partners.states import Role


class MembersViewSet(Listing, MemberViewSet):
    """People who may enter now, for the administrators of their organisation; no students."""

    model = Member
    policy: ClassVar = staticmethod(policies.administers)
    serializer_class = serializers.MemberSerializer
    filterset_class = filters.MemberFilter

    def get_queryset(self) -> QuerySet[Member]:
        return super().get_queryset().active().exclude(role=Role.STUDENT).select_related("user")


class AccessReviewViewSet(Listing, MemberViewSet):
    """Regular reviews of access (접근권한 정기 점검) of the organisations that the caller administers."""

    model = AccessReview
    policy: ClassVar = staticmethod(policies.reads_reviews)
    serializer_class = serializers.AccessReviewSerializer


router.register("members", MembersViewSet, basename="member")
router.register("access-reviews", AccessReviewViewSet, basename="access-review")
