"""Who may do what: role → permissions. Permissions are declared in each package's policies.py."""

ROLES: dict[str, frozenset[str]] = {
    "applicant": frozenset({"documents.upload"}),
    "sponsor": frozenset({"documents.upload"}),
    "verifier": frozenset({"agencies.read", "documents.check", "payments.set_amount", "people.read_profiles"}),
    "decider": frozenset(
        {
            "agencies.read",
            "documents.check",
            "people.read_profiles",
            "permits.grant",
            "permits.revoke",
            "permits.write_letters",
        }
    ),
    "partner": frozenset({"agencies.answer"}),
    "administrator": frozenset(
        {
            "agencies.read",
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
