from curriculum.codevelopment import urls as codevelopment
from curriculum.competencies import urls as competencies
from curriculum.demand import urls as demand
from curriculum.external import urls as external
from curriculum.portfolio import urls as portfolio
from curriculum.programme import urls as programme
from curriculum.roster import urls as roster
from curriculum.subjects import urls as subjects
from curriculum.teaching import urls as teaching

app_name = "curriculum"
urlpatterns = [
    *codevelopment.urlpatterns,
    *competencies.urlpatterns,
    *demand.urlpatterns,
    *external.urlpatterns,
    *portfolio.urlpatterns,
    *programme.urlpatterns,
    *roster.urlpatterns,
    *subjects.urlpatterns,
    *teaching.urlpatterns,
]
