"""How each kind of portal is walked: the base spider and one module per CMS family."""
