"""Row policies of job analyses and surveys: drafts for school and company, a link for its own survey."""

from consortium.rowlevel import Kind
from consortium.rowlevel.policies import OUR_CONSORTIUM, PEOPLE, allow, protect
from curriculum import models
from curriculum.demand.policies import ANALYSTS
from curriculum.rows.student import OUR_SCHOOL
from curriculum.states import SurveyState
from partners.states import Role

OUTSIDE = tuple(kind for kind in PEOPLE if kind not in (Kind.SCHOOL, Kind.COMPANY))
AGREED = f"{OUR_CONSORTIUM} AND state <> 'DRAFT'"
OF_COMPANY = f"{OUR_CONSORTIUM} AND company_id = {{partner}}"
HR = {Role.HR}
IN_OUR_SCHOOL = (
    f"{OUR_SCHOOL} AND (department_id IS NULL OR EXISTS (SELECT 1 FROM curriculum_department d"
    " WHERE d.id = department_id AND d.school_id = {partner}))"
)
# What each of these sub-selects finds is narrowed once more by the policies of the table that it asks.
OF_KNOWN_ANALYSIS = "analysis_id = ANY (ARRAY(SELECT id FROM curriculum_jobanalysis))"
OF_KNOWN_DUTY = "duty_id = ANY (ARRAY(SELECT id FROM curriculum_duty))"
OF_KNOWN_TASK = "task_id = ANY (ARRAY(SELECT id FROM curriculum_task))"
DRAFTED = f"SELECT a.id FROM curriculum_jobanalysis a WHERE a.state = 'DRAFT' AND a.{OUR_SCHOOL}".replace(
    " AND consortium_id", " AND a.consortium_id"
)
IN_OUR_ANALYSIS = f"analysis_id = ANY (ARRAY({DRAFTED}))"
IN_OUR_DUTY = (
    f"duty_id = ANY (ARRAY(SELECT d.id FROM curriculum_duty d WHERE d.analysis_id = ANY (ARRAY({DRAFTED}))))"
)
IN_OUR_TASK = (
    "task_id = ANY (ARRAY(SELECT t.id FROM curriculum_task t JOIN curriculum_duty d ON d.id = t.duty_id"
    f" WHERE d.analysis_id = ANY (ARRAY({DRAFTED}))))"
)
# A link opens its own row always (to say that it has expired), and its survey while it stands.
BY_LINK = (
    "SELECT l.survey_id FROM curriculum_surveylink l"
    " WHERE l.id = {survey} AND l.revoked_at IS NULL AND l.expires_at > now()"
)
LINKED_SURVEY = f"survey_id = ANY (ARRAY({BY_LINK}))"
LINKED_ANALYSIS = f"SELECT s.analysis_id FROM curriculum_survey s WHERE s.id = ANY (ARRAY({BY_LINK}))"
ANSWER = "state answered_at answered_by_id jobs comment"
# Whoever answers answers in their own name, those with the link in nobody's; the school closes.
ANSWERED = f"state = '{SurveyState.ANSWERED}' AND answered_by_id"
OF_OUR_SURVEY = (
    "survey_id = ANY (ARRAY(SELECT s.id FROM curriculum_survey s WHERE s.school_id = {partner}"
    " AND s.consortium_id = {consortium}))"
)
ASKED_COMPANY = (
    "survey_id = ANY (ARRAY(SELECT s.id FROM curriculum_survey s WHERE s.company_id = {partner}"
    " AND s.consortium_id = {consortium}))"
)
ABOUT_OUR_DRAFT = (
    f"{OUR_SCHOOL} AND asked_by_id = {{member}} AND EXISTS (SELECT 1 FROM curriculum_jobanalysis a"
    " WHERE a.id = analysis_id AND a.school_id = {partner} AND a.state = 'DRAFT'"
    " AND a.company_id = curriculum_survey.company_id AND a.consortium_id = {consortium})"
)

protect(
    models.JobAnalysis,
    allow(Kind.SCHOOL, "select", f"({OUR_SCHOOL}) OR ({AGREED})"),
    allow(Kind.SCHOOL, "insert update delete", OUR_SCHOOL, check=IN_OUR_SCHOOL, offices=ANALYSTS),
    allow(Kind.COMPANY, "select", f"({OF_COMPANY}) OR ({AGREED})"),
    allow(
        Kind.COMPANY,
        "update",
        OF_COMPANY,
        columns="state agreed_on agreed_how updated_at",
        offices=HR,
    ),
    allow(OUTSIDE, "select", AGREED),
    allow(Kind.LINK, "select", f"id = ANY (ARRAY({LINKED_ANALYSIS}))"),
    history=allow(Kind.SCHOOL, "select", OUR_SCHOOL),
)
for model, known, written in (
    (models.Duty, OF_KNOWN_ANALYSIS, IN_OUR_ANALYSIS),
    (models.Task, OF_KNOWN_DUTY, IN_OUR_DUTY),
    (models.TaskUnit, OF_KNOWN_TASK, IN_OUR_TASK),
):
    protect(
        model,
        allow([*PEOPLE, Kind.LINK], "select", known),
        allow(Kind.SCHOOL, "insert update delete", written, offices=ANALYSTS),
        history=allow(Kind.SCHOOL, "select", known),
    )
protect(
    models.Survey,
    allow(Kind.SCHOOL, "select", OUR_SCHOOL),
    allow(Kind.SCHOOL, "update delete", OUR_SCHOOL, offices=ANALYSTS),
    allow(Kind.SCHOOL, "insert", ABOUT_OUR_DRAFT, offices=ANALYSTS),
    allow(Kind.COMPANY, "select", OF_COMPANY),
    allow(
        Kind.COMPANY,
        "update",
        OF_COMPANY,
        check=f"{OF_COMPANY} AND {ANSWERED} = {{member}}",
        columns=ANSWER,
        offices=HR,
    ),
    allow(Kind.LINK, "select", f"id = ANY (ARRAY({BY_LINK}))"),
    allow(
        Kind.LINK,
        "update",
        f"id = ANY (ARRAY({BY_LINK}))",
        check=f"id = ANY (ARRAY({BY_LINK})) AND {ANSWERED} IS NULL",
        columns=ANSWER,
    ),
    history=allow(Kind.SCHOOL, "select", OUR_SCHOOL),
)
protect(
    models.SurveyContact,
    allow(Kind.SCHOOL, "select", OF_OUR_SURVEY),
    allow(Kind.SCHOOL, "insert update delete", OF_OUR_SURVEY, offices=ANALYSTS),
)
protect(
    models.SurveyRating,
    # With a task or draft that is taken out, what was answered about it goes too.
    allow(Kind.SCHOOL, "select", OF_OUR_SURVEY),
    allow(Kind.SCHOOL, "delete", OF_OUR_SURVEY, offices=ANALYSTS),
    allow(Kind.COMPANY, "select", ASKED_COMPANY),
    allow(Kind.COMPANY, "insert update", ASKED_COMPANY, offices=HR),
    allow(Kind.LINK, "select insert update", LINKED_SURVEY),
)
protect(
    models.SurveyLink,
    allow(Kind.SCHOOL, "select", OF_OUR_SURVEY),
    allow(Kind.SCHOOL, "insert", f"{OF_OUR_SURVEY} AND digest = ''", offices=ANALYSTS),
    allow(Kind.SCHOOL, "update", OF_OUR_SURVEY, columns="revoked_at", offices=ANALYSTS),
    allow(Kind.SCHOOL, "delete", OF_OUR_SURVEY, offices=ANALYSTS),
    allow(Kind.LINK, "select", "id = {survey}"),
)
