from consortium.shell.entrance import member_path
from partners.people import views

app_name = "people"
urlpatterns = [
    member_path("members/", views.members, name="members"),
    member_path("members/invite/", views.invite, name="invite"),
    member_path("members/invitations/<int:pk>/withdraw/", views.withdraw, name="withdraw"),
    member_path("members/<int:pk>/end/", views.end, name="end"),
    member_path("members/history/", views.history, name="history"),
    member_path("members/tokens/", views.tokens, name="tokens"),
    member_path("members/tokens/<int:pk>/revoke/", views.revoke, name="revoke"),
]
