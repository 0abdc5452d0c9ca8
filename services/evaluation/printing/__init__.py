"""A report on paper and as a workbook."""
