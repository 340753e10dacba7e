// Loads the tables of this folder into Neo4j 5. Running it again changes nothing.
// First copy the tables into the import folder of the server.

CREATE CONSTRAINT kg_paper_iri IF NOT EXISTS
FOR (node:Paper) REQUIRE node.iri IS UNIQUE;

CREATE CONSTRAINT kg_entity_iri IF NOT EXISTS
FOR (node:Entity) REQUIRE node.iri IS UNIQUE;

CREATE CONSTRAINT kg_person_iri IF NOT EXISTS
FOR (node:Person) REQUIRE node.iri IS UNIQUE;

CREATE CONSTRAINT kg_claim_iri IF NOT EXISTS
FOR (node:Claim) REQUIRE node.iri IS UNIQUE;

CREATE CONSTRAINT kg_evidence_iri IF NOT EXISTS
FOR (node:Evidence) REQUIRE node.iri IS UNIQUE;

LOAD CSV WITH HEADERS FROM 'file:///nodes-Paper.csv' AS row
MERGE (node:Paper {iri: row.`iri:ID(Node)`})
SET node.name = row.`name`,
    node.kind = row.`kind`,
    node.source_id = row.`source_id`,
    node.authors = split(row.`authors:string[]`, '\u001F'),
    node.year = toInteger(row.`year:int`),
    node.doi = row.`doi`,
    node.arxiv = row.`arxiv`,
    node.url = row.`url`,
    node.keywords = split(row.`keywords:string[]`, '\u001F'),
    node.abstract = row.`abstract`;

LOAD CSV WITH HEADERS FROM 'file:///nodes-Entity-Method.csv' AS row
MERGE (node:Entity {iri: row.`iri:ID(Node)`})
REMOVE node:Dataset:Task:Metric:Concept
SET node:Method
SET node.name = row.`name`,
    node.kind = row.`kind`,
    node.key = row.`key`,
    node.aliases = split(row.`aliases:string[]`, '\u001F'),
    node.types = split(row.`types:string[]`, '\u001F'),
    node.paper_count = toInteger(row.`paper_count:int`),
    node.mention_count = toInteger(row.`mention_count:int`),
    node.concept = row.`concept`,
    node.exact_match = split(row.`exact_match:string[]`, '\u001F');

LOAD CSV WITH HEADERS FROM 'file:///nodes-Entity-Task.csv' AS row
MERGE (node:Entity {iri: row.`iri:ID(Node)`})
REMOVE node:Method:Dataset:Metric:Concept
SET node:Task
SET node.name = row.`name`,
    node.kind = row.`kind`,
    node.key = row.`key`,
    node.aliases = split(row.`aliases:string[]`, '\u001F'),
    node.types = split(row.`types:string[]`, '\u001F'),
    node.paper_count = toInteger(row.`paper_count:int`),
    node.mention_count = toInteger(row.`mention_count:int`),
    node.concept = row.`concept`,
    node.exact_match = split(row.`exact_match:string[]`, '\u001F');

LOAD CSV WITH HEADERS FROM 'file:///nodes-Person.csv' AS row
MERGE (node:Person {iri: row.`iri:ID(Node)`})
SET node.name = row.`name`,
    node.kind = row.`kind`,
    node.orcid = row.`orcid`;

LOAD CSV WITH HEADERS FROM 'file:///nodes-Claim.csv' AS row
MERGE (node:Claim {iri: row.`iri:ID(Node)`})
SET node.relation = row.`relation`,
    node.support = toInteger(row.`support:int`),
    node.confidence = toFloat(row.`confidence:double`);

LOAD CSV WITH HEADERS FROM 'file:///nodes-Evidence.csv' AS row
MERGE (node:Evidence {iri: row.`iri:ID(Node)`})
SET node.start_offset = toInteger(row.`start_offset:int`),
    node.end_offset = toInteger(row.`end_offset:int`),
    node.head_start = toInteger(row.`head_start:int`),
    node.head_end = toInteger(row.`head_end:int`),
    node.tail_start = toInteger(row.`tail_start:int`),
    node.tail_end = toInteger(row.`tail_end:int`),
    node.sentence = row.`sentence`,
    node.datasets = split(row.`datasets:string[]`, '\u001F'),
    node.metrics = split(row.`metrics:string[]`, '\u001F'),
    node.confidence = toFloat(row.`confidence:double`),
    node.producer = row.`producer`,
    node.polarity = row.`polarity`;

LOAD CSV WITH HEADERS FROM 'file:///relationships-Claim-OBJECT-Entity.csv' AS row
MATCH (subject:Claim {iri: row.`:START_ID(Node)`})
MATCH (object:Entity {iri: row.`:END_ID(Node)`})
MERGE (subject)-[link:OBJECT]->(object);

LOAD CSV WITH HEADERS FROM 'file:///relationships-Claim-SUBJECT-Entity.csv' AS row
MATCH (subject:Claim {iri: row.`:START_ID(Node)`})
MATCH (object:Entity {iri: row.`:END_ID(Node)`})
MERGE (subject)-[link:SUBJECT]->(object);

LOAD CSV WITH HEADERS FROM 'file:///relationships-Claim-SUBJECT-Paper.csv' AS row
MATCH (subject:Claim {iri: row.`:START_ID(Node)`})
MATCH (object:Paper {iri: row.`:END_ID(Node)`})
MERGE (subject)-[link:SUBJECT]->(object);

LOAD CSV WITH HEADERS FROM 'file:///relationships-Entity-USED_FOR-Entity.csv' AS row
MATCH (subject:Entity {iri: row.`:START_ID(Node)`})
MATCH (object:Entity {iri: row.`:END_ID(Node)`})
MERGE (subject)-[link:USED_FOR {claim: row.`claim`}]->(object)
SET link.support = toInteger(row.`support:int`),
    link.confidence = toFloat(row.`confidence:double`),
    link.datasets = split(row.`datasets:string[]`, '\u001F'),
    link.metrics = split(row.`metrics:string[]`, '\u001F'),
    link.papers = split(row.`papers:string[]`, '\u001F'),
    link.sentences = split(row.`sentences:string[]`, '\u001F'),
    link.sentence_count = toInteger(row.`sentence_count:int`);

LOAD CSV WITH HEADERS FROM 'file:///relationships-Evidence-FOUND_IN-Paper.csv' AS row
MATCH (subject:Evidence {iri: row.`:START_ID(Node)`})
MATCH (object:Paper {iri: row.`:END_ID(Node)`})
MERGE (subject)-[link:FOUND_IN]->(object);

LOAD CSV WITH HEADERS FROM 'file:///relationships-Evidence-SUPPORTS-Claim.csv' AS row
MATCH (subject:Evidence {iri: row.`:START_ID(Node)`})
MATCH (object:Claim {iri: row.`:END_ID(Node)`})
MERGE (subject)-[link:SUPPORTS]->(object);

LOAD CSV WITH HEADERS FROM 'file:///relationships-Paper-AUTHOR-Person.csv' AS row
MATCH (subject:Paper {iri: row.`:START_ID(Node)`})
MATCH (object:Person {iri: row.`:END_ID(Node)`})
MERGE (subject)-[link:AUTHOR]->(object);

LOAD CSV WITH HEADERS FROM 'file:///relationships-Paper-INTRODUCES-Entity.csv' AS row
MATCH (subject:Paper {iri: row.`:START_ID(Node)`})
MATCH (object:Entity {iri: row.`:END_ID(Node)`})
MERGE (subject)-[link:INTRODUCES {claim: row.`claim`}]->(object)
SET link.support = toInteger(row.`support:int`),
    link.confidence = toFloat(row.`confidence:double`),
    link.datasets = split(row.`datasets:string[]`, '\u001F'),
    link.metrics = split(row.`metrics:string[]`, '\u001F'),
    link.papers = split(row.`papers:string[]`, '\u001F'),
    link.sentences = split(row.`sentences:string[]`, '\u001F'),
    link.sentence_count = toInteger(row.`sentence_count:int`);
