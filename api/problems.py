"""Errors over HTTP: RFC 9457 problem documents with a Chinese detail."""

from __future__ import annotations

from http import HTTPStatus

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

_DETAILS = {
    HTTPStatus.BAD_REQUEST: "请求格式有误",
    HTTPStatus.NOT_FOUND: "没有这个页面或者资源",
    HTTPStatus.METHOD_NOT_ALLOWED: "此处不接受这种请求方法",
    HTTPStatus.INTERNAL_SERVER_ERROR: "服务内部错误，请稍后重试",
}


class Problem(Exception):
    """An error that the caller can act on.

    Attributes:
        status: HTTP status.
        code: Stable English code for programs.
        detail: What is wrong and what to do, in Chinese.
        headers: Further headers of the answer, such as ``Retry-After``.
    """

    def __init__(
        self, status: HTTPStatus, code: str, detail: str, headers: dict[str, str] | None = None
    ) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.detail = detail
        self.headers = headers or {}


def install_problem_handlers(app: FastAPI) -> None:
    """Answer every error of the app as ``application/problem+json``."""
    app.add_exception_handler(Problem, _problem)
    app.add_exception_handler(HTTPException, _http_error)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(Exception, _unexpected)


def problem_response(
    status: HTTPStatus, code: str, detail: str, errors: list[dict[str, str]] | None = None
) -> JSONResponse:
    """One problem document; ``errors`` points to the faulty fields."""
    body: dict[str, object] = {
        "type": "about:blank",
        "title": status.phrase,
        "status": int(status),
        "detail": detail,
        "code": code,
    }
    if errors:
        body["errors"] = errors
    return JSONResponse(body, status_code=status, media_type="application/problem+json")


def _problem(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, Problem)  # noqa: S101  # the handler is registered for this type only
    answer = problem_response(error.status, error.code, error.detail)
    answer.headers.update(error.headers)
    return answer


def _http_error(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)  # noqa: S101
    status = HTTPStatus(error.status_code)
    return problem_response(status, status.name.lower(), _DETAILS.get(status, "请求未能完成"))


def _invalid(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)  # noqa: S101
    errors = [
        {"pointer": "/" + "/".join(str(step) for step in item["loc"]), "code": item["type"]}
        for item in error.errors()
    ]
    detail = "请求的内容不合要求，请对照 errors 中指出的字段改正"
    return problem_response(HTTPStatus.UNPROCESSABLE_ENTITY, "invalid_request", detail, errors)


def _unexpected(request: Request, error: Exception) -> JSONResponse:
    status = HTTPStatus.INTERNAL_SERVER_ERROR
    return problem_response(status, "internal_error", _DETAILS[status])
