"""What PostgreSQL refuses about courses, whoever asks."""
# ruff: noqa: S608 - SQL of our own constants; nothing here comes from a request

import pgtrigger

from consortium.rowlevel.refusals import beside, changes, refuse, refuse_people
from curriculum.states import EDITABLE_COURSES, PUBLISHED_COURSES, CourseState

PUBLISHED = "('{}')".format("', '".join(PUBLISHED_COURSES))
EDITABLE = "('{}')".format("', '".join(EDITABLE_COURSES))
WAIT = "pg_advisory_xact_lock{shared}(hashtext('curriculum_courseversion'), {id}::int)"
DECIDED = ("state", "reason", "curriculum_approval_id", "steering_approval_id")
# Of a contribution only its answer changes; a section that is taken out leaves it standing.
ANSWERED = ("state", "answer", "answered_by_id", "answered_at", "section_id")


def approved_stays() -> list[pgtrigger.Trigger]:
    """An approved version never changes; all that may happen to it is that a later one replaces it.

    Before the committees only they change it: their decision with the step, or a reason to send it back.
    """
    return [
        refuse_people(
            "before_the_committees",
            pgtrigger.Update,
            f"IF (OLD.state NOT IN {EDITABLE} AND {beside(*DECIDED)})"
            " OR (NEW.state = OLD.state AND (NEW.curriculum_approval_id, NEW.steering_approval_id)"
            " IS DISTINCT FROM (OLD.curriculum_approval_id, OLD.steering_approval_id)) THEN"
            " RAISE EXCEPTION 'A course before the committees does not change'; END IF; RETURN NEW;",
        ),
        refuse(
            "approved_stays",
            pgtrigger.Update,
            f"IF OLD.state IN {PUBLISHED} AND to_jsonb(NEW) - 'state' <> to_jsonb(OLD) - 'state' THEN"
            " RAISE EXCEPTION 'An approved version of a course does not change'; END IF; RETURN NEW;",
        ),
        refuse(
            "approved_is_kept",
            pgtrigger.Delete,
            f"IF OLD.state IN {PUBLISHED} THEN"
            " RAISE EXCEPTION 'An approved version of a course is kept'; END IF; RETURN OLD;",
        ),
    ]


def course_is_named_as_approved() -> pgtrigger.Trigger:
    """A course stays its school's and its proposer's, and is named as its approved version is."""
    return refuse_people(
        "course_is_named_as_approved",
        pgtrigger.Update,
        "IF (NEW.consortium_id, NEW.school_id, NEW.proposer_id)"
        " IS DISTINCT FROM (OLD.consortium_id, OLD.school_id, OLD.proposer_id)"
        " OR ((NEW.name, NEW.name_en) <> (OLD.name, OLD.name_en)"
        " AND EXISTS (SELECT FROM curriculum_courseversion v WHERE v.course_id = NEW.id"
        f" AND v.state = '{CourseState.APPROVED}' AND (v.name, v.name_en) <> (NEW.name, NEW.name_en))) THEN"
        " RAISE EXCEPTION 'A course is named as it was approved'; END IF; RETURN NEW;",
    )


def partners_of_approved_stay() -> pgtrigger.Trigger:
    """Who takes part, and with how much, stays from the committees on; the approval makes it public."""
    return refuse_people(
        "partners_of_approved_stay",
        pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        "IF TG_OP = 'DELETE' THEN one := OLD; ELSE one := NEW; END IF;"
        " IF TG_OP = 'UPDATE' THEN IF NOT OLD.is_published AND NEW.is_published"
        " AND to_jsonb(NEW) - 'is_published' = to_jsonb(OLD) - 'is_published' THEN RETURN NEW; END IF;"
        " IF NEW.version_id <> OLD.version_id OR NEW.partner_id <> OLD.partner_id THEN"
        " RAISE EXCEPTION 'A partner stays with its version'; END IF; END IF;"
        " IF EXISTS (SELECT FROM curriculum_courseversion WHERE id = one.version_id"
        f" AND state NOT IN {EDITABLE}) THEN"
        " RAISE EXCEPTION 'Who takes part stands still once a version is before the committees'; END IF;"
        " RETURN one;",
        declare=[("one", "record")],
    )


def version_of_the_course() -> pgtrigger.Trigger:
    """A version belongs to the school of its course, and a first one to whoever proposed the course."""
    return refuse(
        "version_of_the_course",
        pgtrigger.Insert | pgtrigger.UpdateOf("course_id", "proposer_id", "school_id", "consortium_id"),
        "IF NOT EXISTS (SELECT FROM curriculum_course c WHERE c.id = NEW.course_id"
        " AND c.school_id = NEW.school_id AND c.consortium_id = NEW.consortium_id"
        " AND (NEW.proposer_id IS NULL OR NEW.proposer_id = c.proposer_id)) THEN"
        " RAISE EXCEPTION 'This course is somebody else''s'; END IF; RETURN NEW;",
    )


def state_waits_for_writers() -> pgtrigger.Trigger:
    """A version moves on only when nobody is writing in it: what comes later meets the new state."""
    wait = WAIT.format(shared="", id="OLD.id")
    return refuse(
        "state_waits_for_writers",
        pgtrigger.UpdateOf("state"),
        f"PERFORM {wait}; RETURN NEW;",
    )


def text_of_open_versions() -> pgtrigger.Trigger:
    """Sections are written while their version is proposed or open, and stand still from then on."""
    return refuse(
        "text_of_open_versions",
        pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        "IF TG_OP <> 'INSERT' THEN before := OLD.version_id; END IF;"
        " IF TG_OP <> 'DELETE' THEN after := NEW.version_id; END IF;"
        f" PERFORM {WAIT.format(shared='_shared', id='coalesce(before, after)')};"
        " IF EXISTS (SELECT FROM curriculum_courseversion WHERE id IN (before, after)"
        f" AND state NOT IN {EDITABLE}) THEN"
        " RAISE EXCEPTION 'The text of a course stands still once it is before the committees'; END IF;"
        " IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;",
        declare=[("before", "bigint"), ("after", "bigint")],
    )


def unit_of_the_section() -> pgtrigger.Trigger:
    """The version beside a unit is the one of its section."""
    return refuse(
        "unit_of_the_section",
        pgtrigger.Insert | pgtrigger.Update,
        "IF NOT EXISTS (SELECT FROM curriculum_coursesection s"
        " WHERE s.id = NEW.section_id AND s.version_id = NEW.version_id) THEN"
        " RAISE EXCEPTION 'This section belongs to another version'; END IF; RETURN NEW;",
    )


def contributions_stay() -> list[pgtrigger.Trigger]:
    """Contributions come and are answered while the version is open; what was offered never changes."""
    opened = (
        f"PERFORM {WAIT.format(shared='_shared', id='NEW.version_id')};"
        " IF NOT EXISTS (SELECT FROM curriculum_courseversion WHERE id = NEW.version_id"
        f" AND state = '{CourseState.OPEN}') THEN"
        " RAISE EXCEPTION 'This version is not open for comments' USING ERRCODE = 'check_violation';"
        " END IF; RETURN NEW;"
    )
    return [
        refuse(
            "offered_while_open",
            pgtrigger.Insert,
            "IF NEW.section_id IS NOT NULL AND NOT EXISTS (SELECT FROM curriculum_coursesection s"
            " WHERE s.id = NEW.section_id AND s.version_id = NEW.version_id) THEN"
            " RAISE EXCEPTION 'This section belongs to another version'; END IF; " + opened,
        ),
        refuse(
            "offer_stays",
            pgtrigger.Update,
            f"IF {beside(*ANSWERED)} THEN"
            " RAISE EXCEPTION 'What was contributed does not change'; END IF;"
            " IF NEW.section_id IS DISTINCT FROM OLD.section_id AND EXISTS (SELECT FROM"
            f" curriculum_courseversion WHERE id = NEW.version_id AND state NOT IN {EDITABLE}) THEN"
            " RAISE EXCEPTION 'What was contributed does not change'; END IF;"
            " IF NEW.state IS NOT DISTINCT FROM OLD.state THEN"
            f" IF {changes('answer', 'answered_by_id', 'answered_at')} THEN"
            " RAISE EXCEPTION 'An answer does not change'; END IF; RETURN NEW; END IF; " + opened,
        ),
    ]
