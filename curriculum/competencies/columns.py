"""What the official lists call their columns, for the command of the operator and for imports alike."""

UNIT_CODE = ("능력단위분류번호", "능력단위코드", "분류번호", "NCS코드", "compUnitCd", "unit_code")
UNIT_NAME = ("능력단위명", "능력단위명칭", "능력단위", "compUnitName", "unit_ko")
LEVEL = ("능력단위수준", "수준", "compUnitLevel", "level")
SUB_FIELD = ("세분류명", "세분류", "세분류코드명", "직무명", "sub_field_ko")
ELEMENT_CODE = ("능력단위요소코드", "능력단위요소분류번호", "compUnitFactrNo", "element_code")
ELEMENT_NAME = ("능력단위요소명", "능력단위요소", "compUnitFactrName", "element_ko")
# By the name that the files of this portal use.
NAMES = {names[-1]: names for names in (UNIT_CODE, UNIT_NAME, LEVEL, SUB_FIELD, ELEMENT_CODE, ELEMENT_NAME)}
