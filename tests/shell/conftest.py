import pytest
from django.test import Client


@pytest.fixture
def client_with_csrf() -> Client:
    """A client that is checked for the forgery token, as browsers are."""
    return Client(enforce_csrf_checks=True)
