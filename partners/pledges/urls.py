from consortium.shell.entrance import member_path
from partners.pledges import views

urlpatterns = [
    member_path("pledges/", views.pledges, name="pledges"),
    member_path("pledges/new/", views.add_pledge, name="pledge_add"),
    member_path("pledges/ask/", views.ask_for_pledge, name="pledge_ask"),
    member_path("pledges/late/", views.late, name="pledges_late"),
    member_path("pledges/ledger/", views.ledger, name="ledger"),
    member_path("pledges/ledger/report/", views.ledger_report, name="ledger_report"),
    member_path("pledges/prices/", views.prices, name="prices"),
    member_path("pledges/prices/new/", views.add_price, name="price_add"),
    member_path("pledges/prices/<int:pk>/end/", views.end_price, name="price_end"),
    member_path("pledges/<int:pk>/", views.pledge, name="pledge"),
    member_path("pledges/<int:pk>/answer/", views.answer_pledge, name="pledge_answer"),
    member_path("pledges/<int:pk>/accept/", views.accept_pledge, name="pledge_accept"),
    member_path("pledges/<int:pk>/decline/", views.decline_pledge, name="pledge_decline"),
    member_path("pledges/<int:pk>/correct/", views.correct_pledge, name="pledge_correct"),
    member_path("pledges/<int:pk>/end/", views.end_pledge, name="pledge_end"),
    member_path("pledges/<int:pk>/deliveries/", views.add_delivery, name="delivery_add"),
    member_path("deliveries/", views.deliveries, name="deliveries"),
    member_path("deliveries/<int:pk>/", views.delivery, name="delivery"),
    member_path("deliveries/<int:pk>/correct/", views.correct_delivery, name="delivery_correct"),
    member_path("deliveries/<int:pk>/divide/", views.divide_delivery, name="delivery_divide"),
    member_path("deliveries/<int:pk>/verify/", views.verify_delivery, name="delivery_verify"),
    member_path("deliveries/<int:pk>/send-back/", views.send_back_delivery, name="delivery_send_back"),
    member_path("deliveries/<int:pk>/files/<uuid:file>/", views.evidence_file, name="evidence_file"),
]
