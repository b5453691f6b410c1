"""English names of sub-fields (NCS 세분류); the standards themselves are in Korean alone."""

from consortium.languages import in_readers_language

ENGLISH = {
    "SW아키텍처": "Software architecture",
    "응용SW엔지니어링": "Application software engineering",
    "임베디드SW엔지니어링": "Embedded software engineering",
    "시스템SW엔지니어링": "System software engineering",
    "DB엔지니어링": "Database engineering",
    "NW엔지니어링": "Network engineering",
    "보안엔지니어링": "Security engineering",
    "UI/UX엔지니어링": "UI/UX engineering",
    "빅데이터분석": "Big-data analysis",
    "인공지능플랫폼구축": "Building AI platforms",
    "인공지능서비스기획": "Planning AI services",
    "인공지능모델링": "AI modelling",
    "인공지능서비스운영관리": "Operating AI services",
    "인공지능서비스구현": "Implementing AI services",
    "인공지능학습데이터구축": "Building AI training data",
}


def sub_field_in_words(name: str) -> str:
    """The sub-field in the reader's language; any other stays as it was written."""
    return in_readers_language(name, ENGLISH.get(name, ""))
