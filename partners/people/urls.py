from consortium.shell.entrance import member_path
from partners.people import review_views, views

app_name = "people"
urlpatterns = [
    member_path("members/", views.members, name="members"),
    member_path("members/invite/", views.invite, name="invite"),
    member_path("members/invitations/<int:pk>/withdraw/", views.withdraw, name="withdraw"),
    member_path("members/<int:pk>/end/", views.end, name="end"),
    member_path("members/invitations/<int:pk>/resend/", views.resend, name="resend"),
    member_path("members/history/", review_views.history, name="history"),
    member_path("members/history/export/", review_views.export_rights, name="export_rights"),
    member_path("members/reviews/", review_views.access_reviews, name="reviews"),
    member_path("members/reviews/<int:pk>/", review_views.review, name="review"),
    member_path("members/reviews/<int:pk>/export/", review_views.export_review, name="export_review"),
    member_path("members/reviews/<int:pk>/<int:member_pk>/", review_views.answer, name="answer"),
    member_path("getting-started/", review_views.getting_started, name="getting_started"),
    member_path("members/tokens/", views.tokens, name="tokens"),
    member_path("members/tokens/<int:pk>/revoke/", views.revoke, name="revoke"),
]
