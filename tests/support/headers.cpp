// Nothing of its own: what the precompiled header of the tests is made for.
