"""Review of Chinese normative documents: the library. It reads no project data by itself.

`reviewer.review.review(document, context) -> Report` is the one entry; `corpora.context.load_context`
makes the context from the rules, catalogue and models that ship with the project.
"""
