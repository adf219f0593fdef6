"""Wires the stages: the page to read first.

::

    reports -read-> Document -recognize-> Mention -resolve-> Resolution +
                       +------code-> Event -----------------------------+-locate-> LocatedEvent -frame-> table
                                                                          table -export-> files, -draw-> map.html
"""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Literal

from geomap.code import code
from geomap.errors import GazetteerError, ReaderMissing, SettingsError
from geomap.gazetteer import SqliteGazetteer, ensure
from geomap.locate import locate, merged
from geomap.model import Method, Record, Rejected
from geomap.read import read
from geomap.reader import Reader
from geomap.recognize import CrfRecognizer, TrainedRecognizer
from geomap.resolve import resolve
from geomap.settings import PRECISIONS, cache_folder

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from geomap.protocols import Gazetteer, Geocoder, Recognizer
    from geomap.settings import Settings

Stage = Literal["recognize", "resolve", "code", "locate", "map"]
"""How far to take a record; `map` is `locate` with later mentions of one incident joined to the first."""
_CHUNK = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Tools:
    """What the stages work with."""

    gazetteer: Gazetteer
    recognizer: Recognizer
    reader: Reader | None
    """Finds events; None: the light model does."""
    geocoder: Geocoder | None
    countries: tuple[str, ...]
    sureness: float
    """What the least probabilities of events are multiplied by."""
    published: datetime.date | None
    """Day of publication for documents that have none."""

    def take(self, record: Record, stage: Stage) -> Record:
        """Run what a record still needs to have been through `stage`; what it already holds is kept."""
        if record.document.published is None and self.published is not None:
            record = replace(record, document=replace(record.document, published=self.published))
        document = record.document
        if stage != "code" and record.mentions is None:
            record = replace(record, mentions=self.recognizer.recognize(document))
        if stage in ("resolve", "locate", "map") and record.resolutions is None:
            resolutions = resolve(
                document,
                record.mentions or (),
                self.gazetteer,
                countries=self.countries,
                geocoder=self.geocoder,
            )
            record = replace(record, resolutions=resolutions)
        if stage in ("code", "locate", "map") and record.events is None:
            record = replace(record, events=code(document, self.reader, sureness=self.sureness))
        if stage in ("locate", "map") and record.located is None:
            located = locate(document, record.events or (), record.resolutions or (), self.gazetteer, self.reader)
            record = replace(record, located=merged(located) if stage == "map" else located)
        return record


def prepare(settings: Settings, say: Callable[[str], None]) -> Settings:
    """Settings with the path of a gazetteer that is built; builds the shipped one on its first use."""
    return settings if settings.gazetteer else replace(settings, gazetteer=ensure(say))


@cache
def tools(settings: Settings) -> Tools:
    """Open what the stages work with; once for each process and settings."""
    if settings.gazetteer is None:
        msg = "settings without a gazetteer; call prepare() first"
        raise ValueError(msg)
    gazetteer = SqliteGazetteer(settings.gazetteer)
    for country in settings.countries:
        if not gazetteer.has_country(country):
            msg = f"country {country!r}: the gazetteer has no place there; give an ISO 3166-1 alpha-2 code such as LY"
            raise SettingsError(msg)
    reader = Reader(gazetteer) if settings.reader == "full" else None
    sureness = PRECISIONS[settings.precision]
    return Tools(
        gazetteer=gazetteer,
        recognizer=_recognizer(reader, gazetteer, sureness),
        reader=reader,
        geocoder=_geocoder(settings),
        countries=settings.countries,
        sureness=sureness,
        published=settings.published,
    )


def _recognizer(reader: Reader | None, gazetteer: Gazetteer, sureness: float) -> Recognizer:
    if reader is not None:
        return TrainedRecognizer(reader, gazetteer, TrainedRecognizer.THRESHOLD * sureness)
    return CrfRecognizer(gazetteer, CrfRecognizer.THRESHOLD * sureness)


def _geocoder(settings: Settings) -> Geocoder | None:
    if settings.geocoder == "none":
        return None
    from geomap.geocode import NominatimGeocoder  # noqa: PLC0415 - geopy is slow to import

    return NominatimGeocoder(url=settings.geocoder_url, cache=cache_folder(), version=version())


def version() -> str:
    """Version of geomap."""
    from importlib.metadata import version as installed  # noqa: PLC0415 - slow to import

    return installed("geomap")


def process(records: Iterable[Record | Rejected], stage: Stage, settings: Settings) -> Iterator[Record | Rejected]:
    """Take records through the stages up to `stage`, in input order; a document that fails is set aside.

    With more than one worker they run in processes of their own, and a document that kills its process
    costs nothing but itself. A geocoder is asked from one process only.
    """
    if settings.workers == 1 or settings.geocoder != "none":
        yield from (_taken(record, stage, settings) for record in records)
        return
    stream = iter(records)
    pool = ProcessPoolExecutor(settings.workers)
    try:
        while wave := [chunk for _ in range(settings.workers * 4) if (chunk := list(islice(stream, _CHUNK)))]:
            futures = [pool.submit(_taken_all, chunk, stage, settings) for chunk in wave]
            for chunk, future in zip(wave, futures, strict=True):
                try:
                    yield from future.result()
                except BrokenProcessPool:
                    pool.shutdown()
                    yield from (_alone(record, stage, settings) for record in chunk)
                    pool = ProcessPoolExecutor(settings.workers)
    finally:
        pool.shutdown(cancel_futures=True)


def _taken_all(records: list[Record | Rejected], stage: Stage, settings: Settings) -> list[Record | Rejected]:
    return [_taken(record, stage, settings) for record in records]


def _taken(record: Record | Rejected, stage: Stage, settings: Settings) -> Record | Rejected:
    if isinstance(record, Rejected):
        return record
    opened = tools(settings)
    try:
        return opened.take(record, stage)
    except (GazetteerError, ReaderMissing):
        raise  # what is wrong is not the document
    except Exception as error:  # noqa: BLE001 - whatever one document does, the rest goes on
        return Rejected(id=record.document.id, reason=f"{stage} failed: {type(error).__name__}: {error}")


def _alone(record: Record | Rejected, stage: Stage, settings: Settings) -> Record | Rejected:
    """Process one record in a process of its own, which it may kill."""
    if isinstance(record, Rejected):
        return record
    with ProcessPoolExecutor(1) as pool:
        try:
            return pool.submit(_taken, record, stage, settings).result()
        except BrokenProcessPool:
            return Rejected(id=record.document.id, reason=f"{stage} killed its process, out of memory perhaps")


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What came of mapping reports."""

    records: tuple[Record, ...]
    rejected: tuple[Rejected, ...]
    settings: Settings

    def summary(self) -> dict[str, object]:
        """What `run.json` says: nothing that changes between equal runs."""
        mentions = [r for record in self.records for r in record.resolutions or ()]
        located = [event for record in self.records for event in record.located or ()]
        return {
            "geomap": version(),
            "gazetteer": tools(self.settings).gazetteer.digest,
            "settings": self.settings.digest,
            "documents": len(self.records),
            "mentions": len(mentions),
            "mentions_without_place": sum(mention.place is None for mention in mentions),
            "mentions_not_asked": sum(mention.method is Method.UNAVAILABLE for mention in mentions),
            "events": len(located),
            "events_drawn": sum(event.location is not None and event.event.drawn for event in located),
            "events_without_place": sum(event.location is None for event in located),
            "set_aside": [{"id": rejected.id, "reason": rejected.reason} for rejected in self.rejected],
        }


def run(
    sources: Iterable[Path | Literal["-"]],
    settings: Settings,
    *,
    without: Path | None = None,
    say: Callable[[str], None] = lambda _: None,
    progress: Callable[[int], None] = lambda _: None,
) -> Run:
    """Read reports and find what is said to have happened where.

    Parameters
    ----------
    sources
        Files, folders, "-".
    settings
        What the run was told.
    without
        A folder inside a source that holds no reports.
    say
        Told when the user has to wait.
    progress
        Told the number of documents done so far.
    """
    settings = prepare(settings, say)
    found = read(sources, published=settings.published, without=without)
    asked = (Record(document=one) if not isinstance(one, Rejected) else one for one in found)
    records: list[Record] = []
    rejected: list[Rejected] = []
    for number, one in enumerate(process(asked, "map", settings), start=1):
        (rejected if isinstance(one, Rejected) else records).append(one)  # type: ignore[arg-type]
        progress(number)
    return Run(records=tuple(records), rejected=tuple(rejected), settings=settings)
