"""Keeping the program's answers, so that two commits can be compared; keep_answers.py beside this folder is the command."""
