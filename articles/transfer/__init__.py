"""Stories from other systems.

wxr.py             reads an export of WordPress, item by item: what is written there, nothing decided yet
survey.py          what an export has besides its stories, and what these refer to
wordpress_body.py  what WordPress writes between the tags of a body, as HTML that articles/body.py cleans
wordpress.py       what an item becomes here: a Story, or nothing, with the reason
record.py          Story: the neutral form between a foreign system and our tables
pictures.py        the photos that stories bring along: from a folder or from the old site, through the photo desk's door
archive.py         writes Stories in short transactions, knows those that came before, and leaves alone what editors changed
"""
