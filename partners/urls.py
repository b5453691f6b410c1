from partners.agreements import urls as agreements
from partners.pledges import urls as pledges
from partners.programme import urls as programme
from partners.registry import urls as registry

app_name = "partners"
urlpatterns = [*registry.urlpatterns, *agreements.urlpatterns, *pledges.urlpatterns, *programme.urlpatterns]
