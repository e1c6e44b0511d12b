using System.Globalization;

namespace Tracker.Geo.Fences;

/// <summary>
/// Reads shapes from Well-Known Text (OGC 06-103r4). Coordinates are longitude, then latitude; Z and M values are ignored.
/// </summary>
public ref struct WktReader
{
    private readonly ReadOnlySpan<char> _text;
    private int _at;

    private WktReader(ReadOnlySpan<char> text) => _text = text;

    /// <summary>Reads a shape. Does not validate it.</summary>
    /// <param name="text">A single geometry.</param>
    /// <param name="radiusMetres">The radius of a POINT, in metres.</param>
    /// <param name="widthMetres">The width of a line, in metres.</param>
    /// <exception cref="InvalidFenceException">
    /// The text is not WKT or not a geometry that a fence can have. The message contains the position of the character.
    /// </exception>
    public static FenceShape Read(ReadOnlySpan<char> text, double? radiusMetres, double? widthMetres)
    {
        WktReader reader = new(text);
        FenceShape shape = reader.Shape(radiusMetres, widthMetres);
        return reader.Peek() == '\0' ? shape : throw reader.Unexpected("the end");
    }

    private FenceShape Shape(double? radiusMetres, double? widthMetres)
    {
        string type = Word();
        string dimension = char.IsAsciiLetter(Peek()) ? Word() : "";
        if (dimension is not ("" or "Z" or "M" or "ZM"))
        {
            throw new InvalidFenceException($"the {InputExcerpt.Of(type)} is '{InputExcerpt.Of(dimension)}': only Z, M and ZM are allowed here, and an empty geometry can't be a fence");
        }

        return type switch
        {
            "POINT" => Circle(radiusMetres),
            "POLYGON" => new PolygonShape([Polygon()]),
            "MULTIPOLYGON" => new PolygonShape([.. Polygons()]),
            "LINESTRING" => new CorridorShape([[.. Points()]], Width(widthMetres)),
            "MULTILINESTRING" => new CorridorShape([.. Lines()], Width(widthMetres)),
            _ => throw new InvalidFenceException(
                $"the geometry '{InputExcerpt.Of(type)}' is no fence: give a POLYGON, a MULTIPOLYGON, a POINT with radius_m or a LINESTRING with width_m"),
        };
    }

    private CircleShape Circle(double? radiusMetres)
    {
        Expect('(');
        FencePoint centre = Point();
        Expect(')');
        return radiusMetres is { } radius
            ? new CircleShape(centre.Latitude, centre.Longitude, radius)
            : throw new InvalidFenceException($"the POINT at {centre} has no radius_m: a circle needs its radius in metres");
    }

    private static double Width(double? widthMetres) =>
        widthMetres ?? throw new InvalidFenceException("the line has no width_m: a corridor needs its width in metres, from side to side");

    private List<FencePolygon> Polygons()
    {
        List<FencePolygon> polygons = [];
        Expect('(');
        do
        {
            polygons.Add(Polygon());
        }
        while (Comma());
        Expect(')');
        return polygons;
    }

    private FencePolygon Polygon()
    {
        List<FencePoint[]> rings = Lines();
        return new FencePolygon(rings[0], rings[1..]);
    }

    private List<FencePoint[]> Lines()
    {
        List<FencePoint[]> lines = [];
        Expect('(');
        do
        {
            lines.Add([.. Points()]);
        }
        while (Comma());
        Expect(')');
        return lines;
    }

    private List<FencePoint> Points()
    {
        List<FencePoint> points = [];
        Expect('(');
        do
        {
            points.Add(Point());
        }
        while (Comma());
        Expect(')');
        return points;
    }

    private FencePoint Point()
    {
        FencePoint point = new(Number(), Number());
        for (int further = 0; further < 2 && Peek() is not (',' or ')' or '\0'); further++)
        {
            Number();
        }

        return point;
    }

    private double Number()
    {
        Peek();
        int start = _at;
        while (_at < _text.Length && (char.IsAsciiDigit(_text[_at]) || _text[_at] is '+' or '-' or '.' or 'e' or 'E'))
        {
            _at++;
        }

        if (double.TryParse(_text[start.._at], NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number))
        {
            return number;
        }

        _at = start;
        throw Unexpected("a number");
    }

    private string Word()
    {
        Peek();
        int start = _at;
        while (_at < _text.Length && char.IsAsciiLetter(_text[_at]))
        {
            _at++;
        }

        return _at > start ? _text[start.._at].ToString().ToUpperInvariant() : throw Unexpected("the name of a geometry");
    }

    private bool Comma()
    {
        if (Peek() != ',')
        {
            return false;
        }

        _at++;
        return true;
    }

    private void Expect(char expected)
    {
        if (Peek() != expected)
        {
            throw Unexpected($"'{expected}'");
        }

        _at++;
    }

    // Returns '\0' at the end.
    private char Peek()
    {
        while (_at < _text.Length && char.IsWhiteSpace(_text[_at]))
        {
            _at++;
        }

        return _at < _text.Length ? _text[_at] : '\0';
    }

    private readonly InvalidFenceException Unexpected(string expected) => new(
        $"the WKT has {(_at < _text.Length ? $"'{_text[_at]}'" : "its end")} at character {_at + 1} where {expected} is due");
}
