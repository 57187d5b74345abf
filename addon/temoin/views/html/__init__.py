"""What the HTML report is made of: words in two languages, drawings, templates, a style sheet and scripts."""
