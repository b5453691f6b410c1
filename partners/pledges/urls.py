from consortium.shell.entrance import member_path
from partners.pledges import views

urlpatterns = [
    member_path("pledges/", views.pledges, name="pledges"),
    member_path("pledges/<int:pk>/", views.pledge, name="pledge"),
    member_path("pledges/<int:pk>/deliveries/", views.add_delivery, name="delivery_add"),
    member_path("deliveries/<int:pk>/", views.correct_delivery, name="delivery_correct"),
]
