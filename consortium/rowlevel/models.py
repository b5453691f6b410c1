"""No tables: Django announces `post_migrate` only to apps that have a models module."""
