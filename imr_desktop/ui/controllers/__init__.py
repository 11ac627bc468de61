"""What the menus do: actions as data, and the slots behind them."""
