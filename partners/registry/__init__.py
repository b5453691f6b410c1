"""The register of partner organisations."""
