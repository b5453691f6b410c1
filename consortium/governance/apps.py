from django.apps import AppConfig


class GovernanceConfig(AppConfig):
    name = "consortium.governance"
    label = "governance"
