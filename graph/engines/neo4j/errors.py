"""What a Neo4j server or its driver says went wrong, in this package's words."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from ...errors import ChanlianError, GraphBusy, GraphError, GraphMissing
from .address import PASSWORD, USER, Address, configuration, credentials

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def told(where: Address, what: str | None = None, *, write: bool = False) -> Iterator[None]:
    """Raise the driver's errors as this package's, with the question that failed; of a write with what became of it."""
    from neo4j.exceptions import DriverError, Neo4jError

    try:
        yield
    except (Neo4jError, DriverError, OSError, ValueError) as error:
        if isinstance(error, ChanlianError):
            raise
        raise translated(where, error, what, write=write) from error


def translated(where: Address, error: Exception, what: str | None = None, *, write: bool = False) -> GraphError:
    """The error of this package for one of the driver's."""
    from neo4j import exceptions as raised

    if isinstance(error, raised.AuthError):
        return _refused(where)
    code = str(getattr(error, "code", "") or "")
    said = first_line(error)
    if "DatabaseNotFound" in code:
        return GraphMissing(
            f"{where.url}: the server has no database {where.database!r}; leave it out for the usual one, or see which"
            " there are with SHOW DATABASES in Neo4j Browser",
            f"{where.url}：服务器上没有名为“{where.database}”的数据库；不写即使用默认数据库，或在 Neo4j Browser 中用 SHOW DATABASES 查看",
        )
    if "ReadOnly" in code or "Forbidden" in code or "NotALeader" in code or "AccessMode" in code:
        return GraphError(
            f"{where.url}: may not be written ({said}); nothing was changed: take a user and a server that may write",
            f"{where.url}：不允许写入（{said}）；没有任何改动：请使用有写入权限的用户和服务器",
        )
    known = _known(where, code, said)
    if known is not None:
        return known
    if isinstance(error, (raised.ServiceUnavailable, raised.SessionExpired, OSError)):
        said = " ".join(str(error).split())[:300]
        secure = where.server.partition("://")[0].endswith(("+s", "+ssc"))
        again = ". What was being written can be written again: nothing is doubled" if write else ""
        again_zh = "。正在写入的内容可以重新写入，不会重复" if write else ""
        return GraphError(
            f"{where.url}: no server answers ({said}); see that it runs, and that address and port (7687) are right"
            + (
                "; +s and +ssc ask for encryption, which a server on one's own machine usually has not"
                if secure
                else ""
            )
            + again,
            f"{where.url}：服务器没有响应（{said}）；请确认服务器已启动，地址和端口（7687）正确"
            + ("；+s 和 +ssc 要求加密，本机服务器通常未启用" if secure else "")
            + again_zh,
        )
    if isinstance(error, raised.TransientError):
        return GraphBusy(
            f"{where.url}: the server was busy and gave up ({said}); try again",
            f"{where.url}：服务器繁忙，操作未完成（{said}）；请重试",
        )
    if isinstance(error, raised.ConfigurationError):
        return GraphError(
            f"{where.url}: cannot be reached like this ({said}); +s needs a certificate that is trusted, +ssc takes any",
            f"{where.url}：无法按此方式连接（{said}）；+s 需要受信任的证书，+ssc 接受自签名证书",
        )
    if what is not None:
        return GraphError(
            f"{where.url}: the question {what!r} failed: {said}", f"{where.url}：查询 {what!r} 失败：{said}"
        )
    return GraphError(
        f"{where.url}: the server refused ({said}); nothing was changed by this step",
        f"{where.url}：服务器拒绝了请求（{said}）；这一步没有任何改动",
    )


def _known(where: Address, code: str, said: str) -> GraphError | None:
    """The error of what a server refuses for reasons that a person can mend."""
    if "still has relationships" in said:
        return GraphError(
            f"{where.url}: a node that should go has relationships of others, which are never deleted ({said});"
            " nothing was changed: take those relationships away first",
            f"{where.url}：要移除的节点上有他人建立的关系，这些关系不会被删除（{said}）；没有任何改动：请先移除这些关系",
        )
    if "too large to index" in said:
        return GraphError(
            f"{where.url}: a name, identifier or code is longer than a server can find again (8 kB; names 32 kB); shorten it"
            f" ({said[:300]})",
            f"{where.url}：有名称、标识符或代码过长，服务器无法索引（上限 8 kB，名称 32 kB）；请缩短（{said[:300]}）",
        )
    if "OutOfMemory" in code:
        return GraphError(
            f"{where.url}: the server has too little memory for one transaction; push with fewer facts"
            " in each (--batch 5000), or load into a file and push that",
            f"{where.url}：服务器内存不足以完成一个事务；推送时请减小每批数量（--batch 5000），或先载入文件再推送",
        )
    return None


def _refused(where: Address) -> GraphError:
    if credentials(where) is None:
        return GraphError(
            f"{where.url}: the server wants a user and a password, and none is known; set {USER} and {PASSWORD},"
            f" or write them into {configuration()}",
            f"{where.url}：服务器要求用户名和密码，但尚未提供；请设置 {USER} 和 {PASSWORD}，或写入 {configuration()}",
        )
    return GraphError(
        f"{where.url}: user or password is not accepted; set {USER} and {PASSWORD}, or write them into {configuration()}",
        f"{where.url}：用户名或密码不正确；请设置 {USER} 和 {PASSWORD}，或写入 {configuration()}",
    )


def first_line(error: Exception) -> str:
    """The first line of what is said; what the driver itself says, driver 5 does not hand on in its `message`."""
    from neo4j.exceptions import Neo4jError

    text = str(error.message if isinstance(error, Neo4jError) else error).strip()
    return text.splitlines()[0].rstrip(".") if text else type(error).__name__
