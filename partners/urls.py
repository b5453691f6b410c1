from consortium.shell.entrance import member_path
from partners import views

app_name = "partners"
urlpatterns = [
    member_path("partners/", views.partners, name="partners"),
    member_path("partners/<int:pk>/", views.partner, name="partner"),
    member_path("agreements/", views.agreements, name="agreements"),
    member_path("agreements/<int:pk>/", views.agreement, name="agreement"),
    member_path("pledges/", views.pledges, name="pledges"),
    member_path("pledges/<int:pk>/", views.pledge, name="pledge"),
    member_path("pledges/<int:pk>/deliveries/", views.add_delivery, name="delivery_add"),
    member_path("deliveries/<int:pk>/", views.correct_delivery, name="delivery_correct"),
]
