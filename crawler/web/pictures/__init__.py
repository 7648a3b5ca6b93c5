"""Pictures of figures as SVG, drawn on the server: no script, no inline style, colours by classes of the style sheet.

Each picture says its figures in words, too: in tips, and in a table or list beside it on the page.
"""
