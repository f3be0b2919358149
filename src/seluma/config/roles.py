"""Who may do what: role → permissions. Permissions are declared in each package's policies.py."""

_OFFICER = {"cases.read", "cases.hand_over", "agencies.read", "documents.check", "people.read_profiles"}

ROLES: dict[str, frozenset[str]] = {
    "applicant": frozenset({"cases.file", "documents.upload"}),
    "sponsor": frozenset({"cases.file", "cases.file_for_others", "documents.upload"}),
    "verifier": frozenset({*_OFFICER, "cases.verify", "payments.set_amount"}),
    "decider": frozenset(
        {*_OFFICER, "cases.decide", "cases.assign", "permits.grant", "permits.revoke", "permits.write_letters"}
    ),
    "head": frozenset({"cases.oversee", "catalogue.publish"}),
    "partner": frozenset({"agencies.answer"}),
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
