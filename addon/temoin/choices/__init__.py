"""When the choice was what: what requests and responses show of the consent cookie, and what lies between.

`witness` reads what one request proves, `timeline` puts one visitor's sightings on one host in order and places
exchanges among them, `register` keeps the timelines of all. What a consent cookie's value says is read in
`temoin.consent`.
"""
