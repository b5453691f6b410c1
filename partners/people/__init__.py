"""Who belongs: invitations, memberships and their end, API tokens, the switcher."""
