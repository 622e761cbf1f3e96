"""The ten questions of oversight: each answered in numbers, with the rows behind them."""
