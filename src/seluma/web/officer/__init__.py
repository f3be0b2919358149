"""Officers' pages: the desk, a case with its papers, the decision, and the administrator's few pages."""
