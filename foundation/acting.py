"""Telling the database who acts, so that the log of row changes (foundation.row_audit) can name them.

The name lives in settings of the transaction (`set_config(…, is_local => true)`), never of the session: it is gone with
the commit or rollback, and a connection goes back to the pool with nothing on it. So it is told anew with the first
statement of every transaction; and a single statement outside of one gets a transaction of its own.

Who only reads is not asked for: SELECT outside a transaction costs nothing more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import DEFAULT_DB_ALIAS
from psycopg.pq import TransactionStatus

_TELL = "SELECT set_config('portal.actor', %s, true), set_config('portal.via', %s, true)"
_NOBODY = ("", "")

Actor = AbstractBaseUser | AnonymousUser | None
Told = tuple[str, str]  # what the settings hold: the account's number or "", and the path or command


@contextmanager
def acting(user: Actor, *, via: str = "") -> Iterator[None]:
    """Whatever this thread writes within is logged as this user's deed, by the way it was done.

    `via` is the path of the request or the name of the command. May be nested: the inner one speaks, then the outer again.
    """
    database = connections[DEFAULT_DB_ALIAS]
    told = (str(user.pk) if user is not None and user.pk else "", via[:200])
    teller = next((one for one in database.execute_wrappers if isinstance(one, _Teller)), None)
    if teller is not None:
        with _instead(teller, told):
            yield
        return
    teller = _Teller(told)
    database.execute_wrappers.append(teller)
    try:
        yield
    finally:
        database.execute_wrappers.remove(teller)  # itself, wherever it stands by now
        teller.take_back(database)


@contextmanager
def _instead(teller: _Teller, told: Told) -> Iterator[None]:
    outer, teller.told = teller.told, told
    try:
        yield
    finally:
        teller.told = outer


class _Teller:
    """Stands before every statement of a connection and keeps the transaction's settings to what they should say.

    `heard` is what the transaction under way was last told. A rollback to a savepoint takes back what was told after it,
    so nothing is known then, and it is told again.
    """

    def __init__(self, told: Told) -> None:
        self.told = told
        self.heard: Told | None = None

    def __call__(
        self,
        execute: Callable[..., Any],
        sql: Any,
        params: Any,
        many: bool,
        context: dict[str, Any],
    ) -> Any:
        database: BaseDatabaseWrapper = context["connection"]
        if database.autocommit:
            if _only_reads(sql):
                return execute(sql, params, many, context)
            with transaction.atomic(using=database.alias):
                self._tell(database)
                return execute(sql, params, many, context)
        self._tell(database)
        if str(sql).startswith("ROLLBACK TO"):
            self.heard = None
        return execute(sql, params, many, context)

    def _tell(self, database: BaseDatabaseWrapper) -> None:
        """Nothing to say in a transaction that has heard it, nor in one that has failed."""
        status = _status(database)
        if status == TransactionStatus.IDLE:
            self.heard = None  # this statement begins a transaction
        if self.heard != self.told and status in (TransactionStatus.IDLE, TransactionStatus.INTRANS):
            _say(database, self.told)
            self.heard = self.told

    def take_back(self, database: BaseDatabaseWrapper) -> None:
        """The transaction goes on without an actor. One that has failed can only roll back, and forgets by itself."""
        if not database.autocommit and _status(database) == TransactionStatus.INTRANS:
            _say(database, _NOBODY)


def _only_reads(sql: Any) -> bool:
    return isinstance(sql, str) and sql.lstrip("( \n").upper().startswith("SELECT")


def _status(database: BaseDatabaseWrapper) -> TransactionStatus:
    wire = database.connection
    return TransactionStatus.UNKNOWN if wire is None else wire.info.transaction_status


def _say(database: BaseDatabaseWrapper, told: Told) -> None:
    """Past the wrappers: this statement is ours."""
    database.connection.execute(_TELL, told)
