"""Every sentence that anybody reads, one module a subject. Each goes through :mod:`khalkhin.translation`, so that
it can be had in another language. Imports `core`, `scenario` and `play`; never the window."""
