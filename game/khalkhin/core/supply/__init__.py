"""The supply net, truck columns, the staff's plan, forecasts; what could cut a side off."""
