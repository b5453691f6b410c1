"""Pages of offerings, sheets, results, judgements and qualifications."""
