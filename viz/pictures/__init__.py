"""Pictures drawn by Python as SVG: text in them, readable without script, printed as they are."""
