"""When the choice was what: what requests and responses show of the consent cookie, and what lies between.

`witness` reads what one request proves of one consent cookie, `timeline` puts one visitor's sightings of it on one
host in order and places exchanges among them, `joint` takes what several consent cookies say at a moment as one
choice, `disagreement` keeps where they contradict each other, `register` holds all of it. What a consent cookie's
value says is read in `temoin.consent`.
"""
