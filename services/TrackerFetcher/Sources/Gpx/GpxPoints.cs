using System.Xml;
using Tracker.Geo.Reports;

namespace TrackerFetcher.Sources.Gpx;

/// <summary>The track points of a GPX file (1.0 or 1.1), one at a time. Waypoints and routes are plans and not reports.</summary>
internal sealed class GpxPoints : IDisposable
{
    // Elements of a recording are nested 4 deep, a few more in extensions.
    private const int Deepest = 100;

    private static XmlReaderSettings Settings() => new()
    {
        NameTable = new BoundedNames(),
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        IgnoreWhitespace = true,
        CloseInput = false,
    };

    private readonly XmlReader _xml;
    private readonly char[] _value = new char[ReportRules.MaxTrackerKeyLength + 1];
    private string? _track;
    private bool _isTrackName;

    /// <summary>Opens the document at its root.</summary>
    /// <exception cref="SourceException">The root is not gpx.</exception>
    /// <exception cref="XmlException">The file is not XML.</exception>
    public GpxPoints(Stream stream, string path)
    {
        _xml = XmlReader.Create(new BoundedMarkup(stream), Settings());
        _xml.MoveToContent();
        if (_xml.LocalName != "gpx")
        {
            string root = _xml.LocalName;
            _xml.Dispose();
            throw new SourceException($"'{path}' is not a GPX file: its root element is '{Excerpt.Of(root, 100)}'. Correct the source's kind.");
        }
    }

    /// <summary>The number of waypoints and route points.</summary>
    public long OtherPoints { get; private set; }

    /// <summary>The next point; null at the end of the file.</summary>
    /// <exception cref="XmlException">The XML is truncated or not well-formed here.</exception>
    public GpxPoint? Next()
    {
        while (Read())
        {
            if (_isTrackName && _xml.NodeType is (XmlNodeType.Text or XmlNodeType.CDATA))
            {
                _track = _track?.Length >= _value.Length ? _track : _track + Value();
                continue;
            }

            if (_xml.NodeType != XmlNodeType.Element)
            {
                _isTrackName = false;
                continue;
            }

            // gpx is at depth 0, trk at 1, its name at 2.
            _isTrackName = _xml is { LocalName: "name", Depth: 2 };
            _track = _isTrackName ? null : _track;
            switch (_xml.LocalName)
            {
                case "trk":
                    _track = null;
                    break;
                case "trkpt":
                    return ReadPoint();
                case "wpt" or "rtept":
                    OtherPoints++;
                    break;
            }
        }

        return null;
    }

    public void Dispose() => _xml.Dispose();

    private GpxPoint ReadPoint()
    {
        GpxPoint point = new(_xml.GetAttribute("lat"), _xml.GetAttribute("lon"), _track?.Trim());
        if (_xml.IsEmptyElement)
        {
            return point;
        }

        int depth = _xml.Depth;
        string field = string.Empty;
        bool isOwn = false;
        while (Read() && _xml.Depth > depth)
        {
            switch (_xml.NodeType)
            {
                case XmlNodeType.Element:
                    field = _xml.LocalName;
                    isOwn = _xml.Depth == depth + 1;
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA:
                    Set(point, field, isOwn, Value());
                    break;
                default:
                    field = string.Empty;
                    break;
            }
        }

        return point;
    }

    private bool Read() => _xml.Read()
        && (_xml.Depth <= Deepest ? true : throw new XmlException($"Its elements are nested more than {Deepest} deep."));

    // At most the beginning of a text: the values of a point are short.
    private string Value() => new(_value, 0, _xml.ReadValueChunk(_value, 0, _value.Length));

    // Speed and course are children of the point in GPX 1.0 and of its extensions in 1.1, in the same units.
    private static void Set(GpxPoint point, string field, bool isOwn, string value)
    {
        switch (field)
        {
            case "time" when isOwn:
                point.Time = value;
                break;
            case "ele" when isOwn:
                point.Elevation = value;
                break;
            case "speed":
                point.Speed = value;
                break;
            case "course":
                point.Course = value;
                break;
        }
    }
}
