"""The shape of a document in a pack (`documents.yaml`): its heading, its sentences, tables and charts, its signature.

Read once per pack by `definitions`; the pack's check asks `problems`, so a bad document refuses the whole pack.
"""

from __future__ import annotations

import string
from typing import Annotated, Literal

from pydantic import Field

from tiendo.foundation.packs.schema import Code, Dated, FormCode, Model, PeriodKind, Slug, Text


class Column(Model):
    """A column of a table: an indicator, in the period shown, in children of the unit."""

    code: Code
    heading: Text


class HeadingBlock(Model):
    """A numbered line above paragraphs."""

    block: Literal["heading"]
    text: Text


class SentenceBlock(Model):
    """A paragraph with figures in braces: `{OUT-01}` value, `{OUT-01.fraction}` 112/159, `{OUT-01.change}` against the period before.

    Also `{period}`, `{plan}`, and, with `form`, `{coverage}` and `{missing}`. When one of its figures is unknown,
    `otherwise` (without figures) stands in its place, or nothing.
    """

    block: Literal["sentence"]
    text: Text
    otherwise: str = ""
    form: FormCode | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """What stands between the braces, in order."""
        return tuple(field for _, field, _, _ in string.Formatter().parse(self.text) if field)


class CoverageBlock(Model):
    """A table of who reported a form: one row per child unit, its leaves expected, reported, and the missing ones by name.

    `only_missing`: children of whose leaves none is missing have no row.
    """

    block: Literal["coverage"]
    caption: Text
    form: FormCode
    headings: Annotated[tuple[Text, ...], Field(min_length=4, max_length=4)]
    total: Text
    only_missing: bool = False


class TargetsBlock(Model):
    """The table of the plan's targets: value, fraction, goal, judgement."""

    block: Literal["targets"]
    caption: Text
    headings: Annotated[tuple[Text, ...], Field(min_length=6, max_length=6)]
    note: str = ""


class FiguresBlock(Model):
    """A table of figures: one row per child unit, one column per indicator, with a row for the whole."""

    block: Literal["figures"]
    caption: Text
    first: Text
    columns: Annotated[tuple[Column, ...], Field(min_length=1, max_length=8)]
    total: Text


class ChartBlock(Model):
    """A bar per child unit of one indicator, with its target's goal as a line."""

    block: Literal["chart"]
    caption: Text
    code: Code


class NarrativeBlock(Model):
    """Words people write; `otherwise` stands where they wrote nothing."""

    block: Literal["narrative"]
    key: Slug
    label: Text
    otherwise: Text


DocumentBlock = Annotated[
    HeadingBlock | SentenceBlock | CoverageBlock | TargetsBlock | FiguresBlock | ChartBlock | NarrativeBlock,
    Field(discriminator="block"),
]


class Section(Model):
    """A part of a document's body under its title, "" for none."""

    title: str = ""
    blocks: Annotated[tuple[DocumentBlock, ...], Field(min_length=1)]


class Signature(Model):
    """The block of the signer."""

    authority: str
    position: Text


class DocumentDef(Dated):
    """A document the pack can issue: heading, recipients, sections, signature (NĐ 30/2020; 2017: TT 01/2011/TT-BNV).

    A `letter` (công văn) has no title: its subject stands under the number. Nobody has to write one.

    Its figures are those of the plan's own unit; rows of its tables are that unit's children of kind `rows`.
    """

    key: Slug
    layout: Literal["report", "letter"] = "report"
    title: Text
    type_name: Text
    subject: Text
    period: PeriodKind
    rows: Literal["district", "commune"]
    issuer: Text
    managing_body: Annotated[tuple[Text, ...], Field(min_length=1)]
    issuer_lines: Annotated[tuple[Text, ...], Field(min_length=1)]
    place: Text
    symbol: Text
    to: Annotated[tuple[Text, ...], Field(min_length=1)]
    receives: Annotated[tuple[Text, ...], Field(min_length=1)]
    opening: Text
    closing: Text
    signature: Signature
    sections: Annotated[tuple[Section, ...], Field(min_length=1)]

    @property
    def is_letter(self) -> bool:
        """Whether it is a letter, written when there is a need and not each period."""
        return self.layout == "letter"

    @property
    def blocks(self) -> tuple[DocumentBlock, ...]:
        """Every block of the body in order."""
        return tuple(block for section in self.sections for block in section.blocks)

    @property
    def codes(self) -> tuple[str, ...]:
        """Every indicator it names, in order, without repeats; the plan's targets come on top."""
        found: list[str] = []
        for block in self.blocks:
            match block:
                case SentenceBlock():
                    found += [name.partition(".")[0] for name in block.names if name[:1].isupper()]
                case FiguresBlock():
                    found += [column.code for column in block.columns]
                case ChartBlock():
                    found.append(block.code)
        return tuple(dict.fromkeys(found))
