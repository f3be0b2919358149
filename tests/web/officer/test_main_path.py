"""From the desk to the permit in the applicant's hand, through the pages alone."""

from __future__ import annotations

from seluma.domains.cases import api as cases

from .office import Somebody, at, files, papers_of, pays_and_is_answered_for, state_of, text_of, worker_runs


def test_citra_verifies_a_case_and_dewi_grants_it(
    ayu: Somebody, citra: Somebody, dewi: Somebody, education: Somebody
) -> None:
    case = files(ayu)
    listed = citra.opens("/id/meja/daftar/perlu-diperiksa/")
    assert "Anna Maria Eriksson" in text_of(listed)
    citra.sends(at(case, "ambil/"))
    for paper in papers_of(case):
        page = citra.sends(at(case, f"berkas/{paper.id}/terima/"), {"digest": paper.digest})
        assert page.headers["Location"] == at(case)
    assert "Teruskan untuk keputusan" in text_of(citra.opens(at(case)))
    passed = citra.sends(at(case, "teruskan/"))
    assert "Petugas lain yang memutuskan." in text_of(citra.opens(passed.headers["Location"]))
    pays_and_is_answered_for(case, ayu, citra, education)
    look = text_of(dewi.opens(at(case, "kabulkan/")))
    assert "Anna Maria Eriksson" in look
    assert "L898902C3" in look
    assert "E30A" in look
    dewi.sends(at(case, "kabulkan/"))
    worker_runs()
    assert state_of(case, dewi) == cases.ISSUED
    assert "Unduh izin (PDF)" in text_of(dewi.opens(at(case)))
    assert dewi.opens(at(case, "izin.pdf")).content.startswith(b"%PDF")
    assert "Minta paspor aslinya" in text_of(citra.opens(at(case, "pengambilan/")))
    citra.sends(at(case, "pengambilan/"))
    assert state_of(case, citra) == cases.COLLECTED
