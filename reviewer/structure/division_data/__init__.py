"""Names and codes of the administrative divisions (行政区划), one module a region of GB/T 2260.

Published facts of the Ministry of Civil Affairs. A line without indent is a province: two digits,
name. An indented line is a prefecture: two digits, name, then its counties, each with two digits;
``-`` stands where counties come directly under the province, ``+`` goes on with the line above.
"""
