"""The programme's life: where it stands, bids, criteria and the evidence for them."""
