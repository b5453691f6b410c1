from curriculum.roster import urls as roster

app_name = "curriculum"
urlpatterns = [*roster.urlpatterns]
