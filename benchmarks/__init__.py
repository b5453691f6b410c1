"""Speed as ratios, measured in one run against the raw thing; the README shows the figures."""
