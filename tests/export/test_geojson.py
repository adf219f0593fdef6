import json

import geopandas as gpd
import pyogrio
import pytest
import shapely
from geopandas.testing import assert_geodataframe_equal
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geomap.errors import InputError, SchemaError
from geomap.export import write
from geomap.features import read_events
from geomap.frame import COLUMNS

one_file = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=30)


def written(frame, path):
    write(frame, path)
    return json.loads(path.read_text(encoding="utf-8"))


@pytest.fixture
def path(tmp_path):
    return tmp_path / "events.geojson"


def at(events, geometry):
    """One event at a geometry."""
    return events.iloc[:1].assign(latitude=1.0, longitude=2.0).set_geometry([geometry], crs=4326)


def test_what_is_written_is_read(events, path):
    write(events, path)
    # Rings are turned to counterclockwise: the same area, another first vertex.
    assert_geodataframe_equal(read_events(path), events, normalize=True)


def test_an_empty_table_is_read_as_one(none, path):
    write(none, path)
    assert_geodataframe_equal(read_events(path), none.reset_index(drop=True))


def test_one_feature_a_line_in_the_order_of_the_schema(events, path):
    data = written(events, path)
    text = path.read_bytes()
    assert text.endswith(b"\n")
    lines = text.decode().split("\n")[1:-2]
    assert [json.loads(line.rstrip(","))["id"] for line in lines] == events["id"].tolist()
    assert all(list(feature["properties"]) == list(COLUMNS) for feature in data["features"])
    assert [feature["id"] for feature in data["features"]] == events["id"].tolist()
    assert "crs" not in data
    assert data["attribution"] == ["© OSM, ODbL"]


def test_numbers_and_nulls(events, path):
    by_type = {feature["properties"]["type"]: feature for feature in written(events, path)["features"]}
    capture, offer = by_type["capture"], by_type["offer"]
    assert capture["properties"]["deaths_high"] == 12
    assert isinstance(capture["properties"]["deaths_high"], int)
    assert offer["geometry"] is None
    assert offer["properties"]["latitude"] is None
    assert offer["properties"]["target"] is None


def test_numbers_that_json_has_not_are_null(events, path):
    frame = events.astype({"uncertainty_km": float})
    frame["uncertainty_km"] = [float("inf"), float("nan"), -0.0, 1.23456]
    values = [feature["properties"]["uncertainty_km"] for feature in written(frame, path)["features"]]
    assert values == [None, None, 0.0, 1.235]


def test_coordinates_have_five_decimals(events, path):
    frame = at(events, shapely.Point(15.123456789, -0.000000001)).assign(latitude=1 / 3, longitude=2 / 3)
    [feature] = written(frame, path)["features"]
    assert feature["geometry"]["coordinates"] == [15.12346, 0.0]
    assert (feature["properties"]["latitude"], feature["properties"]["longitude"]) == (0.33333, 0.66667)


def test_outer_rings_run_counterclockwise_and_holes_clockwise(events, path):
    rings = [
        feature["geometry"]["coordinates"]
        for feature in written(events, path)["features"]
        if feature["geometry"] and feature["geometry"]["type"] == "Polygon"
    ]
    [[outer, hole]] = rings
    assert shapely.LinearRing(outer).is_ccw
    assert not shapely.LinearRing(hole).is_ccw


def test_heights_are_left_out(events, path):
    [feature] = written(at(events, shapely.Point(1, 2, 3)), path)["features"]
    assert feature["geometry"]["coordinates"] == [1.0, 2.0]


def test_an_empty_geometry_is_none(events, path):
    data = written(at(events, shapely.Point()), path)
    assert data["features"][0]["geometry"] is None
    assert "bbox" not in data


def test_the_box_holds_all(events, path):
    assert written(events, path)["bbox"] == [15.0, 31.20892, 16.58866, 33.0]


@pytest.mark.parametrize(
    ("geometry", "parts", "box"),
    [
        (shapely.Point(181, 5), [shapely.Point(-179, 5)], [-179, 5, -179, 5]),
        (shapely.box(179, 1, 181, 2), [shapely.box(179, 1, 180, 2), shapely.box(-180, 1, -179, 2)], [179, 1, -179, 2]),
        (
            shapely.box(-182, 1, -179, 2),
            [shapely.box(178, 1, 180, 2), shapely.box(-180, 1, -179, 2)],
            [178, 1, -179, 2],
        ),
        (
            shapely.LineString([(179, 0), (-179, 2)]),
            [shapely.LineString([(179, 0), (180, 1)]), shapely.LineString([(-180, 1), (-179, 2)])],
            [179, 0, -179, 2],
        ),
        (shapely.box(170, 1, 180, 2), [shapely.box(170, 1, 180, 2)], [170, 1, 180, 2]),
        (shapely.box(-180, -90, 180, 90), [shapely.box(-180, -90, 180, 90)], [-180, -90, 180, 90]),
        (
            shapely.GeometryCollection([shapely.Point(181, 5), shapely.box(185, 1, 186, 2)]),
            [shapely.Point(-179, 5), shapely.box(-175, 1, -174, 2)],
            [-179, 1, -174, 5],
        ),
    ],
)
def test_geometries_are_cut_at_the_antimeridian(events, path, geometry, parts, box):
    data = written(at(events, geometry), path)
    out = shapely.geometry.shape(data["features"][0]["geometry"])
    key = shapely.to_wkt
    found = [part for piece in shapely.get_parts(out) for part in shapely.get_parts(piece)]
    assert sorted(map(key, shapely.normalize(found))) == sorted(map(key, shapely.normalize(parts)))
    assert data["bbox"] == box


@pytest.mark.parametrize(
    "geometry",
    [shapely.Point(0, 90.1), shapely.Point(0, float("inf")), shapely.LineString([(0, 0), (541, 0)])],
)
def test_what_is_not_on_earth_is_refused(events, path, geometry):
    with pytest.raises(SchemaError, match="not on Earth"):
        write(at(events, geometry), path)
    assert not path.exists()


def test_gdal_reads_the_same(events, path):
    write(events, path)
    back = pyogrio.read_dataframe(path)
    assert back["id"].tolist() == events["id"].tolist()
    assert back["quote"].tolist() == events["quote"].tolist()


@one_file
@given(quote=st.text(st.characters()) | st.text('\0\ud800\udc00\ud83d\udd4a"\\\n\r\u2028]}'), name=st.text())
def test_any_text_arrives(say, path, quote, name):
    data = written(say(quote=quote, document_id=name), path)
    told = quote.encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace("\0", "\ufffd")
    assert {feature["properties"]["quote"] for feature in data["features"]} == {told}
    back = read_events(path)
    assert set(back["quote"]) == {told}
    write(back, path)
    assert json.loads(path.read_text(encoding="utf-8")) == data


coordinate = st.floats(-540, 540), st.floats(-90, 90)
shapes = (
    st.builds(shapely.Point, *coordinate)
    | st.lists(st.tuples(*coordinate), min_size=2, max_size=5).map(shapely.LineString)
    | st.lists(st.tuples(*coordinate), min_size=3, max_size=6, unique=True).map(shapely.Polygon)
    | st.lists(st.tuples(*coordinate), min_size=1, max_size=3).map(shapely.MultiPoint)
)


@one_file
@given(shapes)
def test_any_geometry_on_earth_is_written_within_the_map(events, path, geometry):
    data = written(at(events, geometry), path)
    west, south, east, north = data["bbox"]
    assert -180 <= west <= 180
    assert -180 <= east <= 180
    assert -90 <= south <= north <= 90
    write(read_events(path), path)
    assert json.loads(path.read_text(encoding="utf-8"))["bbox"] == data["bbox"]


MINIMAL = {
    "id": "1",
    "type": "clash",
    "date_start": "2011-07-03",
    "place_name": "Misrata",
    "quote": "They fought.",
    "document_id": "a",
}


def collection(properties=MINIMAL, geometry=None, **members):
    feature = {"type": "Feature", "geometry": geometry, "properties": properties}
    return {"type": "FeatureCollection", "features": [feature], **members}


def reading(path, data):
    path.write_text(data if isinstance(data, str) else json.dumps(data), encoding="utf-8")
    return read_events(path)


def test_a_file_of_others_needs_only_the_required_columns(path):
    table = reading(path, collection(MINIMAL | {"mine": {"a": 1}}, {"type": "Point", "coordinates": [15.1, 32.4]}))
    assert list(table.columns) == [*COLUMNS, "geometry"]
    row = table.iloc[0]
    assert (row["latitude"], row["longitude"], row["group"]) == (32.4, 15.1, "fighting")


def test_the_id_of_the_feature_will_do(path):
    data = collection({key: value for key, value in MINIMAL.items() if key != "id"})
    data["features"][0]["id"] = 7
    assert reading(path, data)["id"].tolist() == ["7"]


def test_lists_are_kept_as_json(path):
    claims = [{"by": "they"}]
    assert reading(path, collection(MINIMAL | {"claims": claims}))["claims"].tolist() == ['[{"by": "they"}]']


def test_meters_of_an_old_file_become_degrees(path):
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3857"}}
    table = reading(path, collection(geometry={"type": "Point", "coordinates": [1669792.36, 0]}, crs=crs))
    assert table.geometry[0].x == pytest.approx(15, abs=1e-5)


def test_a_byte_order_mark_is_no_hindrance(path):
    assert len(reading(path, "\ufeff" + json.dumps(collection()))) == 1


@pytest.mark.parametrize(
    ("data", "error"),
    [
        ("", InputError),
        ("{", InputError),
        ("[" * 100_000, InputError),
        ('{"type": "FeatureCollection", "features": [NaN]}', InputError),
        ("[]", SchemaError),
        ('{"type": "Feature"}', SchemaError),
        ({"type": "FeatureCollection", "features": {}}, SchemaError),
        ({"type": "FeatureCollection", "features": [1]}, SchemaError),
        (collection({"id": 1}), SchemaError),
        (collection(MINIMAL | {"type": "picnic"}), SchemaError),
        (collection(MINIMAL | {"deaths_low": "many"}), SchemaError),
        (collection(MINIMAL | {"deaths_low": 1.5}), SchemaError),
        (collection(MINIMAL | {"deaths_low": 10**40}), SchemaError),
        (collection(MINIMAL | {"deaths_low": [1]}), SchemaError),
        (collection(geometry={"type": "Point"}), SchemaError),
        (collection(geometry={"type": "Point", "coordinates": ["a", "b"]}), SchemaError),
        (collection(geometry={"type": "Point", "coordinates": [32.4, 151]}), SchemaError),
        (collection(geometry=5), SchemaError),
        (collection(crs={"name": "here"}), SchemaError),
        (collection(crs={"properties": {"name": "EPSG:0"}}), SchemaError),
    ],
)
def test_what_is_no_events_file_is_refused_by_name(path, data, error):
    with pytest.raises(error, match=r"events\.geojson"):
        reading(path, data)


def test_a_file_that_is_not_there(path):
    with pytest.raises(InputError, match=r"events\.geojson cannot be read: No such file"):
        read_events(path)


def test_a_file_in_another_encoding(path):
    path.write_bytes(b'{"type": "caf\xe9"}')
    with pytest.raises(InputError, match="UTF-8"):
        read_events(path)


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["type", "coordinates"]), inner),
    max_leaves=6,
)


@one_file
@given(st.dictionaries(st.sampled_from(list(COLUMNS)), values, max_size=6), values)
def test_any_properties_are_read_or_refused(path, properties, geometry):
    try:
        table = reading(path, collection(MINIMAL | properties, geometry))
    except (SchemaError, InputError):
        return
    assert isinstance(table, gpd.GeoDataFrame)
    write(table, path)
