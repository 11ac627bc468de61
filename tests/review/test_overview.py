"""The record as a whole is remembered as long as its case is open."""

from imr_desktop.review import Services, overview


def test_what_was_looked_over_is_remembered_until_the_case_is_closed_and_not_beyond(home, tmp_path, monkeypatch):
    note = tmp_path / "note.txt"
    note.write_text("PROGRESS REPORT\n02/10/2024\nThe MRI of 01/05/2023 was mentioned.\n")
    made, due = [], overview.overview_of
    with Services(home) as services:
        case = services.intake.take_in(None, [note]).case
        monkeypatch.setattr(overview, "overview_of", lambda taken: made.append(taken) or due(taken))
        services.overview.of(case)
        services.overview.of(case)
        assert len(made) == 1
        services.overview.forget()

        def closing(taken):
            services.overview.forget()  # while it is looked over
            return due(taken)

        monkeypatch.setattr(overview, "overview_of", closing)
        services.overview.of(case)
        assert services.overview._last is None
