"""`/api/v1/<consortium>/…`: the same reads and services as the pages, as JSON.

An app opens its nouns in `<app>/api.py`, found by itself:

    class PledgeViewSet(Listing, MemberViewSet):
        model = Pledge
        serializer_class = PledgeSerializer

    router.register("pledges", PledgeViewSet, basename="pledge")

`MemberViewSet` starts every read at `visible_to(request.member)`, pages by key, and runs in the
transaction that `ActorMiddleware` opened under the member's database role.
"""
