"""Addresses of programme tables and their rows."""

from consortium.shell.entrance import member_path
from curriculum.programme.views import deciding, editing, reading

urlpatterns = [
    member_path("tables/", reading.tables, "tables"),
    member_path("tables/new/", deciding.table_add, "table_add"),
    member_path("tables/<int:pk>/", reading.table, "table"),
    member_path("tables/<int:pk>/compare/", reading.table_compare, "table_compare"),
    member_path("tables/<int:pk>/file/", reading.table_file, "table_file"),
    member_path("tables/<int:pk>/edit/", editing.table_edit, "table_edit"),
    member_path("tables/<int:pk>/rows/", editing.row_add, "row_add"),
    member_path("tables/<int:pk>/undo/", editing.table_undo, "table_undo"),
    member_path("tables/<int:pk>/copy/", deciding.table_copy, "table_copy"),
    member_path("tables/<int:pk>/submit/", deciding.table_submit, "table_submit"),
    member_path("tables/<int:pk>/take-back/", deciding.table_take_back, "table_take_back"),
    member_path("tables/<int:pk>/send-back/", deciding.table_send_back, "table_send_back"),
    member_path("tables/<int:pk>/approve/", deciding.table_approve, "table_approve"),
    member_path("tables/<int:pk>/discard/", deciding.table_discard, "table_discard"),
    member_path("table-rows/<int:pk>/", editing.row, "table_row"),
    member_path("table-rows/<int:pk>/remove/", editing.row_remove, "row_remove"),
    member_path("table-rows/<int:pk>/move/", editing.row_move, "row_move"),
]
