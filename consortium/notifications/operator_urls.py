from consortium.notifications import operator_views as views
from consortium.shell.entrance import member_path

urlpatterns = [
    member_path("", views.start, "start"),
    member_path("dead-letters/", views.dead_letters, "dead_letters"),
    member_path("dead-letters/<uuid:pk>/retry/", views.retry, "retry"),
    member_path("mail/", views.mails, "mails"),
    member_path("mail/<uuid:pk>/", views.mail, "mail"),
]
