"""What a student has planned, earned and shown: pages, figures and the portfolio."""
