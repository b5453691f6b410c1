"""What becomes of rows about learning when two entries of an organisation turn out to be one."""

from partners.registry.references import stays

# A judgement is never touched again, and schools are not merged.
stays("curriculum.Judgement", "school")
