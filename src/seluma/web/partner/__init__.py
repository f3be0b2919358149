"""Pages for institutions that are asked: their inbox, one question, the answer."""
