"""What reviewing costs, beside the public tools that install from the package index: ``reviewer bench``.

Figures are ratios within one run: what is compared takes turns on the same input, and the median
counts. Nothing here is asserted; the floors are those of the budgets the project set itself.
"""
