"""The rules against themselves: dead references, and every example in both directions."""

from pipeline.rulecheck.check import Report, check
from pipeline.rulecheck.finding import Finding

__all__ = ["Finding", "Report", "check"]
