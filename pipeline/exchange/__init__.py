"""Labels come and go: Label Studio, spreadsheets, spaCy, and samples of cases to label."""
