"""Pages of the placements app, by whom they serve."""
