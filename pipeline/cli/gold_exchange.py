"""``anli gold`` with other programs: samples, tasks, and labels in and out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from pipeline.cli.console import complain, say, show_table
from pipeline.cli.files import write_file
from pipeline.cli.labels import SUFFIX
from pipeline.cli.report_text import RUNS, report_text
from pipeline.errors import InputError, OutputError

if TYPE_CHECKING:
    from pipeline.exchange.batch import Batch
    from pipeline.exchange.sample import SampledCase
    from pipeline.qa.gold import GoldCase
    from pipeline.qa.run import RunCase

Format = Literal["csv", "docbin", "label-studio"]
ENDINGS: Mapping[Format, str] = {
    "csv": ".csv",
    "docbin": ".spacy",
    "label-studio": ".tasks.json",
}

Report = Annotated[
    Path,
    typer.Argument(
        metavar="REPORT", help="The folder that a run wrote for a report, or the report itself."
    ),
]
Replace = Annotated[bool, typer.Option("--replace", help="Replace files that are there already.")]
Text = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="The report, as with `gold check`."),
]


def sample(
    report: Report,
    cases: Annotated[int, typer.Option(metavar="NUMBER", help="How many cases to label.")],
    out: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="The sample.  [default: <report>.sample.csv]"),
    ] = None,
    replace: Replace = False,
) -> None:
    """Choose the cases to label, so that they tell the F1 of all as closely as possible.

    Example: anli gold sample extracted/batch5 --cases 12

    `gold tasks --sample` makes the tasks, `score --sample` the estimate. Exit status: 0 written; 2
    wrong usage or input.
    """
    from pipeline.exchange.sample import draw
    from pipeline.exchange.sample_file import sample_csv

    batch = _batch(report)
    drawn = draw(batch, cases)
    path = out or Path(f"{batch.report}.sample.csv")
    _write({path: sample_csv(batch.report, drawn)}, replace)
    strata = Counter((one.stratum, one.stratum_cases) for one in drawn)
    rows = [tuple(map(str, (*key, strata[key]))) for key in sorted(strata)]
    show_table(("stratum", "cases", "to label"), rows)
    say(f"{path}: cases {', '.join(str(one.case_no) for one in drawn)}")


def tasks(
    report: Report,
    sample: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Only the cases of this sample.  [default: all]"),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="The tasks; the labelling configuration goes beside them.  "
            "[default: <report>.tasks.json]",
        ),
    ] = None,
    replace: Replace = False,
) -> None:
    """Write tasks for Label Studio, with what was extracted as pre-annotations.

    Example: anli gold tasks extracted/batch5 --sample batch5.sample.csv

    Exit status: 0 written; 2 wrong usage or input.
    """
    from pipeline.exchange.label_studio.tasks import kinds, tasks_of_run, tasks_text

    batch = _batch(report)
    if sample is not None:
        batch = _sampled(batch, sample)
    path = out or Path(batch.report + ENDINGS["label-studio"])
    found = kinds(one.case.facts for one in batch.cases)
    _write({path: tasks_text(tasks_of_run(batch)), **_configuration(path, found)}, replace)
    facts = sum(len(one.case.facts) for one in batch.cases)
    say(f"{path}: {len(batch.cases)} cases, {facts} facts to check")
    say(f"{_configuration_path(path)}: the labelling configuration")


def export(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A gold set.")],
    output: Annotated[Format, typer.Option("--format", help="What to write.")],
    text: Text = None,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Where it goes.  [default: <report> with .csv, .spacy or .tasks.json]",
        ),
    ] = None,
    replace: Replace = False,
) -> None:
    """Write labels for a spreadsheet, for spaCy, or for Label Studio.

    Example: anli gold export batch5.gold.jsonl --format csv

    Exit status: 0 written; 2 wrong usage or input.
    """
    from pipeline.qa.gold import load_gold, report_name

    cases, report = load_gold(file), report_name(file)
    path = out or Path(report + ENDINGS[output])
    match output:
        case "csv":
            from pipeline.exchange.csv_labels import labels_csv

            _write({path: labels_csv(cases)}, replace)
        case "docbin":
            from pipeline.exchange.docbin import labels_docbin

            _write({path: labels_docbin(report, cases, *_report(file, text))}, replace)
        case "label-studio":
            from pipeline.exchange.label_studio.tasks import kinds, tasks_of_labels, tasks_text

            content = tasks_text(tasks_of_labels(report, cases, *_report(file, text)))
            found = kinds(case.facts for case in cases)
            _write({path: content, **_configuration(path, found)}, replace)
            say(f"{_configuration_path(path)}: the labelling configuration")
    say(f"{path}: {_amount(cases)}")


def import_labels(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE", help="The JSON export of a Label Studio project, or a CSV file."
        ),
    ],
    out: Annotated[
        Path, typer.Option(metavar="DIR", help=f"Where <report>{SUFFIX} goes.")
    ] = Path(),
    annotator: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Whose annotations, where Label Studio had several."),
    ] = None,
    text: Text = None,
    replace: Replace = False,
) -> None:
    """Read labels from Label Studio or from a spreadsheet.

    Example: anli gold import project-1.json --out labels

    A CSV file is named for its report. What an annotator may leave empty is filled in; check the
    labels with `gold check` afterwards. Exit status: 0 written; 2 wrong usage or input.
    """
    if file.suffix.lower() == ".json":
        reports = _from_label_studio(file, annotator)
    elif file.suffix.lower() == ".csv":
        reports = {file.stem: _from_csv(file, text)}
    else:
        message = "is neither .json (Label Studio) nor .csv: name one of those"
        raise InputError(message, path=file)
    from pipeline.qa.gold import gold_text

    files = {out / f"{report}{SUFFIX}": cases for report, cases in reports.items()}
    _write({path: gold_text(cases) for path, cases in files.items()}, replace)
    for path, cases in files.items():
        say(f"{path}: {_amount(cases)}")


def _from_label_studio(file: Path, annotator: str | None) -> Mapping[str, Sequence[GoldCase]]:
    from pipeline import rulebook
    from pipeline.exchange.label_studio.labels import read_labels
    from pipeline.numbers import NumberGrammar, NumeralFinder

    finder = NumeralFinder(NumberGrammar(rulebook.load().numbers))
    imported = read_labels(file, finder.find, annotator)
    for what in imported.ignored:
        complain(what)
    if imported.unlabelled:
        complain(f"{file}: {imported.unlabelled} tasks without labels are left out")
    return imported.reports


def _from_csv(file: Path, text: Path | None) -> Sequence[GoldCase]:
    from pipeline import rulebook
    from pipeline.exchange.csv_labels import read_csv_labels
    from pipeline.numbers import NumberGrammar, NumeralFinder

    finder = NumeralFinder(NumberGrammar(rulebook.load().numbers))
    gold_set = file.with_name(f"{file.stem}{SUFFIX}")
    return read_csv_labels(file, finder.find, lambda: _report(gold_set, text))


def _report(file: Path, text: Path | None) -> tuple[str, Sequence[int]]:
    """Read the report of a gold set: its text, and where its cases begin."""
    from pipeline import rulebook
    from pipeline.qa.starts import case_starts

    source = report_text(file, text)
    return source, case_starts(source, rulebook.load())


def _batch(report: Path) -> Batch:
    """Read a run or extract a report; the name of a report in `extracted` will do."""
    from pipeline.exchange.batch import load_batch

    named = RUNS / report
    return load_batch(named if not report.exists() and named.is_dir() else report)


def _sampled(batch: Batch, path: Path) -> Batch:
    """Leave only the cases of a sample.

    Raises
    ------
    InputError
        If the sample is of another report, or has a case that the run does not have.
    """
    from dataclasses import replace

    from pipeline.exchange.sample_file import load_sample

    report, sample = load_sample(path)
    drawn = {_identity(one) for one in sample}
    cases = tuple(one for one in batch.cases if _identity(one.case) in drawn)
    if report != batch.report or len(cases) < len(drawn):
        message = f"is no sample of this run of {batch.report}: draw one with `anli gold sample`"
        raise InputError(message, path=path)
    return replace(batch, cases=cases)


def _identity(case: SampledCase | RunCase) -> tuple[int, str]:
    return case.case_no, case.heading


def _configuration(path: Path, kinds: set[tuple[str, str]]) -> dict[Path, str]:
    from pipeline.exchange.label_studio.config import configuration

    return {_configuration_path(path): configuration(kinds)}


def _configuration_path(path: Path) -> Path:
    """Name the labelling configuration beside the tasks: batch5.tasks.json, batch5.labels.xml."""
    name = path.name.removesuffix(ENDINGS["label-studio"]).removesuffix(".json")
    return path.with_name(f"{name}.labels.xml")


def _write(files: Mapping[Path, str | bytes], replace: bool) -> None:
    """Write files, none if one of them is there already and may hold someone's work."""
    for path in files:
        if path.exists() and not replace:
            message = "is there already: name another file, or replace it with --replace"
            raise OutputError(message, path=path)
    for path, content in files.items():
        _make_folder(path.parent)
        write_file(path, content)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        message = f"is no folder to write to ({error.strerror}): name another"
        raise OutputError(message, path=folder) from None


def _amount(cases: Sequence[GoldCase]) -> str:
    return f"{len(cases)} cases, {sum(len(case.facts) for case in cases)} facts"
