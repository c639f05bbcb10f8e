"""明账 (Mingzhang): read, check and publish the budget reports of government departments."""
