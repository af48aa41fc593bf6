"""Pictures drawn on the server as inline SVG: scales, labels, grids, bars, a year of days. Pure, no model in it.

A drawing knows places and words; its classes colour it, so that night, print and high contrast need no other
drawing. Eighteen units are one em: pictures grow with the type of the page.
"""
