"""Drawing with matplotlib: ``sheet`` draws shapes and texts, the others arrange them."""
