from consortium.shell.entrance import member_path
from partners.programme import views

urlpatterns = [
    member_path("programme/", views.programme, name="programme"),
    member_path("programme/statuses/new/", views.status_add, name="status_add"),
    member_path("programme/statuses/<int:pk>/", views.status_correct, name="status_correct"),
    member_path("programme/bids/new/", views.bid_add, name="bid_add"),
    member_path("programme/bids/<int:pk>/", views.bid, name="bid"),
    member_path("programme/bids/<int:pk>/edit/", views.bid_correct, name="bid_correct"),
    member_path("programme/bids/<int:pk>/pledges/", views.carry_over, name="carry_over"),
    member_path("programme/bids/<int:pk>/evidence/", views.evidence_pack, name="evidence_pack"),
    member_path("programme/requirements/<int:pk>/", views.requirement, name="requirement"),
]
