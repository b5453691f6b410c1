"""The portal's settings with the migration linter, which the portal itself does not carry."""

from consortium.settings import *  # noqa: F403
from consortium.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "django_migration_linter"]
MIGRATION_LINTER_OPTIONS = {
    "exclude_apps": [
        "account",
        "admin",
        "auth",
        "contenttypes",
        "mfa",
        "pghistory",
        "sessions",
        "usersessions",
    ],
    # Written before the first release, when these tables held no row anywhere.
    "ignore_name": [
        "0001_sign_documents",
        "0001_squashed_0023_end_memberships_once",
        "0001_squashed_0030_keep_what_was_agreed",
        "0002_consent_gate",
        "0002_drop_key_index",
        "0002_seal_and_destroy_records",
        "0002_keep_parties_and_letters_apart",
        "0002_search_by_initials",
        "0003_end_membership_at_once",
        "0003_keep_runs_of_rows",
        "0004_remember_when_deliveries_were_recorded",
        "0005_keep_bids_and_their_evidence",
        "0006_compare_names",
        "0007_keep_a_register",
        "0006_order_roster_by_change",
        "0008_keep_search_keys",
        "0010_agreements_of_every_kind",
        "0010_develop_courses_together",
        "0011_approve_programme_tables",
        "0013_keep_own_units",
        "0017_keep_external_programmes",
        "0021_refuse_forged_reports",
        "0021_seat_students_by_year",
        "0028_count_answers_five_at_a_time",
        "0013_verify_deliveries",
    ],
}
