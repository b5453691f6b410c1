"""What the web server loads, once in every worker process."""

import os

from django.core.wsgi import get_wsgi_application

from consortium.embedded.privileges import die_with_supervisor

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "consortium.settings")
die_with_supervisor()
application = get_wsgi_application()
