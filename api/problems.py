"""Errors over HTTP: RFC 9457 problem documents with a Chinese detail."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any
from uuid import UUID

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from sqlalchemy.exc import OperationalError
from starlette.exceptions import HTTPException

from api.store.faults import is_storage_fault

_DETAILS = {
    HTTPStatus.BAD_REQUEST: "请求格式有误",
    HTTPStatus.NOT_FOUND: "没有这个页面或者资源",
    HTTPStatus.METHOD_NOT_ALLOWED: "此处不接受这种请求方法",
    HTTPStatus.INTERNAL_SERVER_ERROR: "服务内部错误，请稍后重试",
    HTTPStatus.SERVICE_UNAVAILABLE: "数据库或者磁盘暂时不能读写，本次操作没有保存；请稍后重试，并告知管理员",
}


# What is wrong with a field, by the code that pydantic gives it.
_FAULTS = {
    "missing": "缺少此项",
    "extra_forbidden": "没有这一项",
    "enum": "不是可用的取值",
    "literal_error": "不是可用的取值",
    "string_type": "应为文字",
    "string_too_short": "过短",
    "string_too_long": "过长",
    "string_pattern_mismatch": "写法不合要求",
    "too_short": "项数过少",
    "too_long": "项数过多",
    "int_parsing": "应为整数",
    "int_type": "应为整数",
    "greater_than_equal": "小于允许的最小值",
    "less_than_equal": "大于允许的最大值",
    "bool_parsing": "应为 true 或者 false",
    "bool_type": "应为 true 或者 false",
    "date_from_datetime_parsing": "应为日期，写成 2026-11-23 的形式",
    "date_parsing": "应为日期，写成 2026-11-23 的形式",
    "json_invalid": "不是合法的 JSON",
    "model_attributes_type": "应为 JSON 对象",
}


class Problem(Exception):
    """An error that the caller can act on.

    Attributes:
        status: HTTP status.
        code: Stable English code for programs.
        detail: What is wrong and what to do, in Chinese.
        headers: Further headers of the answer, such as ``Retry-After``.
        errors: The faulty fields, from `field_errors`.
    """

    def __init__(
        self,
        status: HTTPStatus,
        code: str,
        detail: str,
        headers: dict[str, str] | None = None,
        errors: list[dict[str, str]] | None = None,
    ) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.detail = detail
        self.headers = headers or {}
        self.errors = errors or []


def install_problem_handlers(app: FastAPI) -> None:
    """Answer every error of the app as ``application/problem+json``."""
    app.add_exception_handler(Problem, _problem)
    app.add_exception_handler(HTTPException, _http_error)
    app.add_exception_handler(RequestValidationError, _invalid)
    for kind in (OperationalError, OSError):
        app.add_exception_handler(kind, _unexpected)
    app.add_exception_handler(Exception, _unexpected)


def problem_response(
    status: HTTPStatus, code: str, detail: str, errors: list[dict[str, str]] | None = None
) -> JSONResponse:
    """One problem document; ``errors`` points to the faulty fields.

    ``instance`` and ``trace_id`` name this occurrence: under the same id the request stands in the log.
    """
    body: dict[str, object] = {
        "type": "about:blank",
        "title": status.phrase,
        "status": int(status),
        "detail": detail,
        "code": code,
    }
    trace = structlog.contextvars.get_contextvars().get("trace_id")
    if trace:
        body |= {"instance": f"urn:uuid:{UUID(trace)}", "trace_id": trace}
    if errors:
        body["errors"] = errors
    return JSONResponse(body, status_code=status, media_type="application/problem+json")


def field_errors(errors: Sequence[Any]) -> list[dict[str, str]]:
    """What pydantic found, as RFC 9457 shows it: a JSON pointer into the body, or the name of a parameter."""
    return [{**_where(item["loc"]), "code": item["type"], "detail": _fault(item)} for item in errors]


def _where(steps: Sequence[int | str]) -> dict[str, str]:
    place, *rest = steps or ("body",)
    if place in ("query", "path", "header", "cookie"):
        return {"parameter": str(rest[0]) if rest else "", "in": str(place)}
    # A body that is no JSON is wrong as a whole: the number is an offset in it, not a step.
    inner = [str(step).replace("~", "~0").replace("/", "~1") for step in rest]
    return {"pointer": "#" if rest and isinstance(rest[0], int) else "#" + "".join(f"/{s}" for s in inner)}


def _fault(item: Any) -> str:
    if item["type"] == "value_error":
        return str(item.get("ctx", {}).get("error", "不合要求"))
    return _FAULTS.get(item["type"], "不合要求")


def _problem(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, Problem)  # noqa: S101  # the handler is registered for this type only
    answer = problem_response(error.status, error.code, error.detail, error.errors)
    answer.headers.update(error.headers)
    return answer


def _http_error(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)  # noqa: S101
    status = HTTPStatus(error.status_code)
    return problem_response(status, status.name.lower(), _DETAILS.get(status, "请求未能完成"))


def _invalid(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)  # noqa: S101
    errors = field_errors(error.errors())
    detail = "请求的内容不合要求，请对照 errors 中指出的字段改正"
    return problem_response(HTTPStatus.UNPROCESSABLE_ENTITY, "invalid_request", detail, errors)


def _unexpected(request: Request, error: Exception) -> JSONResponse:
    if is_storage_fault(error):
        status = HTTPStatus.SERVICE_UNAVAILABLE
        return problem_response(status, "storage_unavailable", _DETAILS[status])
    status = HTTPStatus.INTERNAL_SERVER_ERROR
    return problem_response(status, "internal_error", _DETAILS[status])
