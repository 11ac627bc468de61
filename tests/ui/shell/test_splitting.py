"""Documents are taken apart and joined by menu; what cannot be is said."""


def test_a_document_begins_where_the_reviewer_says_and_joins_again(sample, qtbot):
    window, record = sample, sample.case_view.record
    before = window.session.case.documents
    whole = next(one for one in before if len(one.pages) > 1)
    record.go_to_page(whole.first_page + 1)
    window.menus.actions["begin_document"].trigger()
    assert window.session.case.document_at(whole.first_page + 1).first_page == whole.first_page + 1
    window.menus.actions["begin_document"].trigger()
    assert len(window.session.case.documents) == len(before) + 1
    window.menus.actions["join_document"].trigger()
    assert [one.pages for one in window.session.case.documents] == [one.pages for one in before]
    record.go_to_page(1)
    window.menus.actions["join_document"].trigger()
    assert [one.pages for one in window.session.case.documents] == [one.pages for one in before]
