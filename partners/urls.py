from partners.agreements import urls as agreements
from partners.pledges import urls as pledges
from partners.registry import urls as registry

app_name = "partners"
urlpatterns = [*registry.urlpatterns, *agreements.urlpatterns, *pledges.urlpatterns]
