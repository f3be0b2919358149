"""Who may do what: role → permissions. Permissions are declared in each package's policies.py."""

ROLES: dict[str, frozenset[str]] = {
    "applicant": frozenset(),
    "sponsor": frozenset(),
    "verifier": frozenset(),
    "decider": frozenset(),
    "partner": frozenset(),
    "administrator": frozenset({"journal.retry"}),
}
