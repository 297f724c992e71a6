"""What OpenAPI tells of the errors that any route may answer."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from pydantic import BaseModel, ConfigDict, Field


class FieldError(BaseModel):
    """A faulty field: a place in the body, or a parameter."""

    pointer: str | None = Field(
        default=None, description="请求正文中的位置（JSON Pointer）", examples=["#/verdict"]
    )
    parameter: str | None = Field(default=None, description="参数的名称", examples=["page_size"])
    in_: str | None = Field(default=None, alias="in", description="参数在哪里", examples=["query"])
    code: str = Field(description="供程序判断的固定代码", examples=["enum"])
    detail: str = Field(description="有何问题", examples=["不是可用的取值"])


class ProblemView(BaseModel):
    """RFC 9457."""

    model_config = ConfigDict(extra="allow")

    type: str = Field(examples=["about:blank"])
    title: str = Field(examples=["Not Found"])
    status: int = Field(examples=[404])
    detail: str = Field(
        description="有何问题、如何处理", examples=["没有这次审查，或者结果已不再保存，请重新提交文件"]
    )
    code: str = Field(description="供程序判断的固定代码", examples=["no_review"])
    instance: str | None = Field(
        default=None, description="这一次出错", examples=["urn:uuid:5b1f0a4e-6f0c-4d53-9b0d-5a8b4d4c1c55"]
    )
    trace_id: str | None = Field(
        default=None, description="日志中同一请求的编号", examples=["5b1f0a4e6f0c4d539b0d5a8b4d4c1c55"]
    )
    errors: list[FieldError] | None = Field(default=None, description="不合要求的字段")


def problem(description: str) -> dict[str, Any]:
    """One error for ``responses``."""
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/ProblemView"}}}
    return {"description": description, "content": content}


PROBLEMS: dict[int | str, dict[str, Any]] = {
    400: problem("请求格式有误"),
    401: problem("尚未登录"),
    403: problem("无权进行此操作，或者请求来自其他网站"),
    404: problem("没有这项内容，或者无权查看"),
    409: problem("与当前状态冲突"),
    410: problem("原文已按保存期限清除"),
    412: problem("内容已被他人改动"),
    428: problem("本单位要求写明 If-Match"),
    413: problem("上传内容超过上限"),
    422: problem("请求的内容不合要求，或者文件不能读取"),
    503: problem("服务繁忙"),
}


def install_problem_schema(app: FastAPI) -> None:
    """Put `ProblemView` among the schemas: routes refer to it, none returns it."""
    generate = app.openapi

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            schemas = generate()["components"]["schemas"]
            template = "#/components/schemas/{model}"
            own = ProblemView.model_json_schema(ref_template=template)
            schemas.update(own.pop("$defs", {}))
            schemas["ProblemView"] = own
        assert app.openapi_schema is not None  # noqa: S101  generated above
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]
