"""What no room alone can promise: that nothing leaks through the whole house."""
