"""Every benchmark, one after the other; prints ratios and never fails. Run by `make bench`."""

from tests.benchmarks import assessing, door, workbook

BENCHMARKS = (door, assessing, workbook)

for benchmark in BENCHMARKS:
    benchmark.main()
