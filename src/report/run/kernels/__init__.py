"""Kernels: forked from a warm server, in surroundings that do not vary, telling what they read."""
