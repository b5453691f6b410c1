"""Who is not in a list that was brought: whoever left is recorded one by one, with date and reason."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from consortium.imports.models import Import
from consortium.imports.states import ImportState
from curriculum.roster import policies
from curriculum.roster.absent import absent_from
from curriculum.roster.importing import KEY

READABLE = (ImportState.PREVIEW, ImportState.APPLYING, ImportState.DONE)


@require_GET
def absent(request: HttpRequest, pk: str) -> HttpResponse:
    """Students at school in the classes of a list who do not stand in it."""
    policies.registers_students(request.member).require()
    mine = Import.objects.visible_to(request.member).filter(target=KEY, state__in=READABLE)
    imported = get_object_or_404(mine.select_related("consortium"), pk=pk)
    if not imported.is_kept or not imported.table.is_file():
        raise Http404
    found = absent_from(imported, by=request.member)
    return render(request, "curriculum/absent.html", {"imported": imported, "found": found})
