"""Row policies of the partners app: who PostgreSQL lets read and write what, by room."""

from partners.rows import agreements, consortium, people, pledges, programme, registry

__all__ = ("agreements", "consortium", "people", "pledges", "programme", "registry")
