from curriculum.programme import urls as programme
from curriculum.roster import urls as roster
from curriculum.subjects import urls as subjects

app_name = "curriculum"
urlpatterns = [*roster.urlpatterns, *subjects.urlpatterns, *programme.urlpatterns]
