"""Korean official numbering and dates: 1. → 가. → 1) → 가) → (1) → (가) → ① → ㉮, and `2026. 11. 23.`."""

from datetime import date, datetime

from django.utils import timezone

INITIALS = "가나다라마바사아자차카타파하"
NEXT_VOWEL = 4 * 28  # 가 → 거, the row that follows 하
CIRCLED_DIGIT, CIRCLED_SYLLABLE = ord("①"), ord("㉮")
SHAPES = ("{}.", "{}.", "{})", "{})", "({})", "({})", "{}", "{}")


def item_label(level: int, number: int) -> str:
    """The label of the `number`-th item (from 1) on a level (from 0)."""
    level = min(level, len(SHAPES) - 1)
    if level == 6:
        text = chr(CIRCLED_DIGIT + number - 1) if number <= 20 else f"({number})"
    elif level == 7:
        text = chr(CIRCLED_SYLLABLE + number - 1) if number <= len(INITIALS) else f"({syllable(number)})"
    else:
        text = syllable(number) if level % 2 else str(number)
    return SHAPES[level].format(text)


def syllable(number: int) -> str:
    """가, 나, … 하, then 거, 너, … 허 and on through the vowels."""
    row, place = divmod(number - 1, len(INITIALS))
    return chr(ord(INITIALS[place]) + row * NEXT_VOWEL)


def official_date(day: date) -> str:
    """A date as Korean public bodies write it: `2026. 11. 23.`."""
    return f"{day.year}. {day.month}. {day.day}."


def official_moment(moment: datetime) -> str:
    """Date and time in Korean official form: `2026. 11. 23. 15:20`."""
    moment = timezone.localtime(moment)
    return f"{official_date(moment.date())} {moment:%H:%M}"
