"""Common harmless pictures, drawn by formula: what the guard list is made from.

Each module yields names and grey drawings whose sides are multiples of 64.
"""
