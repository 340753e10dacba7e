"""kg: from a pile of research papers to a knowledge graph. Importing it loads neither spaCy nor rdflib."""

from kg.errors import KgError
from kg.model import Annotation, Entity, Evidence, GraphReader, Paper, Statement
from kg.schema import EntityType, Polarity, RelationType, Role
from kg.settings import Settings

__version__ = "0.1.0"

__all__ = [
    "Annotation",
    "Entity",
    "EntityType",
    "Evidence",
    "GraphReader",
    "KgError",
    "Paper",
    "Polarity",
    "RelationType",
    "Role",
    "Settings",
    "Statement",
    "__version__",
]
