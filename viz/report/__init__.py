"""A report to hand on: one set of rows as a page, a document, a workbook and a picture for a phone."""
