"""Every benchmark, one after the other; prints ratios and never fails. Run by `make bench`."""

from tests.benchmarks import assessing, door, uploading, workbook

BENCHMARKS = (door, assessing, uploading, workbook)

for benchmark in BENCHMARKS:
    benchmark.main()
