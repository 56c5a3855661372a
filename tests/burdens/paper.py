"""Tables small enough to check on paper.

Three allies. E = 1, 1, 2 of 4, so e = 0.25, 0.25, 0.50; Y = 50, 25, 25 of 100, so y = 0.50, 0.25, 0.25; e/y = 0.5, 1,
2.
"""

SPENDING = [1.0, 1.0, 2.0]
GDP = [50.0, 25.0, 25.0]
