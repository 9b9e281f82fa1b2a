"""Runs the migrations with the application's own engine and tables."""

from alembic import context
from flask import current_app

from microcare.kernel.base import Base


def include_object(thing, name, kind, reflected, compare_to):
    """Leaves out what others own: PostGIS's tables and SQLite's full-text shadow tables."""
    if kind == "table" and reflected and compare_to is None:
        return not (name == "spatial_ref_sys" or name.startswith("index_fts") or name.startswith("index_rtree"))
    return not (kind == "index" and reflected and name.startswith("ixs_"))


def run():
    """Upgrades or downgrades in one transaction, where the engine allows it."""
    engine = current_app.extensions["migrate"].db.engine
    with engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            include_object=include_object,
            compare_type=True,
            render_as_batch=False,
        )
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()


run()
