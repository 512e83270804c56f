"""Orders, one module a family: each class says how it is written, what may be ordered, why not, and what comes of it.

Imports the rooms of the rules, which know nothing of orders; only the engine and what looks ahead (`explain`,
`takeback`) imports it. All orders together are in :mod:`khalkhin.core.orders.orders`.
"""
