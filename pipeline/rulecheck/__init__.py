"""The rules against themselves: dead references, and every example in both directions."""

from pipeline.rulecheck.finding import Finding
from pipeline.rulecheck.run import Report, check

__all__ = ["Finding", "Report", "check"]
