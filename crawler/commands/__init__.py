"""The commands of `tintinh`, a module each; importing one enters it in `app`."""
