"""What all other rooms use: clock, errors, atomic files, temporary folders, reasons in words."""
