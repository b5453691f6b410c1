from consortium.shell.entrance import member_path
from partners.people import operator_views as views

urlpatterns = [
    member_path("", views.consortia, "consortia"),
    member_path("openings/", views.start, "start_opening"),
    member_path("openings/<int:pk>/open/", views.open_now, "open_consortium"),
    member_path("openings/<int:pk>/give-up/", views.give_up, "give_up_opening"),
    member_path("openings/<int:pk>/<slug:step>/", views.step, "opening"),
    member_path("<int:pk>/", views.consortium, "consortium"),
    member_path("<int:pk>/invite/", views.invite, "invite_first"),
    member_path("invitations/<int:pk>/resend/", views.resend, "resend_first"),
    member_path("invitations/<int:pk>/withdraw/", views.withdraw, "withdraw_first"),
]
