"""Made-up annotated papers, enough of them for every part of a model to have something to choose between."""

from __future__ import annotations

TASKS = ("image classification", "question answering", "machine translation", "speech recognition")
DATA = ("ImageNet", "SQuAD", "WMT14", "LibriSpeech")


def gold_paper(number: int) -> dict:
    """Return an annotated paper; every second has a title."""
    task, data, name = TASKS[number % 4], DATA[number % 4], f"Net{number}X"
    title = f"{name}: a better way" if number % 2 else ""
    abstract = (
        f"Much work was done in 2019. We propose {name} for {task}. Trained with {3 + number} layers on {data}, {name}"
        f" reaches an accuracy of {80 + number}.5%. It outperforms BERT, which needs {number + 100} million parameters."
    )
    return {
        "id": f"g{number}",
        "title": title,
        "abstract": abstract,
        "entities": [
            _entity("e1", "Method", name, "introduces"),
            _entity("e2", "Task", task, "addresses"),
            _entity("e3", "Dataset", data, "evaluatesOn"),
            _entity("e4", "Metric", "accuracy", "measures"),
            _entity("e5", "Method", "BERT", "comparesWith"),
        ],
        "relations": [
            {"head": "e1", "type": "usedFor", "tail": "e2", "salience": "core"},
            {"head": "e1", "type": "trainedOn", "tail": "e3", "salience": "core"},
            {"head": "e1", "type": "outperforms", "tail": "e5", "salience": "core"},
            {"head": "e3", "type": "benchmarkFor", "tail": "e2", "salience": "optional"},
        ],
        "results": [
            {
                "subject": "e1",
                "metric": "e4",
                "dataset": "e3",
                "value": f"{80 + number}.5%",
                "text": f"{80 + number}.5%",
            }
        ],
    }


def _entity(local: str, kind: str, name: str, role: str) -> dict:
    return {"id": local, "type": kind, "name": name, "surface": [name], "role": role, "salience": "core"}
