"""Django's SQLite, with writers of several processes standing in one queue: the database engine of installations without PostgreSQL."""
