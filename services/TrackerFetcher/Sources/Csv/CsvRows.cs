using System.Globalization;
using System.Text;
using Tracker.Geo.Reports;
using TrackerFetcher.Sources.Lines;

namespace TrackerFetcher.Sources.Csv;

/// <summary>Reads reports from records of a CSV file.</summary>
internal sealed class CsvRows(CsvColumns columns, CsvOptions options, TimeZoneInfo zone)
{
    private const int LongestNumber = 40;

    private readonly CsvFields _fields = new(columns.Delimiter);
    private readonly TrackerKeys _keys = new();

    /// <summary>Adds a record to the batch, as a report or for the quarantine.</summary>
    public void Read(ReadOnlySpan<byte> line, LineState state, BatchBuilder batch)
    {
        if (state is LineState.TooLong or LineState.Malformed)
        {
            string what = state == LineState.TooLong
                ? $"The line is longer than {options.LongestLine} bytes."
                : "A quote is not closed, or text follows it.";
            batch.Reject(RejectionReason.Malformed, what, Excerpt.Of(line[..Math.Min(line.Length, options.LongestLine)]));
            return;
        }

        _fields.Split(line);
        if (!HasAllColumns(line))
        {
            string torn = state == LineState.Unterminated && _fields.Count < columns.Count ? "The last line is torn: " : string.Empty;
            batch.Reject(RejectionReason.Malformed, $"{torn}{_fields.Count} columns where the header has {columns.Count}.", Excerpt.Of(line));
            return;
        }

        string key = options.Tracker ?? Key(line);
        ReadOnlySpan<byte> timeText = _fields.Bytes(line, columns.Time);
        if (timeText.IsEmpty)
        {
            batch.Reject(RejectionReason.MissingTime, "The time is empty.", Excerpt.Of(line), key);
            return;
        }

        if (!EventTime.TryParse(timeText, zone, out DateTime recordedAt))
        {
            string hint = "is not a time: write ISO 8601 with an offset, or Unix seconds or milliseconds.";
            batch.Reject(RejectionReason.Malformed, $"'{Excerpt.Of(timeText)}' {hint}", Excerpt.Of(line), key);
            return;
        }

        if (TryNumber(line, columns.Latitude, "latitude", out double? latitude, out string? problem)
            && TryNumber(line, columns.Longitude, "longitude", out double? longitude, out problem)
            && TryNumber(line, columns.Accuracy, "accuracy", out double? accuracy, out problem)
            && TryNumber(line, columns.Altitude, "altitude", out double? altitude, out problem)
            && TryNumber(line, columns.Speed, "speed", out double? speed, out problem)
            && TryNumber(line, columns.Heading, "heading", out double? heading, out problem)
            && TryNumber(line, columns.Battery, "battery", out double? battery, out problem))
        {
            NewReport report = new()
            {
                TrackerKey = key,
                RecordedAt = recordedAt,
                Latitude = latitude ?? double.NaN,
                Longitude = longitude ?? double.NaN,
                AccuracyMetres = accuracy,
                AltitudeMetres = altitude,
                SpeedMetresPerSecond = speed * columns.SpeedFactor,
                HeadingDegrees = heading,
                BatteryPercent = battery,
            };
            batch.Add(report, line);
            return;
        }

        batch.Reject(RejectionReason.Malformed, problem!, Excerpt.Of(line), key);
    }

    // Spreadsheets write delimiters at the end of each line: they are not columns.
    private bool HasAllColumns(ReadOnlySpan<byte> line)
    {
        for (int extra = columns.Count; extra < _fields.Count; extra++)
        {
            if (!_fields.Bytes(line, extra).IsEmpty)
            {
                return false;
            }
        }

        return _fields.Count >= columns.Count;
    }

    private string Key(ReadOnlySpan<byte> line) =>
        _fields.IsQuoted(columns.Tracker) ? _fields.Text(line, columns.Tracker) : _keys.Of(_fields.Bytes(line, columns.Tracker));

    private bool TryNumber(ReadOnlySpan<byte> line, int column, string role, out double? value, out string? problem)
    {
        value = null;
        problem = null;
        if (column < 0)
        {
            return true;
        }

        ReadOnlySpan<byte> text = _fields.Bytes(line, column);
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) || TryDecimalComma(text, out number))
        {
            value = number;
            return true;
        }

        if (IsAbsent(text))
        {
            return true;
        }

        problem = $"The {role} '{Excerpt.Of(text)}' is not a number.";
        return false;
    }

    // If the comma is not the delimiter, it is a decimal mark, as spreadsheets in many locales write it.
    private bool TryDecimalComma(ReadOnlySpan<byte> text, out double number)
    {
        number = 0;
        if (columns.Delimiter == ',' || text.Length > LongestNumber || !text.Contains((byte)','))
        {
            return false;
        }

        Span<byte> pointed = stackalloc byte[LongestNumber];
        text.Replace(pointed, (byte)',', (byte)'.');
        return double.TryParse(pointed[..text.Length], NumberStyles.Float, CultureInfo.InvariantCulture, out number);
    }

    private static bool IsAbsent(ReadOnlySpan<byte> text) =>
        text.IsEmpty || text.SequenceEqual("-"u8) || Ascii.EqualsIgnoreCase(text, "null"u8) || Ascii.EqualsIgnoreCase(text, "na"u8)
        || Ascii.EqualsIgnoreCase(text, "n/a"u8) || Ascii.EqualsIgnoreCase(text, "none"u8);
}
