"""Who may do what: role → permissions. Permissions are declared in each package's policies.py."""

ROLES: dict[str, frozenset[str]] = {
    "applicant": frozenset({"documents.upload"}),
    "sponsor": frozenset({"documents.upload"}),
    "verifier": frozenset({"documents.check", "payments.set_amount", "people.read_profiles"}),
    "decider": frozenset(
        {"documents.check", "people.read_profiles", "permits.grant", "permits.revoke", "permits.write_letters"}
    ),
    "partner": frozenset(),
    "administrator": frozenset(
        {
            "catalogue.publish",
            "journal.retry",
            "payments.record",
            "payments.resolve",
            "payments.set_amount",
            "people.create_organisations",
            "people.grant_roles",
            "people.register_others",
        }
    ),
}
