"""What everything stands on: clock, errors, atomic files, temporary folders, reasons in words."""
