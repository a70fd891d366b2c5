"""Video files of this machine: a frame a second, as a person would see it, then fingerprinted.

Only what the chosen frames need is decoded. `plan` chooses, without decoding anything; `contents`
opens files, `decode` decodes, `read` makes what is known of one file, `files` reads pictures and
videos alike.
"""
