from consortium.shell.entrance import member_path
from partners.registry import views

urlpatterns = [
    member_path("partners/", views.partners, name="partners"),
    member_path("partners/<int:pk>/", views.partner, name="partner"),
]
