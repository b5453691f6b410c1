"""How dates are written: `2026. 11. 23.` for Korean readers, `23 November 2026` for English ones."""
