"""Many offices with a known truth: how often does the engine say what is not so?"""
