"""The demo consortia; this module needs no Django, so that `./portal up` can print the accounts."""

from dataclasses import dataclass

PASSWORD = "demo-paju-2026"  # noqa: S105 - well known on purpose; settings refuse the demo on a real host


@dataclass(frozen=True)
class Account:
    """A log-in of the demo: an invented person, and the roles they have at one partner."""

    email: str
    name: str
    consortium: str
    partner: str
    roles: tuple[str, ...]


ACCOUNTS = (
    Account("coordinator@saekyung.example", "윤새길", "paju", "SAEKYUNG", ("COORDINATOR",)),
    # Two roles of one person: shows the switcher in the header.
    Account(
        "teacher@saekyung.example", "문다정", "paju", "SAEKYUNG", ("HOMEROOM_TEACHER", "TRAINING_TEACHER")
    ),
    Account("principal@saekyung.example", "고한뜻", "paju", "SAEKYUNG", ("PRINCIPAL",)),
    Account("curriculum@saekyung.example", "배움결", "paju", "SAEKYUNG", ("CURRICULUM_HEAD",)),
    Account("accountant@saekyung.example", "정바름", "paju", "SAEKYUNG", ("ACCOUNTANT",)),
    Account("student@saekyung.example", "한시연", "paju", "SAEKYUNG", ("STUDENT",)),
    Account("hr@lguplus.example", "노연결", "paju", "LGU", ("HR",)),
    Account("trainer@lguplus.example", "차이룸", "paju", "LGU", ("TRAINER",)),
    Account("official@paju.example", "임누리", "paju", "PAJU-CITY", ("CITY_OFFICIAL",)),
    Account("secretary@paju.example", "송모아", "paju", "PAJU-CITY", ("COUNCIL_SECRETARY",)),
    Account("officer@paju-oe.example", "양슬기", "paju", "PAJU-OE", ("EDUCATION_OFFICIAL",)),
    Account("lecturer@dongguk.example", "백나눔", "paju", "DONGGUK", ("LECTURER",)),
    Account("secretary@paju-cci.example", "심두레", "paju", "PAJU-CCI", ("ASSOCIATION_SECRETARY",)),
    Account("operator@portal.example", "운영자", "", "", ("OPERATOR",)),
    Account("coordinator@other.example", "나라온", "gaon", "GAON-HIGH", ("COORDINATOR",)),
    Account("hr@other.example", "도하람", "gaon", "GAON-LAB", ("HR",)),
    Account("official@other.example", "마예솔", "gaon", "GAON-CITY", ("CITY_OFFICIAL",)),
)
