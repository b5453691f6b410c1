from consortium.shell.entrance import member_path
from consortium.signing import views

app_name = "signing"
urlpatterns = [
    member_path("signing/<int:pk>/", views.document, name="document"),
    member_path("signing/<int:pk>/invite/", views.invite_everybody, name="invite_everybody"),
    member_path("signing/<int:pk>/withdraw/", views.void, name="void"),
    member_path("signing/parties/<int:pk>/invite/", views.invite, name="invite"),
    member_path("signing/parties/<int:pk>/resend/", views.resend, name="resend"),
    member_path("signing/parties/<int:pk>/remind/", views.remind, name="remind"),
    member_path("signing/parties/<int:pk>/contact/", views.contact, name="contact"),
    member_path("signing/parties/<int:pk>/paper/", views.paper, name="paper"),
    member_path("signing/parties/<int:pk>/leave-out/", views.leave_out, name="leave_out"),
    member_path("signing/parties/<int:pk>/code/", views.code, name="code"),
    member_path("signing/parties/<int:pk>/sign/", views.sign, name="sign"),
    member_path("signing/parties/<int:pk>/decline/", views.decline, name="decline"),
    member_path("signing/parties/<int:pk>/scan/", views.scan, name="scan"),
]
