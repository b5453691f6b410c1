from consortium.shell.entrance import member_path
from placements.views import consents, own, review, rules, vacancies

app_name = "placements"
urlpatterns = [
    member_path("vacancies/", vacancies.vacancies, name="vacancies"),
    member_path("vacancies/new/", vacancies.vacancy_add, name="vacancy_add"),
    member_path("vacancies/units/", vacancies.unit_choices, name="unit_choices"),
    member_path("vacancies/<int:pk>/", vacancies.vacancy, name="vacancy"),
    member_path("vacancies/<int:pk>/edit/", vacancies.vacancy_edit, name="vacancy_edit"),
    member_path("vacancies/<int:pk>/open/", vacancies.vacancy_open, name="vacancy_open"),
    member_path("vacancies/<int:pk>/close/", vacancies.vacancy_close, name="vacancy_close"),
    member_path("candidates/", review.candidates, name="candidates"),
    member_path("candidates/vacancy/<int:pk>/", review.review, name="review"),
    member_path("candidates/<int:pk>/", review.candidate, name="candidate"),
    member_path("candidates/<int:pk>/shortlist/", review.shortlist, name="shortlist"),
    member_path("candidates/<int:pk>/decline/", review.decline, name="decline"),
    member_path("students/<int:pk>/consents/", consents.student_consents, name="student_consents"),
    member_path("students/<int:pk>/consents/new/", consents.consent_add, name="consent_add"),
    member_path("students/<int:pk>/consents/form/", consents.consent_paper, name="consent_paper"),
    member_path("students/<int:pk>/applications/", consents.student_candidacies, name="student_candidacies"),
    member_path("consents/<int:pk>/complete/", consents.consent_complete, name="consent_complete"),
    member_path("consents/<int:pk>/withdraw/", consents.consent_withdraw, name="consent_withdraw"),
    member_path("me/consents/", own.my_consents, name="my_consents"),
    member_path("me/applications/", own.my_applications, name="my_applications"),
    member_path("me/readers/", own.my_readers, name="my_readers"),
    member_path("rules/", rules.rules, name="rules"),
]
