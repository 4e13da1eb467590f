"""Files in every form and encoding, and files that are no tables: one clear line each."""

from __future__ import annotations

import datetime as dt
import io
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
import pandas as pd
import pytest

from chanlian.graph.errors import BadInput
from chanlian.loaders.load_tables import load

if TYPE_CHECKING:
    from chanlian.graph.graph import Graph

pytestmark = pytest.mark.core

Facts = Callable[[str], list[dict[str, Any]]]
Write = Callable[..., Path]
DELIMITED = ((".csv", ","), (".tsv", "\t"), (".csv", ";"), (".csv", "\t"))
TEXT = "供应商,客户,产品名称,金额\n创联包装,中伟,吨袋,8300万元\n"


def workbook(path: Path, **sheets: list[list[Any]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book.save(path)
    book.close()
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
def test_text_in_every_encoding(graph: Graph, facts: Facts, write: Write, encoding: str) -> None:
    # each kind of file has a product of its own: they are loaded together
    files = {f"{number}{suffix}": delimiter for number, (suffix, delimiter) in enumerate(DELIMITED)}
    texts = {name: TEXT.replace("吨袋", f"吨袋{name}").replace(",", of) for name, of in files.items()}
    answer = load(graph, *(write(name, text, encoding) for name, text in texts.items()))
    assert answer[["kind", "read", "added"]].to_numpy().tolist() == [["supplies", 1, 1]] * len(DELIMITED)
    assert {(one["value"], one["locator"]) for one in facts("supplies")} == {
        (83_000_000, f"{name} row 2") for name in files
    }


def test_line_endings(graph: Graph, write: Write) -> None:
    endings = {"a.csv": "\r\n", "b.csv": "\r", "c.csv": "\n"}
    paths = [write(name, TEXT.replace("吨袋", name).replace("\n", newline)) for name, newline in endings.items()]
    assert load(graph, *paths)["added"].tolist() == [1, 1, 1]


def test_rows_keep_their_numbers(graph: Graph, facts: Facts, write: Write) -> None:
    text = '\nseller,buyer,product\n\n,,\nA,B,"p\n\nq"\nshort,one\nC,D,p,extra\n"E",F,p\n'
    answer = load(graph, write("supplies.csv", text))
    assert answer[["read", "added", "rejected"]].to_numpy().tolist() == [[4, 2, 2]]
    assert {row["locator"] for row in facts("supplies")} == {"supplies.csv row 5", "supplies.csv row 8"}
    rejects = answer.attrs["rejects"]
    assert rejects["row"].tolist() == [6, 7]
    assert rejects["value"].tolist() == [None, "extra"]


def test_quotes_and_line_breaks_on_the_fast_path(graph: Graph, facts: Facts, write: Write) -> None:
    load(graph, write("supplies.csv", 'seller,buyer,product\n"A ""x""","B,C","p\nq"\n'))
    assert {row["name"] for row in facts("firm")} == {'A "x"', "B,C"}
    assert [row["name"] for row in facts("product")] == ["p\nq"]


def test_a_headers_only_table_is_no_error(graph: Graph, write: Write) -> None:
    answer = load(graph, write("supplies.csv", "seller,buyer,product\n"))
    assert answer.iloc[0, 3:].tolist() == [0] * 7


def test_workbook_with_notes(graph: Graph, facts: Facts, tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "book.xlsx",
        企业名单=[["企业名称", "家数"], ["A", 3.0]],
        说明=[["填表说明"], ["请如实填写"]],
        项目=[
            ["项目名称", "阶段", "阶段日期"],
            ["P", "开工", dt.date(2025, 5, 24)],
            [None, None, None],
            ["Q", "签约", "2025年5月"],
        ],
        空表=[],
    )
    answer = load(graph, path)
    assert answer[["sheet", "kind", "read", "added"]].to_numpy().tolist() == [
        ["企业名单", "firms", 1, 1], ["说明", None, 0, 0], ["项目", "projects", 2, 2],
    ]  # fmt: skip
    assert any("说明" in note for note in answer.attrs["notes"])
    assert {row["stage_date"] for row in facts("project")} == {"2025-05-24", "2025-05"}
    assert {row["locator"] for row in facts("project")} == {"项目 row 2", "项目 row 4"}
    assert facts("firm")[0]["count"] == 3


def test_json_forms(graph: Graph, facts: Facts, write: Write) -> None:
    load(graph, write("firms.json", '[{"name": "A", "products": ["p、q", "r"], "count": 3, "group": true}]'))
    assert {row["name"] for row in facts("product")} == {"p、q", "r"}
    assert (facts("firm")[0]["count"], facts("firm")[0]["group"]) == (3, True)
    answer = load(
        graph,
        write(
            "supplies.jsonl",
            '{"seller": "A", "buyer": "B", "product": "r", "value": 0.1}\n\n'
            '{"seller": "A", "buyer": "C", "product": "r"}\n',
        ),
    )
    assert answer["added"].tolist() == [2]
    assert {row["locator"] for row in facts("supplies")} == {"supplies.jsonl row 1", "supplies.jsonl row 3"}
    answer = load(graph, write("all.json", '{"firms": [{"name": "D"}], "products": [{"name": "s"}]}'))
    assert answer[["sheet", "kind", "added"]].to_numpy().tolist() == [
        ["firms", "firms", 1],
        ["products", "products", 1],
    ]
    answer = load(graph, write("firms2.json", '[{"name": "E", "aliases": {"a": 1}}, 5, {"name": "F"}]'), kind="firms")
    assert answer[["read", "added", "rejected"]].to_numpy().tolist() == [[3, 1, 2]]


def test_records_and_frames(graph: Graph, facts: Facts) -> None:
    frame = pd.DataFrame(
        {"name": ["A", "B"], "count": [1.0, None], "aliases": [["x"], None], "since_unused": [None, None]}
    )
    answer = load(graph, {"企业": frame.drop(columns="since_unused"), "products": [{"name": "p"}]})
    assert answer[["file", "kind", "added"]].to_numpy().tolist() == [["企业", "firms", 2], ["products", "products", 1]]
    assert [(row["count"], row["aliases"]) for row in sorted(facts("firm"), key=lambda row: str(row["name"]))] == [
        (1, ["x"]),
        (None, None),
    ]


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (TEXT.encode(), None),
        (TEXT.encode("gb18030"), None),
        (TEXT.replace(",", "\t").encode(), None),
        (b'[{"seller": "A", "buyer": "B", "product": "p"}]', None),
        (b"a\n", "supplies"),
    ],
)
def test_standard_input(
    graph: Graph, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, content: bytes, kind: str | None
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
    monkeypatch.chdir(tmp_path)
    if kind:
        with pytest.raises(BadInput, match="missing columns: seller, buyer, product"):
            load(graph, "-", kind=kind)
    else:
        answer = load(graph, "-")
        assert answer[["file", "kind", "added"]].to_numpy().tolist() == [["stdin", "supplies", 1]]


def test_standard_input_may_be_a_workbook(graph: Graph, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    content = workbook(tmp_path / "b.xlsx", firms=[["name"], ["A"]]).read_bytes()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
    assert load(graph, "-")["added"].tolist() == [1]


def test_a_folder_is_all_its_tables(graph: Graph, write: Write, tmp_path: Path) -> None:
    write("firms.csv", "name\nA\n")
    write("b.rejects.csv", "name\nX\n")
    write("README.md", "# not a table\n")
    write("notes.docx", "x")
    workbook(tmp_path / "products.xlsx", Sheet1=[["name", "unit"], ["p", "吨"]])
    answer = load(graph, tmp_path)
    assert answer["file"].tolist() == ["firms.csv", "products.xlsx"]
    assert len(answer.attrs["notes"]) == 1
    (tmp_path / "empty").mkdir()
    with pytest.raises(BadInput, match="holds no table"):
        load(graph, tmp_path / "empty")


def truncated(path: Path) -> None:
    source = workbook(path, firms=[["name"], *([f"A{number}"] for number in range(500))])
    source.write_bytes(source.read_bytes()[:2000])


def protected(path: Path) -> None:
    path.write_bytes(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 1000 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 100
    )


def archive(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("a.txt", "x")


BAD: list[tuple[str, bytes | Callable[[Path], None] | None, str]] = [
    ("missing.csv", None, "no such file"),
    ("empty.csv", b"", "is empty"),
    ("blank.csv", b"\xef\xbb\xbf\n \n", "is empty"),
    ("commas.csv", b",,\n\n,,\n", "is empty"),
    ("binary.csv", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" * 10, "binary file"),
    ("paper.csv", b"%PDF-1.7 ...", "binary file"),
    ("late_nul.csv", b"name\n" + b"A\n" * 5000 + b"B\x00C\n", ""),
    ("cut.xlsx", truncated, "damaged or cut short"),
    ("secret.xlsx", protected, "password"),
    ("old.csv", b"\xd0\xcf\x11\xe0" + b"\0" * 600, "old Office file that is no workbook"),
    ("zip.csv", archive, "workbook or archive"),
    ("zip.xlsx", archive, "damaged or cut short"),
    ("text.xlsx", b"name\nA\n", "not an Excel workbook"),
    ("old.xls", b"x", "not an Excel workbook"),
    ("old.parquet", b"x", "damaged, cut short or no such file"),
    (
        "broken.csv",
        "企业名称\n".encode() + "中伟股份有限公司\n".encode() * 5 + b"\xff\xfe\n",
        "not valid UTF-8 at byte",
    ),
    ("latin.csv", "name;caf\xe9\n\xff\xff".encode("latin-1"), "neither UTF-8 nor GB18030"),
    ("twice.csv", b"name,count,Name\nA,1,B\n", "stands 2 times"),
    ("synonyms.csv", "企业名称,公司名称\nA,B\n".encode(), "all mean name"),
    ("firms.csv", b"colour,count\nred,1\n", "unknown headers: 'colour'"),
    ("firms.csv", b"credit_code\nA\n", "missing columns: name"),
    ("what.csv", b"colour,taste\nred,sweet\n", "no kind of table fits"),
    ("tie.csv", b"name,place\nA,B\n", "fit several kinds of table"),
    ("bad.json", b'[{"name": "A"', "not valid JSON"),
    ("bad.jsonl", b'{"name": "A"}\n{"name": \n', "bad.jsonl line 2: not valid JSON"),
    ("twice.json", b'[{"name": "A", "name": "B"}]', "twice"),
    ("scalars.json", b"[1, 2]", "holds no records"),
]


@pytest.mark.parametrize(
    ("name", "content", "message"), BAD, ids=[f"{name}-{number}" for number, (name, *_) in enumerate(BAD)]
)
def test_bad_input(
    graph: Graph, tmp_path: Path, name: str, content: bytes | Callable[[Path], None] | None, message: str
) -> None:
    path = tmp_path / name
    if isinstance(content, bytes):
        path.write_bytes(content)
    elif content is not None:
        content(path)
    if not message:  # a NUL far inside is a matter of its row
        answer = load(graph, path, kind="firms")
        assert answer.attrs["rejects"]["row"].tolist() == [5002]
        assert "U+0000" in answer.attrs["rejects"]["reason"][0]
        return
    with pytest.raises(BadInput, match=message) as refused:
        load(graph, path)
    assert name in refused.value.en
    assert "\n" not in refused.value.en
    assert refused.value.zh != refused.value.en
    assert not graph.exists()


def test_what_means_nothing_is_not_read_and_said(graph: Graph, facts: Facts, write: Write) -> None:
    answer = load(graph, write("firms.csv", "name,,colour,count\nA,x,red,1\n"))
    assert answer[["kind", "added"]].to_numpy().tolist() == [["firms", 1]]
    assert [(row["name"], row["count"]) for row in facts("firm")] == [("A", 1)]
    assert "firms.csv: not read: colour, column B" in answer.attrs["notes"]


def test_one_bad_file_and_nothing_is_loaded(graph: Graph, write: Write) -> None:
    with pytest.raises(BadInput):
        load(graph, write("firms.csv", "name\nA\n"), write("x.csv", ""))
    assert not graph.exists()


def test_no_absolute_path_anywhere(graph: Graph, facts: Facts, write: Write, tmp_path: Path) -> None:
    answer = load(graph, write("supplies.csv", "seller,buyer,product,value\nA,B,p,-1\nA,C,p,1\n"))
    told = answer.to_csv() + answer.attrs["rejects"].to_csv() + str(facts("supplies")) + str(facts("source"))
    assert str(tmp_path) not in told
    assert str(tmp_path) not in Path(answer.attrs["rejects_file"]).read_text(encoding="utf-8")
