"""The extractors in someone else's spaCy pipeline."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc, DocBin, Span

from pipeline.errors import RuleError
from pipeline.extractors import components
from pipeline.extractors.engine import Engine
from pipeline.model import Fact

ROOT = Path(__file__).parents[2]
FOUR = ("anli_slogan", "anli_node_count", "anli_cost_reduction", "anli_employment")
TEXT = (
    "打造“邮快合作”农村物流服务品牌，全县建成村级物流服务点５１８个，"
    "物流成本降低约30%，带动就业1200余人。"
)
REPORT = """客货邮融合典型案例

1.河北省武安市“邮快合作”
建成乡镇物流服务站12个。“邮快合作”深入人心。

2.安徽省芜湖市繁昌区“快递进村”一体化发展
建成村级物流服务点118个。
"""
SEGMENTERS = {
    "char": {},
    "jieba": {"nlp": {"tokenizer": {"segmenter": "jieba"}}},
}


def blank(*factories: str, segmenter: str = "char", **config: Any) -> Language:
    nlp = spacy.blank("zh", config=SEGMENTERS[segmenter])
    for factory in factories:
        nlp.add_pipe(factory, config=config)
    return nlp


def spans(doc: Doc) -> dict[str, list[tuple[str, str]]]:
    return {key: [(span.text, span.label_) for span in group] for key, group in doc.spans.items()}


EXPECTED = {
    "anli_slogan": [("邮快合作", "slogan")],
    "anli_node_count": [("５１８个", "village")],
    "anli_cost_reduction": [("约30%", "percent")],
    "anli_employment": [("1200余人", "unspecified")],
}


@pytest.mark.parametrize("segmenter", SEGMENTERS)
def test_spans_are_left_in_the_document(segmenter: str) -> None:
    assert spans(blank(*FOUR, segmenter=segmenter)(TEXT)) == EXPECTED


@pytest.mark.parametrize("factory", FOUR)
def test_each_component_works_alone(factory: str) -> None:
    assert spans(blank(factory)(TEXT)) == {factory: EXPECTED[factory]}


def test_a_fact_hangs_on_each_span() -> None:
    doc = blank(*FOUR)(TEXT)
    (span,) = doc.spans["anli_cost_reduction"]
    fact = span._.anli
    assert isinstance(fact, Fact)
    assert (fact.value_min, fact.value_max, fact.qualifier) == (Decimal(30), Decimal(30), "about")
    assert doc.text[fact.start : fact.end] == fact.text == "约30%"
    assert doc.spans["anli_slogan"][0]._.anli == "邮快合作"


def test_a_span_that_is_none_of_ours_has_no_fact() -> None:
    assert blank(*FOUR)(TEXT)[0:3]._.anli is None


def test_spans_grow_to_whole_tokens() -> None:
    nlp = spacy.blank("zh")
    nlp.add_pipe("anli_node_count")
    words = ["建成村级", "服务点518", "个，投入", "使用。"]
    doc = nlp(Doc(nlp.vocab, words=words, spaces=[False] * 4))
    (span,) = doc.spans["anli_node_count"]
    assert span.text == "服务点518个，投入"
    assert span._.anli.text == "518个"


def test_facts_that_grow_to_the_same_tokens_stay_apart() -> None:
    nlp = spacy.blank("zh")
    nlp.add_pipe("anli_node_count")
    text = "建成村级快递点30个、村级邮政点20个。"
    doc = nlp(Doc(nlp.vocab, words=[text]))
    assert [span.text for span in doc.spans["anli_node_count"]] == [text, text]
    assert [span._.anli.text for span in doc.spans["anli_node_count"]] == ["30个", "20个"]


def test_rules_and_key_come_from_the_config(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "rules", tmp_path / "rules")
    path = tmp_path / "rules" / "fields" / "employment.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("default: unspecified", "default: unknown"),
        encoding="utf-8",
    )
    doc = blank("anli_employment", rules=str(tmp_path / "rules"), spans_key="work")(TEXT)
    assert spans(doc) == {"work": [("1200余人", "unknown")]}


def test_wrong_rules_are_told_when_the_component_is_added(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match="no-rules"):
        blank("anli_node_count", rules=str(tmp_path / "no-rules"))


def test_a_component_for_any_field() -> None:
    assert spans(blank("anli_field", field="employment")(TEXT)) == {
        "anli_employment": EXPECTED["anli_employment"]
    }


def test_a_field_that_the_rules_do_not_have() -> None:
    with pytest.raises(RuleError, match=r"line_kount\.yaml"):
        blank("anli_field", field="line_kount")


def test_a_field_outside_the_usual_run(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "rules", tmp_path / "rules")
    (tmp_path / "rules" / "fields" / "line_count.yaml").write_text(
        "field: line_count\ntitle_zh: 线路数\ntitle_en: lines\ncomment: bus and delivery lines\n"
        "kinds: [lines]\nanchors: [line_noun]\nunit: {name: 条}\ncategory: {default: line}\n"
        "rules:\n  - id: line.counted\n    pattern: 'value:<lines> <gap>{0,2} noun:<line_noun>'\n"
        "    examples: ['{5条|line 5}邮路。']\n",
        encoding="utf-8",
    )
    nlp = spacy.blank("zh")
    rules = str(tmp_path / "rules")
    nlp.add_pipe("anli_field", name="lines", config={"field": "line_count", "rules": rules})
    nlp.add_pipe("anli_node_count", config={"rules": rules})
    assert spans(nlp("开通12条客货邮线路，建成乡镇物流服务站9个。")) == {
        "anli_line_count": [("12条", "line")],
        "anli_node_count": [("9个", "town")],
    }


@pytest.mark.parametrize("text", ["", " ", "\n\n", "。", "没有数字的一句话。", "\x00", "😀𠮷" * 3])
@pytest.mark.parametrize("segmenter", SEGMENTERS)
def test_documents_without_facts(text: str, segmenter: str) -> None:
    doc = blank(*FOUR, segmenter=segmenter)(text)
    assert spans(doc) == {factory: [] for factory in FOUR}


def test_a_report_is_read_case_by_case() -> None:
    doc = blank(*FOUR)(REPORT)
    assert spans(doc)["anli_slogan"] == [
        ("邮快合作", "slogan"),
        ("邮快合作", "slogan"),
        ("快递进村", "slogan"),
    ]
    assert [span.start_char for span in doc.spans["anli_slogan"]] == [
        REPORT.index("邮快合作"),
        REPORT.rindex("邮快合作"),
        REPORT.index("快递进村"),
    ]
    facts = [span._.anli for span in doc.spans["anli_node_count"]]
    assert [(fact.fact_id, fact.text) for fact in facts] == [("1-1", "12个"), ("2-1", "118个")]


def test_a_slogan_with_a_wide_plus_is_found_where_it_is_printed() -> None:
    text = "1.河北省武安市“邮政＋快递”\n“邮政＋快递”好。\n"
    doc = blank("anli_slogan")(text)
    assert spans(doc) == {"anli_slogan": [("邮政＋快递", "slogan")] * 2}
    assert {span._.anli for span in doc.spans["anli_slogan"]} == {"邮政+快递"}


def test_marks_of_a_conversion_move_no_span() -> None:
    text = "[bookmark: _Toc14]全县建成村级物流服务点[bookmark: _Toc15]518个。"
    assert spans(blank("anli_node_count")(text)) == {"anli_node_count": [("518个", "village")]}


@pytest.mark.parametrize("segmenter", SEGMENTERS)
def test_batches_give_what_single_documents_give(segmenter: str) -> None:
    texts = [TEXT, "", REPORT, "建成乡镇服务站3个。", TEXT]
    nlp = blank(*FOUR, segmenter=segmenter)
    singly = [spans(nlp(text)) for text in texts]
    for batch_size in (1, 2, 100):
        assert [spans(doc) for doc in nlp.pipe(texts, batch_size=batch_size)] == singly


def test_batches_in_several_processes() -> None:
    nlp = blank("anli_node_count")
    docs = list(nlp.pipe([TEXT, "建成乡镇服务站3个。"], n_process=2))
    assert [spans(doc)["anli_node_count"] for doc in docs] == [
        [("５１８个", "village")],
        [("3个", "town")],
    ]


def test_components_share_one_run(monkeypatch: pytest.MonkeyPatch) -> None:
    runs: list[str] = []
    run = Engine.run_spans

    def counting(self: Engine, text: str, *arguments: Any) -> Any:
        runs.append(text)
        return run(self, text, *arguments)

    monkeypatch.setattr(Engine, "run_spans", counting)
    alone = len(runs_of(lambda: blank("anli_node_count")(TEXT), runs))
    assert alone >= 1
    assert len(runs_of(lambda: blank(*FOUR)(TEXT), runs)) == alone


def runs_of(action: Callable[[], object], runs: list[str]) -> list[str]:
    runs.clear()
    action()
    return list(runs)


def test_nothing_is_kept_of_a_document_that_is_gone() -> None:
    nlp = blank(*FOUR)
    before = len(components._found)
    doc = nlp(TEXT)
    assert len(components._found) == before + 1
    del doc
    assert len(components._found) == before


def test_documents_are_written_and_read_back() -> None:
    nlp = blank(*FOUR)
    doc = nlp(TEXT)
    assert dict(doc.user_data) == {}
    again = Doc(nlp.vocab).from_bytes(doc.to_bytes())
    assert spans(again) == spans(doc) == EXPECTED
    assert all(span._.anli is None for group in again.spans.values() for span in group)
    (binned,) = DocBin(docs=[doc], store_user_data=True).get_docs(nlp.vocab)
    assert spans(binned) == EXPECTED


def test_a_pipeline_is_written_and_read_back(tmp_path: Path) -> None:
    nlp = blank(*FOUR)
    nlp.to_disk(tmp_path / "model")
    assert spans(spacy.load(tmp_path / "model")(TEXT)) == EXPECTED
    again = blank(*FOUR).from_bytes(nlp.to_bytes())
    assert spans(again(TEXT)) == EXPECTED


def test_the_facts_of_a_span_survive_a_second_run() -> None:
    nlp = blank("anli_node_count")
    doc = nlp(nlp(TEXT))
    assert [span._.anli.text for span in doc.spans["anli_node_count"]] == ["５１８个"]


ENTRY_POINTS = """
import spacy
nlp = spacy.blank("zh")
for name in ("slogan", "node_count", "cost_reduction", "employment"):
    nlp.add_pipe(f"anli_{name}")
nlp.add_pipe("anli_field", config={"field": "employment", "spans_key": "work"})
doc = nlp("建成村级物流服务点518个。")
print(*((key, len(group)) for key, group in sorted(doc.spans.items())))
"""


def test_an_installed_package_brings_its_components_along(tmp_path: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", ENTRY_POINTS], cwd=tmp_path, capture_output=True, text=True
    )
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.split("\n")[0] == (
        "('anli_cost_reduction', 0) ('anli_employment', 0) ('anli_node_count', 1) "
        "('anli_slogan', 0) ('work', 0)"
    )


def test_the_extension_is_read_only_and_belongs_to_spans() -> None:
    assert Span.has_extension("anli")
    assert not Doc.has_extension("anli")
