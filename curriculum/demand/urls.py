"""Addresses of demand against teaching, job analyses and surveys."""

from consortium.shell.entrance import member_path
from curriculum.demand.views import analyses, picture, surveys, tasks

urlpatterns = [
    member_path("demand/", picture.demand, "demand"),
    member_path("demand/file/", picture.demand_file, "demand_file"),
    member_path("demand/units/", tasks.unit_choices, "unit_choices"),
    member_path("demand/jobs/", analyses.analyses, "job_analyses"),
    member_path("demand/jobs/new/", analyses.add, "job_analysis_add"),
    member_path("demand/jobs/<int:pk>/", analyses.analysis, "job_analysis"),
    member_path("demand/jobs/<int:pk>/edit/", analyses.edit, "job_analysis_edit"),
    member_path("demand/jobs/<int:pk>/discard/", analyses.discard, "job_analysis_discard"),
    member_path("demand/jobs/<int:pk>/agree/", analyses.agree, "job_analysis_agree"),
    member_path("demand/jobs/<int:pk>/retire/", analyses.retire, "job_analysis_retire"),
    member_path("demand/jobs/<int:pk>/again/", analyses.again, "job_analysis_again"),
    member_path("demand/jobs/<int:pk>/duties/", tasks.duty_add, "duty_add"),
    member_path("demand/jobs/<int:pk>/survey/", surveys.ask, "survey_ask"),
    member_path("demand/duties/<int:pk>/", tasks.duty_edit, "duty_edit"),
    member_path("demand/duties/<int:pk>/remove/", tasks.duty_remove, "duty_remove"),
    member_path("demand/duties/<int:pk>/tasks/", tasks.task_add, "task_add"),
    member_path("demand/tasks/<int:pk>/", tasks.task_edit, "task_edit"),
    member_path("demand/tasks/<int:pk>/remove/", tasks.task_remove, "task_remove"),
    member_path("demand/surveys/<int:pk>/", surveys.survey, "survey"),
    member_path("demand/surveys/<int:pk>/answer/", surveys.answer, "survey_answer"),
    member_path("demand/surveys/<int:pk>/send/", surveys.send, "survey_send"),
    member_path("demand/surveys/<int:pk>/close/", surveys.close, "survey_close"),
    member_path("demand/surveys/<int:pk>/take/", surveys.take, "survey_take"),
]
