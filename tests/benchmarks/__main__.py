"""Every benchmark, one after the other; prints ratios and never fails. Run by `make bench`."""

from tests.benchmarks import assessing, door

BENCHMARKS = (door, assessing)

for benchmark in BENCHMARKS:
    benchmark.main()
