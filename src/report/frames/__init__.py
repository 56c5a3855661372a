"""The frames that analysts get: the rooms' own, with allies' names, units and edition, and what is done with them:
shown, drawn, saved."""
