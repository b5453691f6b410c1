"""Row policies of reports: everybody has their own, the worker has all."""

from consortium.reports import models
from consortium.rowlevel.policies import OUR_CONSORTIUM, PEOPLE, allow, protect

MINE = f"member_id = {{member}} AND {OUR_CONSORTIUM}"
OF_MY_JOB = "job_id = ANY (ARRAY(SELECT id FROM reports_job WHERE member_id = {member}))"
MY_LINK = "user_id = {user}"

protect(models.Job, allow(PEOPLE, "select insert update", MINE))
protect(models.Part)
protect(
    models.ReportFile,
    allow(PEOPLE, "select", OF_MY_JOB),
    allow(PEOPLE, "update", OF_MY_JOB, columns="downloads"),
)
protect(models.DownloadLink, allow(PEOPLE, "select insert update", MY_LINK))
