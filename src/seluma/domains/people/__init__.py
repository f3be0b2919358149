"""People: accounts, who they are, the institutions they belong to, and the roles they hold."""
