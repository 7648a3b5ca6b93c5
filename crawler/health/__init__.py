"""What health means for a portal, measured from what is stored: pure functions of figures and a moment."""
