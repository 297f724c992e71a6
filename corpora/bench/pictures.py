"""Growth curves as SVG, drawn by Altair and vl-convert without a browser or network."""

from __future__ import annotations

from corpora.bench.growth import Growth

_FONT = "'Noto Sans CJK SC','Source Han Sans SC','Microsoft YaHei',sans-serif"


def growth_curve(growth: Growth) -> str:
    """The measured points, and beside them what strictly linear growth from the first would be."""
    import altair as alt  # noqa: PLC0415  heavy, and only pictures need it
    import vl_convert  # noqa: PLC0415

    size, seconds = growth.points[0]
    values = [{"量": n, "秒": s, "线": "实测"} for n, s in growth.points]
    values += [{"量": n, "秒": seconds * n / size, "线": "按比例"} for n, _ in growth.points]
    chart = (
        alt.Chart(alt.InlineData(values=values), title=growth.title)
        .mark_line(point=True)
        .encode(x="量:Q", y="秒:Q", strokeDash="线:N", color="线:N")
        .properties(width=420, height=240)
        .configure(font=_FONT)
    )
    picture: str = vl_convert.vegalite_to_svg(chart.to_json())
    return picture
