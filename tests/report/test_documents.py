"""Generated documents are not stale."""

from coalitions.report.documents import documents


def test_documents_are_what_make_docs_writes(root):
    for path, text in documents(root).items():
        assert (root / path).read_text(encoding="utf-8") == text, (
            f"{path} is stale: run `make docs`"
        )
