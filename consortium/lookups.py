"""Lookups that PostgreSQL may answer from an index although a row policy stands in front."""

from django.db.models import CharField, Field, GeneratedField, Lookup
from django.db.models.sql.compiler import SQLCompiler


@CharField.register_lookup
@GeneratedField.register_lookup
class BeginsWith(Lookup):
    """`name__begins="김"` as `^@`: leakproof, unlike LIKE, so a `COLLATE "C"` index serves it."""

    lookup_name = "begins"

    def as_sql(self, compiler: SQLCompiler, connection: object) -> tuple[str, list[object]]:
        column, column_values = self.process_lhs(compiler, connection)
        prefix, prefix_values = self.process_rhs(compiler, connection)
        return f"{column} ^@ {prefix}", [*column_values, *prefix_values]


@Field.register_lookup
class Among(Lookup):
    """`pk__among=ArraySubquery(…)` as `= ANY (ARRAY(…))`: the ids are found first, once, by their own index.

    With `IN (SELECT …)` the planner may walk the whole table in the order of the page instead.
    """

    lookup_name = "among"

    def as_sql(self, compiler: SQLCompiler, connection: object) -> tuple[str, list[object]]:
        column, column_values = self.process_lhs(compiler, connection)
        ids, id_values = self.process_rhs(compiler, connection)
        return f"{column} = ANY ({ids})", [*column_values, *id_values]
