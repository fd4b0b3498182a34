"""What variables are called where a reader sees them, from the catalogue."""

from coalitions.variables.catalogue import IN_ANALYSIS, STANDS_FOR, VARIABLES

LABELS = {v.name: v.label for v in IN_ANALYSIS} | {"const": "Constant"}
# Of the variables that stand in place of others in the appendix.
MEASURE_LABELS = {v.name: v.label for v in VARIABLES if v.name in STANDS_FOR}
