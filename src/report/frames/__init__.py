"""The frames that analysts get: with allies' names, units and edition; shown, drawn and saved."""
