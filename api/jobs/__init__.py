"""Work that outlives a request: leased jobs in the database, worker processes that do them.

Nothing is lost: a job is in the database before the upload is answered. Nothing is doubled: who
finishes a job must still hold its claim, and does so in the transaction that stores the result.
"""
