"""What is nobody's choice: the oil market, the treasury, dated paths, events and treaties."""
